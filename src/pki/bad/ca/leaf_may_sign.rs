//! The server certificate is no CA, but its key usage lets it sign certificates.

use crate::pki::bad::Case;
use crate::pki::extension::{self, KeyUsage};

pub(super) static CASE: Case = Case {
    id: "leaf-may-sign",
    wrong: "the key usage of the server certificate allows signing certificates",
    rule: Some("key-cert-sign-without-ca"),
    citation: "RFC 5280 §4.2.1.3",
    make: |forge| {
        let mut leaf = forge.leaf()?;
        leaf.set(extension::key_usage(&[
            KeyUsage::DigitalSignature,
            KeyUsage::KeyCertSign,
        ]));
        forge.present(leaf)
    },
    ..Case::ACCEPT
};
