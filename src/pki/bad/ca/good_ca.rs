//! The intermediate says that it is a CA and may sign.

use crate::pki::bad::Case;

pub(super) static CASE: Case = Case {
    id: "good-ca",
    wrong: "the intermediate says that it is a CA",
    citation: "RFC 5280 §4.2.1.9",
    ..Case::CONTROL
};
