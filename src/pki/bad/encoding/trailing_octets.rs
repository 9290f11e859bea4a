//! Something stands after the certificate.

use crate::pki::bad::Case;

pub(super) static CASE: Case = Case {
    id: "trailing-octets",
    wrong: "two octets stand after its end",
    rule: Some("malformed"),
    citation: "X.690; RFC 5280 §4.1",
    make: |forge| {
        let mut leaf = forge.leaf()?.sign(&forge.intermediate().key)?;
        leaf.der.extend([5, 0]);
        Ok(forge.chain(&leaf, &[forge.intermediate()]))
    },
    ..Case::REJECT
};
