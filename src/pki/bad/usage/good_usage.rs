//! For servers, and for signatures.

use crate::pki::bad::Case;

pub(super) static CASE: Case = Case {
    id: "good-usage",
    wrong: "it is for servers, and its key for signatures",
    citation: "RFC 5280 §4.2.1.12",
    ..Case::CONTROL
};
