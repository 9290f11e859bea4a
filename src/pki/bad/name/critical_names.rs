//! A subject, and alternative names that are critical without need.

use crate::pki::bad::Case;
use crate::pki::oid;

pub(super) static CASE: Case = Case {
    id: "critical-names",
    wrong: "it has a subject, and its alternative names are critical",
    rule: Some("san-critical"),
    citation: "RFC 5280 §4.2.1.6",
    make: |forge| {
        let mut leaf = forge.leaf()?;
        leaf.change(oid::SUBJECT_ALT_NAME, |names| names.critical = true);
        forge.present(leaf)
    },
    ..Case::ACCEPT
};
