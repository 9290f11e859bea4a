//! Two CAs that have only signed each other.

use std::sync::Arc;

use crate::pki::bad::Case;

pub(super) static CASE: Case = Case {
    id: "cycle",
    wrong: "the CAs above it have only signed each other",
    client: "refuse to connect, and do not search for ever",
    rule: Some("unknown-issuer"),
    citation: "RFC 4158 §2.4.2",
    make: |forge| {
        let one = forge.authority("one", forge.root())?;
        let other = forge.authority("other", forge.root())?;
        let (one, other) = (one.crossed(&other), other.crossed(&one));
        let (one_key, other_key) = (Arc::clone(&one.key), Arc::clone(&other.key));
        let (one, other) = (one.sign(&other_key)?, other.sign(&one_key)?);
        let leaf = forge.leaf_below(&one)?.sign(&one.key)?;
        Ok(forge.chain(&leaf, &[&one, &other]))
    },
    ..Case::REJECT
};
