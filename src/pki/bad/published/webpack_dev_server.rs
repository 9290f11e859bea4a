//! The root in a development server's package.

use super::root;
use crate::pki::bad::Case;

pub(super) static CASE: Case = Case {
    id: "webpack-dev-server",
    wrong: "it hangs below a root of the shape of webpack-dev-server's: localhost",
    rule: Some("unknown-issuer"),
    citation: "RFC 5280 §6.1",
    make: |forge| {
        let root = root::local(forge, "localhost")?;
        let leaf = forge.leaf_below(&root)?.sign(&root.key)?;
        Ok(forge.chain(&leaf, &[&root]))
    },
    ..Case::REJECT
};
