//! The server certificate is itself a CA: who gets its key can sign for anyone.

use crate::pki::bad::{Case, Judge};
use crate::pki::extension::{self, Constraint, KeyUsage};

pub(super) static CASE: Case = Case {
    id: "leaf-is-a-ca",
    wrong: "the server certificate is a CA",
    rule: Some("leaf-is-ca"),
    citation: "CABF BR 7.1.2.7; RFC 5280 §4.2.1.9",
    differs: &[(Judge::Webpki, "it takes no CA for the certificate of a server")],
    make: |forge| {
        let mut leaf = forge.leaf()?;
        leaf.set(extension::basic_constraints(Constraint::Ca(None)));
        leaf.set(extension::key_usage(&[
            KeyUsage::DigitalSignature,
            KeyUsage::KeyCertSign,
        ]));
        forge.present(leaf)
    },
    ..Case::ACCEPT
};
