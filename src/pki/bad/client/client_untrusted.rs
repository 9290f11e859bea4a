//! A client's, below a root of its own.

use crate::pki::bad::Case;
use crate::pki::verify::Purpose;

pub(super) static CASE: Case = Case {
    id: "client-untrusted",
    wrong: "it is a client's, below a root that the server does not trust",
    client: "as a server, refuse the client",
    rule: Some("unknown-issuer"),
    citation: "RFC 5280 §6.1",
    purpose: Purpose::Client,
    unserved: Some(super::TO_SHOW),
    make: |forge| {
        let root = forge.anchor("untrusted client root")?.signed_by_itself()?;
        let leaf = forge.client_leaf()?.issued_by(&root).sign(&root.key)?;
        Ok(forge.showing(forge.chain(&leaf, &[&root])))
    },
    ..Case::REJECT
};
