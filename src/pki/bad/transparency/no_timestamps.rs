//! No timestamps, judged as a public certificate.

use crate::pki::bad::Case;

pub(super) static CASE: Case = Case {
    id: "no-timestamps",
    wrong: "it has no timestamps of logs",
    client: "connect; browsers refuse it below a public root",
    rule: Some("sct-missing"),
    also: &["aia-missing", "internal-name", "policies-missing"],
    citation: "Chrome and Apple CT policies",
    profile: "public",
    ..Case::ACCEPT
};
