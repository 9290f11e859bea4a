//! What came out of a case: the chain as a server sends it, the key, the root to trust, and what says
//! whether it is revoked; and the files that all of this becomes.

use std::sync::Arc;

use aws_lc_rs::digest;
use base64::prelude::{BASE64_STANDARD, Engine as _};

use super::secret::Secret;
use crate::pki::format::pem;

/// A case that was made.
#[derive(Clone, Debug)]
pub(crate) struct Made {
    /// The certificates as they are sent, the leaf first unless that is what is wrong.
    pub(crate) chain: Vec<Vec<u8>>,
    /// The private key beside them.
    pub(crate) key: Arc<Secret>,
    /// The anchors to trust.
    pub(crate) roots: Vec<Vec<u8>>,
    /// Revocation lists to check it against.
    pub(crate) crls: Vec<Vec<u8>>,
    /// The OCSP response to staple.
    pub(crate) staple: Option<Vec<u8>>,
    /// Whom the server that shows it wants its clients to be certified by.
    pub(crate) clients: Option<Vec<u8>>,
    /// What a server answers to who checks for revocation, by the last steps of its path below the case's.
    pub(crate) statements: Vec<(&'static str, Vec<u8>)>,
    /// What else lies beside it, and is served.
    pub(crate) beside: Vec<File>,
    /// Files whose content is not what the fields above would give.
    pub(crate) replaced: Vec<(&'static str, Vec<u8>)>,
}

/// A file of a case.
#[derive(Clone, Debug)]
pub(crate) struct File {
    pub(crate) name: &'static str,
    pub(crate) bytes: Vec<u8>,
    /// Whether it holds a key.
    pub(crate) is_private: bool,
}

impl Made {
    /// A chain with its key below one root.
    pub(crate) fn new(chain: Vec<Vec<u8>>, key: Arc<Secret>, root: Vec<u8>) -> Self {
        Self {
            chain,
            key,
            roots: vec![root],
            crls: Vec::new(),
            staple: None,
            clients: None,
            statements: Vec::new(),
            beside: Vec::new(),
            replaced: Vec::new(),
        }
    }

    /// The same with another root to trust instead of the catalogue's.
    #[must_use]
    pub(crate) fn trusting(mut self, root: &[u8]) -> Self {
        self.roots = vec![root.to_vec()];
        self
    }

    /// The same with a revocation list; the first is the one that the leaf says the place of.
    #[must_use]
    pub(crate) fn with_crl(mut self, crl: Vec<u8>) -> Self {
        if self.crls.is_empty() {
            self.statements.push((LIST, crl.clone()));
        }
        self.crls.push(crl);
        self
    }

    /// The same with a stapled OCSP response, which the responder that the leaf names gives too.
    #[must_use]
    pub(crate) fn stapling(mut self, response: Vec<u8>) -> Self {
        self.statements.push((ANSWER, response.clone()));
        self.staple = Some(response);
        self
    }

    /// The same with a list or a response that only lies at its URL.
    #[must_use]
    pub(crate) fn stating(mut self, at: &'static str, statement: Vec<u8>) -> Self {
        if self.statements.iter().all(|(other, _)| *other != at) {
            self.statements.push((at, statement));
        }
        self
    }

    /// The same shown by a server that wants its clients to be certified by this root.
    #[must_use]
    pub(crate) fn demanding(mut self, root: &[u8]) -> Self {
        self.clients = Some(root.to_vec());
        self
    }

    /// The same with another file beside it.
    #[must_use]
    pub(crate) fn with(mut self, name: &'static str, text: &str) -> Self {
        self.beside.push(public(name, text));
        self
    }

    /// The same with a client's chain and key, in one file, beside it.
    #[must_use]
    pub(crate) fn with_client(mut self, client: &Self) -> Self {
        let key = pem::encode("PRIVATE KEY", &client.key.pkcs8());
        self.beside.push(File {
            name: "client.pem",
            bytes: (certificates(&client.chain) + &key).into_bytes(),
            is_private: true,
        });
        self
    }

    /// The same with what a list of a client holds: hashes of SubjectPublicKeyInfos, as pins are written.
    #[must_use]
    pub(crate) fn listing(self, spkis: &[Vec<u8>]) -> Self {
        let line = |spki: &Vec<u8>| {
            let hash = digest::digest(&digest::SHA256, spki);
            format!("sha256//{}\n", BASE64_STANDARD.encode(hash))
        };
        self.with("spki.txt", &spkis.iter().map(line).collect::<String>())
    }

    /// The same with a file of other content than the fields would give.
    #[must_use]
    pub(crate) fn replacing(mut self, name: &'static str, bytes: Vec<u8>) -> Self {
        self.replaced.push((name, bytes));
        self
    }

    /// The files, in the layout that every command of tlsctl takes.
    pub(crate) fn files(&self) -> Vec<File> {
        let mut files = vec![
            public("cert.pem", &certificates(&self.chain[..1])),
            public("chain.pem", &certificates(&self.chain[1..])),
            public("fullchain.pem", &certificates(&self.chain)),
            File {
                name: "privkey.pem",
                bytes: pem::encode("PRIVATE KEY", &self.key.pkcs8()).into_bytes(),
                is_private: true,
            },
            public("root.pem", &certificates(&self.roots)),
        ];
        if !self.crls.is_empty() {
            let lists: String = self.crls.iter().map(|crl| pem::encode("X509 CRL", crl)).collect();
            files.push(public(LISTS, &lists));
        }
        if let Some(response) = &self.staple {
            files.push(File {
                name: "ocsp.der",
                bytes: response.clone(),
                is_private: false,
            });
        }
        if let Some(root) = &self.clients {
            files.push(public(
                "client-roots.pem",
                &certificates(std::slice::from_ref(root)),
            ));
        }
        files.retain(|file| !file.bytes.is_empty());
        files.extend(self.beside.iter().cloned());
        for (name, bytes) in &self.replaced {
            if let Some(file) = files.iter_mut().find(|file| file.name == *name) {
                file.bytes.clone_from(bytes);
            }
        }
        files
    }
}

/// Where the list that decides about the leaf is, below the case.
pub(super) const LIST: &str = "crl";
/// Where that list and all others are, as text.
pub(crate) const LISTS: &str = "crl.pem";
/// Where the responder is that answers for the leaf.
pub(super) const ANSWER: &str = "ocsp";
/// Where the deltas to the list are.
pub(super) const DELTAS: &str = "delta/crl";
/// Where the list that decides about an intermediate of the case's own is.
pub(super) const LIST_ABOVE: &str = "intermediate/crl";
/// Where the responder is that answers for it.
pub(super) const ANSWER_ABOVE: &str = "intermediate/ocsp";

fn public(name: &'static str, text: &str) -> File {
    File {
        name,
        bytes: text.as_bytes().to_vec(),
        is_private: false,
    }
}

fn certificates(ders: &[Vec<u8>]) -> String {
    ders.iter().map(|der| pem::encode("CERTIFICATE", der)).collect()
}
