//! No timestamps, which a private PKI does not need.

use crate::pki::bad::Case;

pub(super) static CASE: Case = Case {
    id: "good-transparency",
    wrong: "it has no timestamps, and needs none below a private root",
    citation: "RFC 6962 §3",
    ..Case::CONTROL
};
