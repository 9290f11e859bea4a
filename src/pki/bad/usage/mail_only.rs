//! For mail, with a key usage of a CA: the case of badtls.

use crate::pki::bad::{Case, part};
use crate::pki::extension::{self, KeyUsage};

pub(super) static CASE: Case = Case {
    id: "mail-only",
    wrong: "it is for mail, and its key for revocation lists",
    rule: Some("wrong-purpose"),
    citation: "RFC 5280 §4.2.1.12",
    make: |forge| {
        let mut leaf = forge.leaf()?;
        leaf.set(extension::extended_key_usage(&[part::EMAIL_PROTECTION]));
        leaf.set(extension::key_usage(&[KeyUsage::CrlSign]));
        forge.present(leaf)
    },
    ..Case::REJECT
};
