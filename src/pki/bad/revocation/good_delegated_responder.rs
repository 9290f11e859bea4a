//! A responder that the intermediate has certified for it says that it is good.

use crate::pki::bad::Case;
use crate::pki::oid;

pub(super) static CASE: Case = Case {
    id: "good-delegated-responder",
    wrong: "a responder that the issuer certified says that it is good",
    citation: "RFC 6960 §4.2.2.2",
    make: |forge| {
        let leaf = forge.vouched()?.sign(&forge.intermediate().key)?;
        let responder = forge.responder(oid::OCSP_SIGNING)?;
        let mut response = forge.response(&leaf);
        response.responder = responder.key.spki();
        response.certificates.push(responder.der.clone());
        let response = response.sign(&responder.key)?;
        let made = forge.chain(&leaf, &[forge.intermediate()]).stapling(response);
        forge.vouching(&leaf, made)
    },
    ..Case::CONTROL
};
