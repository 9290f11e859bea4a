//! No subject at all; the alternative names are critical then.

use crate::pki::bad::Case;
use crate::pki::der;
use crate::pki::oid;

pub(super) static CASE: Case = Case {
    id: "good-no-subject",
    wrong: "it has no subject, and its alternative names are critical",
    citation: "RFC 5280 §4.2.1.6",
    make: |forge| {
        let mut leaf = forge.leaf()?;
        leaf.tbs.subject = der::sequence::<&[u8]>([]);
        leaf.change(oid::SUBJECT_ALT_NAME, |names| names.critical = true);
        forge.present(leaf)
    },
    ..Case::CONTROL
};
