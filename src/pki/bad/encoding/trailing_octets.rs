//! Something stands after the certificate.

use crate::pki::bad::{Case, Judge};

pub(super) static CASE: Case = Case {
    id: "trailing-octets",
    wrong: "two octets stand after its end",
    rule: Some("malformed"),
    also: &["san-missing"],
    citation: "X.690; RFC 5280 §4.1",
    differs: &[(Judge::OpenSsl, "it reads one certificate and leaves the rest")],
    make: |forge| {
        let mut leaf = forge.leaf()?.sign(&forge.intermediate().key)?;
        leaf.der.extend([5, 0]);
        Ok(forge.chain(&leaf, &[forge.intermediate()]))
    },
    ..Case::REJECT
};
