//! A key on the curve of cryptocurrencies, which TLS does not have.

use std::sync::Arc;

use crate::pki::bad::{Case, Judge, Secret, difference};

pub(super) static CASE: Case = Case {
    id: "secp256k1",
    wrong: "its key is on secp256k1",
    rule: Some("weak-key"),
    citation: "CABF BR 6.1.5; RFC 8422 §5.1.1",
    unserved: Some("TLS has no signature scheme for keys on secp256k1"),
    differs: &[
        (
            Judge::OpenSsl,
            "it knows the curve, and leaves it to the handshake",
        ),
        (
            Judge::GnuTls,
            "it knows the curve, and leaves it to the handshake",
        ),
        (Judge::Webpki, difference::KEY_UNUSED),
    ],
    make: |forge| {
        let key = Arc::new(Secret::koblitz()?);
        forge.present(forge.leaf_with(key, forge.intermediate())?)
    },
    ..Case::REJECT
};
