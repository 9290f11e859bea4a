//! No purposes are named, which means all of them.

use crate::pki::bad::Case;
use crate::pki::oid;

pub(super) static CASE: Case = Case {
    id: "usage-unsaid",
    wrong: "it names no purpose",
    rule: Some("extended-key-usage-missing"),
    citation: "CABF BR 7.1.2.7.10",
    profile: "private",
    make: |forge| {
        let mut leaf = forge.leaf()?;
        leaf.remove(oid::EXTENDED_KEY_USAGE);
        forge.present(leaf)
    },
    ..Case::ACCEPT
};
