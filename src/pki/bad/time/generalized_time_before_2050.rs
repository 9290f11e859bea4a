//! The end is written in the form that is for 2050 and later.

use crate::pki::bad::Case;
use crate::pki::der;

pub(super) static CASE: Case = Case {
    id: "generalized-time-before-2050",
    wrong: "a time before 2050 is written as GeneralizedTime",
    rule: Some("time-form"),
    citation: "RFC 5280 §4.1.2.5",
    make: |forge| {
        let mut leaf = forge.leaf()?;
        leaf.tbs.not_after = der::generalized_time(forge.days(40));
        forge.present(leaf)
    },
    ..Case::ACCEPT
};
