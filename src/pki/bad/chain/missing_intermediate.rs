//! The leaf alone: a client can only guess what signed it.

use crate::pki::bad::{Case, part};
use crate::pki::oid;

pub(super) static CASE: Case = Case {
    id: "missing-intermediate",
    wrong: "the intermediate is not sent",
    client: "refuse to connect, or find the intermediate elsewhere",
    rule: Some("chain-incomplete"),
    also: &["unknown-issuer"],
    citation: "RFC 8446 §4.4.2",
    make: |forge| {
        let mut leaf = forge.leaf()?;
        let url = format!("http://{}/intermediate.der", forge.host());
        leaf.set(part::access(oid::ACCESS_CA_ISSUERS, &url));
        let leaf = leaf.sign(&forge.intermediate().key)?;
        Ok(forge.chain(&leaf, &[]))
    },
    ..Case::REJECT
};
