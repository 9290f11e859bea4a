//! A key usage that names no use.

use crate::pki::bad::{Case, Judge, difference};
use crate::pki::extension;

pub(super) static CASE: Case = Case {
    id: "key-usage-empty",
    wrong: "its key usage names no use",
    rule: Some("key-usage-empty"),
    citation: "RFC 5280 §4.2.1.3",
    differs: &[
        (Judge::GnuTls, difference::LEAF_USAGE),
        (Judge::GnuTlsLive, difference::LEAF_USAGE),
        (Judge::Webpki, difference::LEAF_USAGE),
    ],
    make: |forge| {
        let mut leaf = forge.leaf()?;
        leaf.set(extension::key_usage(&[]));
        forge.present(leaf)
    },
    ..Case::REJECT
};
