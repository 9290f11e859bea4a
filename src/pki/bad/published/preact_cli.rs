//! The root in a development server's package, made by an example of Go.

use super::root;
use crate::pki::bad::Case;

pub(super) static CASE: Case = Case {
    id: "preact-cli",
    wrong: "it hangs below a root of the shape of preact-cli's: Acme Co",
    rule: Some("unknown-issuer"),
    citation: "RFC 5280 §6.1",
    make: |forge| {
        let root = root::acme(forge)?;
        let leaf = forge.leaf_below(&root)?.sign(&root.key)?;
        Ok(forge.chain(&leaf, &[&root]))
    },
    ..Case::REJECT
};
