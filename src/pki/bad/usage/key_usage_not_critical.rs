//! A key usage that a program may ignore.

use crate::pki::bad::Case;
use crate::pki::oid;

pub(super) static CASE: Case = Case {
    id: "key-usage-not-critical",
    wrong: "its key usage is not critical",
    rule: Some("key-usage-not-critical"),
    citation: "RFC 5280 §4.2.1.3",
    make: |forge| {
        let mut leaf = forge.leaf()?;
        leaf.change(oid::KEY_USAGE, |usage| usage.critical = false);
        forge.present(leaf)
    },
    ..Case::ACCEPT
};
