//! Strict DER, and nothing after it.

use crate::pki::bad::Case;

pub(super) static CASE: Case = Case {
    id: "good-encoding",
    wrong: "it is DER from the first octet to the last",
    citation: "X.690; RFC 5280 §4.1",
    ..Case::CONTROL
};
