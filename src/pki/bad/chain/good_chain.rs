//! The leaf, then the intermediate; the root is left out.

use crate::pki::bad::Case;

pub(super) static CASE: Case = Case {
    id: "good-chain",
    wrong: "the leaf comes first, then what signed it",
    citation: "RFC 8446 §4.4.2",
    ..Case::CONTROL
};
