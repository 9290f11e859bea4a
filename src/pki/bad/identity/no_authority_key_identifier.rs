//! Nothing says which key signed it.

use crate::pki::bad::Case;
use crate::pki::oid;

pub(super) static CASE: Case = Case {
    id: "no-authority-key-identifier",
    wrong: "it has no authority key identifier",
    rule: Some("aki-missing"),
    citation: "RFC 5280 §4.2.1.1",
    make: |forge| {
        let mut leaf = forge.leaf()?;
        leaf.remove(oid::AUTHORITY_KEY_ID);
        forge.present(leaf)
    },
    ..Case::ACCEPT
};
