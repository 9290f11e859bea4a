//! The leaf does not say which key it has.

use crate::pki::bad::Case;
use crate::pki::oid;

pub(super) static CASE: Case = Case {
    id: "no-subject-key-identifier",
    wrong: "it has no subject key identifier",
    rule: Some("leaf-ski-missing"),
    citation: "RFC 5280 §4.2.1.2",
    make: |forge| {
        let mut leaf = forge.leaf()?;
        leaf.remove(oid::SUBJECT_KEY_ID);
        forge.present(leaf)
    },
    ..Case::ACCEPT
};
