//! A certificate that began an hour ago and ends in some weeks.

use crate::pki::bad::Case;

pub(super) static CASE: Case = Case {
    id: "good-time",
    wrong: "it began an hour ago and ends in 45 days",
    citation: "RFC 5280 §4.1.2.5",
    ..Case::CONTROL
};
