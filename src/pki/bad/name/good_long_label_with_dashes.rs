//! A label of 63 characters, dashes among them.

use crate::pki::bad::Case;

pub(super) static CASE: Case = Case {
    id: "good-long-label-with-dashes",
    wrong: "one label of its name has 63 characters, dashes among them",
    under: "long-extended-subdomain-name-containing-many-letters-and-dashes.",
    citation: "RFC 1035 §2.3.4",
    ..Case::CONTROL
};
