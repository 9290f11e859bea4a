//! What a server shows that does not know the name: a certificate that says so.

use crate::pki::bad::Case;

pub(super) static CASE: Case = Case {
    id: "fallback",
    wrong: "it is for the name that stands for every unknown one",
    rule: Some("name-mismatch"),
    citation: "RFC 6066 §3; RFC 9525 §6.3",
    make: |forge| {
        forge.present(forge.leaf_for(&[format!("fallback-unknown-subdomain-or-no-sni.{}", forge.name())])?)
    },
    ..Case::REJECT
};
