//! The name asked for is among the alternative names.

use crate::pki::bad::Case;

pub(super) static CASE: Case = Case {
    id: "good-name",
    wrong: "the name asked for is among its alternative names",
    citation: "RFC 9525 §6.3",
    ..Case::CONTROL
};
