//! A name in another script, in the form that DNS has for it.

use crate::pki::bad::Case;

pub(super) static CASE: Case = Case {
    id: "good-international-name",
    wrong: "its name is Japanese, as DNS writes it",
    under: "xn--r8jz45g.",
    citation: "RFC 5890 §2.3",
    make: |forge| forge.present(forge.leaf()?),
    ..Case::CONTROL
};
