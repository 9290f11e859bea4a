//! Which key belongs to which certificate and request, over all inputs: by SubjectPublicKeyInfo.

use std::collections::HashMap;

use super::gather::Input;
use crate::pki::anatomy::Anatomy;
use crate::pki::describe;
use crate::pki::format::{Kind, Piece};

/// Everything that has a key, by that key.
pub(super) struct Index {
    owners: HashMap<Vec<u8>, Vec<String>>,
    keys: HashMap<Vec<u8>, Vec<String>>,
    /// Where each certificate is met first, by its fingerprint.
    first: HashMap<String, String>,
}

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
    pub(super) fn owners(&self, spki: &[u8]) -> &[String] {
        self.owners.get(spki).map_or(&[], Vec::as_slice)
    }

    /// Where the private key is that belongs to this public one.
    pub(super) fn keys(&self, spki: &[u8]) -> &[String] {
        self.keys.get(spki).map_or(&[], Vec::as_slice)
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
                    self.owners.entry(spki).or_default().push(name);
                    self.first.entry(describe::sha256(&piece.der)).or_insert(place);
                }
            }
            Kind::Request => {
                if let Some(spki) = describe::request_spki(&piece.der) {
                    let name = format!("the request in {place}");
                    self.owners.entry(spki.to_vec()).or_default().push(name);
                }
            }
            Kind::EncryptedKey | Kind::PrivateKey => {
                if let Ok(key) = input.key(piece) {
                    self.keys.entry(key.spki().to_vec()).or_default().push(place);
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
