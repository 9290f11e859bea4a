//! A client's, signed with MD5.

use crate::pki::bad::Case;
use crate::pki::bad::weak::Hash;
use crate::pki::verify::Purpose;

pub(super) static CASE: Case = Case {
    id: "client-weak",
    wrong: "it is a client's, and signed with MD5",
    client: "as a server, refuse the client",
    rule: Some("weak-signature"),
    citation: "CABF BR 7.1.3.2; RFC 6151 §2",
    purpose: Purpose::Client,
    unserved: Some(super::TO_SHOW),
    make: |forge| {
        let ca = forge.rsa_authority()?;
        let leaf = forge
            .client_leaf()?
            .issued_by(&ca)
            .sign_with(Hash::Md5, &ca.key)?;
        Ok(forge.showing(forge.chain(&leaf, &[&ca])))
    },
    ..Case::REJECT
};
