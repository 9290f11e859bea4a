//! The response is from a server that the intermediate certified, but not for this.

use crate::pki::bad::{Case, Judge, difference};
use crate::pki::oid;

pub(super) static CASE: Case = Case {
    id: "staple-unauthorized",
    wrong: "the stapled OCSP response is from who may not give it",
    client: "refuse to connect, where the status must be known",
    rule: Some("ocsp-invalid"),
    citation: "RFC 6960 §4.2.2.2",
    differs: &[
        (Judge::GnuTls, difference::NO_STAPLES),
        (Judge::Webpki, difference::NO_STAPLES),
        (Judge::Chromium, difference::SOFT_FAIL),
    ],
    make: |forge| {
        let leaf = forge.answerable()?.sign(&forge.intermediate().key)?;
        let responder = forge.responder(oid::SERVER_AUTH)?;
        let mut response = forge.response(&leaf);
        response.responder = responder.key.spki();
        response.certificates.push(responder.der.clone());
        let response = response.sign(&responder.key)?;
        Ok(forge.chain(&leaf, &[forge.intermediate()]).stapling(response))
    },
    ..Case::REJECT
};
