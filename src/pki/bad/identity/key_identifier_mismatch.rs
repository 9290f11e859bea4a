//! The identifier of the issuer's key is that of another key. It is meant as a hint, and some take it
//! for a condition.

use crate::pki::bad::{Case, Judge};
use crate::pki::extension;

pub(super) static CASE: Case = Case {
    id: "key-identifier-mismatch",
    wrong: "the key identifier that it gives for its issuer is another",
    client: "connect, or refuse: the identifier is a hint",
    rule: Some("key-id-mismatch"),
    citation: "RFC 5280 §4.2.1.1",
    differs: &[
        (Judge::OpenSsl, "it takes the identifier for a condition"),
        (Judge::GnuTls, "it takes the identifier for a condition"),
        (Judge::GnuTlsLive, "it takes the identifier for a condition"),
    ],
    make: |forge| {
        let mut leaf = forge.leaf()?;
        leaf.set(extension::authority_key_id(&[0x5a; 20]));
        forge.present(leaf)
    },
    ..Case::ACCEPT
};
