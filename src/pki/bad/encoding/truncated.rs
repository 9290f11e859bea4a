//! The certificate is cut short.

use crate::pki::bad::Case;

pub(super) static CASE: Case = Case {
    id: "truncated",
    wrong: "its last 20 octets are missing",
    rule: Some("malformed"),
    citation: "X.690; RFC 5280 §4.1",
    make: |forge| {
        let mut leaf = forge.leaf()?.sign(&forge.intermediate().key)?;
        leaf.der.truncate(leaf.der.len() - 20);
        Ok(forge.chain(&leaf, &[forge.intermediate()]))
    },
    ..Case::REJECT
};
