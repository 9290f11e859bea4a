//! The trusted root has a critical extension that nobody knows. Whether anything in a trusted root is looked at
//! is up to the client (RFC 5280 §6.1.1 (d) takes name and key alone).

use crate::pki::bad::{Case, Judge, part};

pub(super) static CASE: Case = Case {
    id: "unknown-critical-root",
    wrong: "the root has a critical extension that nobody knows",
    rule: Some("unknown-critical-extension"),
    citation: "RFC 5280 §4.2, §6.1.1 (d)",
    differs: &[(Judge::Webpki, "of a root it takes name, key and name constraints")],
    make: |forge| {
        let mut root = forge.anchor("demanding root")?;
        root.set(part::unknown(true));
        let root = root.signed_by_itself()?;
        let ca = forge.authority("intermediate of it", &root)?.sign(&root.key)?;
        let leaf = forge.leaf_below(&ca)?.sign(&ca.key)?;
        Ok(forge.chain(&leaf, &[&ca]).trusting(&root.der))
    },
    ..Case::REJECT
};
