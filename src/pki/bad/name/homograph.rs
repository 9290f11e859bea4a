//! A name that looks like another: every letter is Cyrillic, and looks Latin.

use crate::pki::bad::Case;

pub(super) static CASE: Case = Case {
    id: "homograph",
    wrong: "a label of its name is in Cyrillic letters that look like `spoof`",
    client: "connect, and show the name as DNS writes it",
    under: "xn--n1aae7f7o.",
    rule: Some("name-homograph"),
    citation: "RFC 5890 §4.4; Unicode UTS #39 §4",
    ..Case::ACCEPT
};
