//! A responder that the intermediate has certified for it, in a certificate that does not say that its own status
//! need not be asked about: a client would have to ask somebody about the responder, and so on.

use crate::pki::bad::Case;
use crate::pki::bad::made::LIST;
use crate::pki::oid;

pub(super) static CASE: Case = Case {
    id: "responder-without-nocheck",
    wrong: "the responder has a certificate whose own status would have to be asked about",
    rule: Some("ocsp-nocheck-missing"),
    citation: "CABF BR 4.9.9, 7.1.2.8; RFC 6960 §4.2.2.2.1",
    make: |forge| {
        let leaf = forge.vouched()?.sign(&forge.intermediate().key)?;
        let responder = forge.responder_with(oid::OCSP_SIGNING, |draft| {
            draft.remove(oid::OCSP_NO_CHECK);
            forge.listed(draft, LIST);
        })?;
        let mut response = forge.response(&leaf);
        response.responder = responder.key.spki();
        response.certificates.push(responder.der.clone());
        let response = response.sign(&responder.key)?;
        let made = forge.chain(&leaf, &[forge.intermediate()]).stapling(response);
        forge.vouching(&leaf, made)
    },
    ..Case::ACCEPT
};
