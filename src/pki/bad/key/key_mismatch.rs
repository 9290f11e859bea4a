//! The private key beside the certificate is another one: nothing that it signs can be checked.

use crate::pki::bad::{Case, Judge, difference};

pub(super) static CASE: Case = Case {
    id: "key-mismatch",
    wrong: "the private key does not belong to it",
    rule: Some("key-mismatch"),
    also: &["handshake-signature-invalid"],
    citation: "RFC 8446 §4.4.3",
    differs: &[
        (
            Judge::Probe,
            "it sees a wrong signature, which it reports as handshake-signature-invalid: a wrong key is one reason among others",
        ),
        (Judge::OpenSsl, difference::CERTIFICATES_ONLY),
        (Judge::GnuTls, difference::CERTIFICATES_ONLY),
        (Judge::Webpki, difference::CERTIFICATES_ONLY),
    ],
    make: |forge| {
        let mut leaf = forge.leaf()?.sign(&forge.intermediate().key)?;
        leaf.key = forge.key()?;
        Ok(forge.chain(&leaf, &[forge.intermediate()]))
    },
    ..Case::REJECT
};
