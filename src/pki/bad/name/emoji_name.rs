//! A label that is an emoji, which registries sold and IDNA 2008 does not allow.

use crate::pki::bad::Case;

pub(super) static CASE: Case = Case {
    id: "emoji-name",
    wrong: "a label of its name is an emoji",
    under: "xn--ls8h.",
    rule: Some("idn-invalid"),
    citation: "RFC 5892 §3",
    ..Case::ACCEPT
};
