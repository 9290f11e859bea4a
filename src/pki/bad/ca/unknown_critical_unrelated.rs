//! A certificate that has nothing to do with the chain has a critical extension that nobody knows. What is not
//! on the path is not judged.

use crate::pki::bad::{Case, part};

pub(super) static CASE: Case = Case {
    id: "unknown-critical-unrelated",
    wrong: "a certificate beside the chain has a critical extension that nobody knows",
    rule: Some("chain-unrelated"),
    also: &["unknown-critical-extension"],
    citation: "RFC 5280 §6.1",
    make: |forge| {
        let mut stranger = forge.anchor("demanding stranger")?;
        stranger.set(part::unknown(true));
        let stranger = stranger.signed_by_itself()?;
        let leaf = forge.leaf()?.sign(&forge.intermediate().key)?;
        Ok(forge.chain(&leaf, &[forge.intermediate(), &stranger]))
    },
    ..Case::ACCEPT
};
