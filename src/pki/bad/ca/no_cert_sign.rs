//! The key usage of the intermediate does not let it sign certificates.

use crate::pki::bad::{Case, Judge};
use crate::pki::extension::{self, KeyUsage};

pub(super) static CASE: Case = Case {
    id: "no-cert-sign",
    wrong: "the key usage of the intermediate does not allow signing certificates",
    rule: Some("wrong-key-usage"),
    citation: "RFC 5280 §4.2.1.3, §6.1.4 (n)",
    differs: &[(Judge::Webpki, "it does not look at the key usage of CAs")],
    make: |forge| {
        let mut ca = forge.authority("silent intermediate", forge.root())?;
        ca.set(extension::key_usage(&[KeyUsage::CrlSign]));
        forge.present_below(ca, |_| {})
    },
    ..Case::REJECT
};
