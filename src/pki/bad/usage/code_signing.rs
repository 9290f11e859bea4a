//! For signing programs.

use crate::pki::bad::{Case, part};
use crate::pki::extension;

pub(super) static CASE: Case = Case {
    id: "code-signing",
    wrong: "it is for signing programs",
    rule: Some("wrong-purpose"),
    citation: "RFC 5280 §4.2.1.12",
    make: |forge| {
        let mut leaf = forge.leaf()?;
        leaf.set(extension::extended_key_usage(&[part::CODE_SIGNING]));
        forge.present(leaf)
    },
    ..Case::REJECT
};
