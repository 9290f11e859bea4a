//! No subject, and alternative names that a program may ignore: nobody is certified then.

use crate::pki::bad::{Case, Judge};
use crate::pki::der;

pub(super) static CASE: Case = Case {
    id: "no-subject-not-critical",
    wrong: "it has no subject, and its alternative names are not critical",
    rule: Some("san-not-critical"),
    citation: "RFC 5280 §4.2.1.6",
    differs: &[(
        Judge::Chromium,
        "it asks for a critical extension where there is no subject",
    )],
    make: |forge| {
        let mut leaf = forge.leaf()?;
        leaf.tbs.subject = der::sequence::<&[u8]>([]);
        forge.present(leaf)
    },
    ..Case::ACCEPT
};
