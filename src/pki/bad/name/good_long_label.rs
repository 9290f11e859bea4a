//! A label of 63 letters without a dash, which is the longest that DNS allows.

use crate::pki::bad::Case;

pub(super) static CASE: Case = Case {
    id: "good-long-label",
    wrong: "one label of its name has 63 letters",
    under: "longextendedsubdomainnamewithoutdashesinordertotestwordwrapping.",
    citation: "RFC 1035 §2.3.4",
    ..Case::CONTROL
};
