//! Session tickets under a key that several servers share, so that each resumes the others' sessions
//! (RFC 5077 §4, RFC 8446 §4.6.1). The key is derived from the file's bytes and from what is asked of
//! clients: a ticket issued under other terms for client certificates opens nowhere, since rustls takes the
//! client's chain out of it unverified.

use aws_lc_rs::aead::{AES_256_GCM, Aad, NONCE_LEN, Nonce, RandomizedNonceKey};
use aws_lc_rs::hkdf;
use rustls::server::ProducesTickets;

use super::terms::Client;
use crate::error::{Error, Result};

/// Seals and opens tickets.
#[derive(Debug)]
pub(crate) struct SharedTickets {
    key: RandomizedNonceKey,
}

impl SharedTickets {
    /// Derives the key from a secret that all servers have.
    ///
    /// # Errors
    ///
    /// An input error where the secret is too short to be one.
    pub(crate) fn new(secret: &[u8], client: Option<&Client>) -> Result<Self> {
        if secret.len() < SHORTEST {
            return Err(Error::input(format!(
                "the ticket key has {} bytes, fewer than {SHORTEST}",
                secret.len()
            ))
            .hint("make one: openssl rand -out ticket.key 48"));
        }
        let prk = hkdf::Salt::new(hkdf::HKDF_SHA256, b"tlsctl session tickets").extract(secret);
        let mut key = [0; 32];
        let terms = terms(client);
        let info = [terms.as_slice()];
        let derived = prk
            .expand(&info, hkdf::HKDF_SHA256)
            .and_then(|okm| okm.fill(&mut key));
        let key = derived.and_then(|()| RandomizedNonceKey::new(&AES_256_GCM, &key));
        key.map(|key| Self { key })
            .map_err(|_| Error::bug("no ticket key could be derived"))
    }
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
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let mut sealed = sealed.to_vec();
        let plain = self.key.open_in_place(nonce, Aad::empty(), &mut sealed).ok()?;
        Some(plain.to_vec())
    }
}

/// A secret has at least the strength of the key made from it, in bytes.
const SHORTEST: usize = 32;

/// Seconds that a ticket is good for: half a day, as rustls has it.
const LIFETIME: u32 = 12 * 60 * 60;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn servers_with_the_same_key_and_terms_open_each_others_tickets() {
        let one = SharedTickets::new(&[7; 48], None).expect("long enough");
        let two = SharedTickets::new(&[7; 48], None).expect("long enough");
        let ticket = one.encrypt(b"session").expect("sealed");
        assert_eq!(two.decrypt(&ticket).as_deref(), Some(&b"session"[..]));
        let client = Client {
            anchors: Vec::new(),
            required: true,
        };
        let other = SharedTickets::new(&[7; 48], Some(&client)).expect("long enough");
        assert_eq!(other.decrypt(&ticket), None);
        assert_eq!(
            SharedTickets::new(&[8; 48], None)
                .expect("long enough")
                .decrypt(&ticket),
            None
        );
        assert_eq!(two.decrypt(&ticket[..10]), None);
        assert!(SharedTickets::new(&[7; 31], None).is_err());
    }
}
