//! Issuer, key identifiers and serial number as they should be.

use crate::pki::bad::Case;

pub(super) static CASE: Case = Case {
    id: "good-identity",
    wrong: "issuer, key identifiers and serial number are as they should be",
    citation: "RFC 5280 §4.2.1.1",
    ..Case::CONTROL
};
