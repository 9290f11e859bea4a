//! A client's, and revoked.

use crate::pki::bad::Case;
use crate::pki::bad::made::LIST;
use crate::pki::verify::Purpose;

pub(super) static CASE: Case = Case {
    id: "client-revoked",
    wrong: "it is a client's, and its issuer has revoked it",
    client: "as a server, refuse the client, where it has the list",
    rule: Some("revoked"),
    citation: "RFC 5280 §6.3.3",
    purpose: Purpose::Client,
    unserved: Some(super::TO_SHOW),
    make: |forge| {
        let mut leaf = forge.client_leaf()?;
        forge.listed(&mut leaf, LIST);
        let leaf = leaf.sign(&forge.intermediate().key)?;
        let list = forge.revocation_list(forge.intermediate()).revoking(&leaf);
        let list = list.sign(&forge.intermediate().key)?;
        Ok(forge.showing(forge.chain(&leaf, &[forge.intermediate()]).with_crl(list)))
    },
    ..Case::REJECT
};
