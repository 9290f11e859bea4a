//! Which key belongs to which certificate and request, over all inputs: by SubjectPublicKeyInfo.

use std::collections::HashMap;

use super::gather::Input;
use crate::pki::anatomy::Anatomy;
use crate::pki::describe;
use crate::pki::format::{Kind, Piece};

/// Everything that has a key, by that key.
pub(super) struct Index {
    owners: HashMap<Vec<u8>, Places>,
    keys: HashMap<Vec<u8>, Places>,
    /// Where each certificate is met first, by its fingerprint.
    first: HashMap<String, String>,
}

/// Where something is: each place by name, but not without end, since all of them are said of each thing that
/// belongs there.
#[derive(Default)]
struct Places {
    named: Vec<String>,
    more: usize,
}

impl Places {
    fn add(&mut self, place: String) {
        if self.named.len() < MOST_PLACES {
            self.named.push(place);
        } else {
            self.more += 1;
        }
    }

    fn shown(&self) -> Vec<String> {
        let more = (self.more > 0).then(|| format!("{} more", self.more));
        self.named.iter().cloned().chain(more).collect()
    }
}

/// How many places of one key are named.
const MOST_PLACES: usize = 20;

impl Index {
    /// Looks at every piece of every input once.
    pub(super) fn new(inputs: &[Input]) -> Self {
        let mut index = Self {
            owners: HashMap::new(),
            keys: HashMap::new(),
            first: HashMap::new(),
        };
        for input in inputs {
            for piece in &input.pieces {
                index.add(input, piece);
            }
        }
        index
    }

    /// Where this certificate is met first; none where that is here.
    pub(super) fn earlier(&self, der: &[u8], here: &str) -> Option<&str> {
        let first = self.first.get(&describe::sha256(der))?;
        (first != here).then_some(first)
    }

    /// The certificates and requests that hold this key.
    pub(super) fn owners(&self, spki: &[u8]) -> Vec<String> {
        self.owners.get(spki).map(Places::shown).unwrap_or_default()
    }

    /// Where the private key is that belongs to this public one.
    pub(super) fn keys(&self, spki: &[u8]) -> Vec<String> {
        self.keys.get(spki).map(Places::shown).unwrap_or_default()
    }

    /// Whether there is any certificate or request that a key could belong to.
    pub(super) fn has_owners(&self) -> bool {
        !self.owners.is_empty()
    }

    fn add(&mut self, input: &Input, piece: &Piece) {
        let place = place(input, piece);
        match piece.kind {
            Kind::Certificate => {
                if let Ok(certificate) = Anatomy::parse(&piece.der) {
                    let spki = certificate.key.spki.full.to_vec();
                    let name = format!("{} ({place})", certificate.title());
                    self.owners.entry(spki).or_default().add(name);
                    self.first.entry(describe::sha256(&piece.der)).or_insert(place);
                }
            }
            Kind::Request => {
                if let Some(spki) = describe::request_spki(&piece.der) {
                    let name = format!("the request in {place}");
                    self.owners.entry(spki.to_vec()).or_default().add(name);
                }
            }
            Kind::EncryptedKey | Kind::PrivateKey => {
                if let Ok(key) = input.key(piece) {
                    self.keys.entry(key.spki().to_vec()).or_default().add(place);
                }
            }
            _ => {}
        }
    }
}

/// Where a piece is, as short as can be: the file, and the block where there are several.
pub(super) fn place(input: &Input, piece: &Piece) -> String {
    if input.pieces.len() > 1 || piece.number > 1 {
        format!("{}#{}", input.name, piece.number)
    } else {
        input.name.clone()
    }
}
