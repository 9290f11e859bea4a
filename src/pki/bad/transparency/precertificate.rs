//! The mark of a precertificate was left in: a critical extension that no client accepts.

use crate::pki::bad::Case;
use crate::pki::der::{self, tag};
use crate::pki::oid;
use crate::pki::tbs::Extension;

pub(super) static CASE: Case = Case {
    id: "precertificate",
    wrong: "it is a precertificate",
    rule: Some("unknown-critical-extension"),
    citation: "RFC 6962 §3.1",
    make: |forge| {
        let mut leaf = forge.leaf()?;
        let poison = Extension::new(oid::CT_POISON, der::element(tag::NULL, &[]));
        leaf.set(poison.critical_if(true));
        forge.present(leaf)
    },
    ..Case::REJECT
};
