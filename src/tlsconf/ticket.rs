//! Session tickets under a key that several servers share, so that each resumes the others' sessions
//! (RFC 5077 §4, RFC 8446 §4.6.1). The key is derived from the file's bytes and from what is asked of
//! clients: a ticket issued under other terms for client certificates opens nowhere, since rustls takes the
//! client's chain out of it unverified.

use std::fmt;

use aws_lc_rs::aead::{AES_256_GCM, Aad, NONCE_LEN, Nonce, RandomizedNonceKey};
use aws_lc_rs::hkdf;
use rustls::server::ProducesTickets;

use super::terms::Client;
use crate::error::{Error, Result};

/// What tickets are sealed with, and what they were sealed with before: the newest first. Servers of a fleet
/// turn to a new secret one after the other, and what was sealed yesterday is to open today.
#[derive(Clone, Eq, PartialEq)]
pub(crate) struct Secrets(Vec<Vec<u8>>);

/// Seals and opens tickets.
#[derive(Debug)]
pub(crate) struct SharedTickets {
    /// Seals, and opens.
    key: RandomizedNonceKey,
    /// Open what they sealed when it was their turn.
    before: Vec<RandomizedNonceKey>,
}

impl Secrets {
    /// A secret that all servers have.
    ///
    /// # Errors
    ///
    /// An input error where it is too short to be one.
    pub(crate) fn new(secret: Vec<u8>) -> Result<Self> {
        if secret.len() < SHORTEST {
            return Err(Error::input(format!(
                "the ticket key has {} bytes, fewer than {SHORTEST}",
                secret.len()
            ))
            .hint("make one: openssl rand -out ticket.key 48"));
        }
        Ok(Self(vec![secret]))
    }

    /// Seals with `next` from now on, and opens what was sealed before.
    pub(super) fn turn_to(&mut self, next: Self) {
        let before = self.0.drain(..).filter(|secret| !next.0.contains(secret));
        let all = next.0.iter().cloned().chain(before).take(KEPT);
        *self = Self(all.collect());
    }
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secrets({})", self.0.len())
    }
}

impl SharedTickets {
    /// Derives the keys.
    ///
    /// # Errors
    ///
    /// A bug where none can be derived.
    pub(crate) fn new(secrets: &Secrets, client: Option<&Client>) -> Result<Self> {
        let terms = terms(client);
        let keys = secrets.0.iter().map(|secret| derive(secret, &terms));
        let mut keys = keys.collect::<Result<Vec<_>>>()?.into_iter();
        let none = || Error::bug("there is no ticket key");
        Ok(Self {
            key: keys.next().ok_or_else(none)?,
            before: keys.collect(),
        })
    }
}

fn derive(secret: &[u8], terms: &[u8]) -> Result<RandomizedNonceKey> {
    let prk = hkdf::Salt::new(hkdf::HKDF_SHA256, b"tlsctl session tickets").extract(secret);
    let mut key = [0; 32];
    let info = [terms];
    let derived = prk
        .expand(&info, hkdf::HKDF_SHA256)
        .and_then(|okm| okm.fill(&mut key));
    let key = derived.and_then(|()| RandomizedNonceKey::new(&AES_256_GCM, &key));
    key.map_err(|_| Error::bug("no ticket key could be derived"))
}

/// What is asked of clients, in bytes: whether, and by whom certified.
fn terms(client: Option<&Client>) -> Vec<u8> {
    let mut terms = Vec::new();
    if let Some(client) = client {
        terms.push(if client.required { 2 } else { 1 });
        let mut anchors: Vec<_> = client
            .anchors
            .iter()
            .map(|anchor| *anchor.fingerprint())
            .collect();
        anchors.sort_unstable();
        terms.extend(anchors.concat());
    }
    terms
}

impl ProducesTickets for SharedTickets {
    fn enabled(&self) -> bool {
        true
    }

    fn lifetime(&self) -> u32 {
        LIFETIME
    }

    fn encrypt(&self, plain: &[u8]) -> Option<Vec<u8>> {
        let mut sealed = plain.to_vec();
        let nonce = self
            .key
            .seal_in_place_append_tag(Aad::empty(), &mut sealed)
            .ok()?;
        let mut ticket = nonce.as_ref().to_vec();
        ticket.extend(sealed);
        Some(ticket)
    }

    fn decrypt(&self, ticket: &[u8]) -> Option<Vec<u8>> {
        let (nonce, sealed) = ticket.split_at_checked(NONCE_LEN)?;
        std::iter::once(&self.key).chain(&self.before).find_map(|key| {
            let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
            let mut sealed = sealed.to_vec();
            let plain = key.open_in_place(nonce, Aad::empty(), &mut sealed).ok()?;
            Some(plain.to_vec())
        })
    }
}

/// A secret has at least the strength of the key made from it, in bytes.
const SHORTEST: usize = 32;

/// Secrets that are kept: of a key that is exchanged three times while a ticket lives, all open it.
const KEPT: usize = 4;

/// Seconds that a ticket is good for: half a day, as rustls has it.
const LIFETIME: u32 = 12 * 60 * 60;

#[cfg(test)]
mod tests {
    use super::*;

    fn secrets(byte: u8) -> Secrets {
        Secrets::new(vec![byte; 48]).expect("long enough")
    }

    fn tickets(secrets: &Secrets, client: Option<&Client>) -> SharedTickets {
        SharedTickets::new(secrets, client).expect("derived")
    }

    #[test]
    fn servers_with_the_same_key_and_terms_open_each_others_tickets() {
        let one = tickets(&secrets(7), None);
        let two = tickets(&secrets(7), None);
        let ticket = one.encrypt(b"session").expect("sealed");
        assert_eq!(two.decrypt(&ticket).as_deref(), Some(&b"session"[..]));
        let client = Client {
            anchors: Vec::new(),
            required: true,
        };
        assert_eq!(tickets(&secrets(7), Some(&client)).decrypt(&ticket), None);
        assert_eq!(tickets(&secrets(8), None).decrypt(&ticket), None);
        assert_eq!(two.decrypt(&ticket[..10]), None);
        assert!(Secrets::new(vec![7; 31]).is_err());
    }

    #[test]
    fn a_new_key_seals_and_the_last_ones_still_open() {
        let first = tickets(&secrets(0), None).encrypt(b"old").expect("sealed");
        let mut all = secrets(0);
        for next in 1..4 {
            all.turn_to(secrets(next));
            all.turn_to(secrets(next));
            let turned = tickets(&all, None);
            assert_eq!(turned.decrypt(&first).as_deref(), Some(&b"old"[..]), "{next}");
            let sealed = turned.encrypt(b"new").expect("sealed");
            assert!(tickets(&secrets(next), None).decrypt(&sealed).is_some());
            assert!(tickets(&secrets(0), None).decrypt(&sealed).is_none());
        }
        all.turn_to(secrets(4));
        assert_eq!(tickets(&all, None).decrypt(&first), None);
    }
}
