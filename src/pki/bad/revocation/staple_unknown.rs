//! The stapled response says that the responder does not know it.

use crate::pki::bad::Case;
use crate::pki::bad::response::Status;

pub(super) static CASE: Case = Case {
    id: "staple-unknown",
    wrong: "the stapled OCSP response does not know it",
    client: "refuse to connect, where the status must be known",
    rule: Some("revocation-unknown"),
    citation: "RFC 6960 §2.2",
    make: |forge| {
        let leaf = forge.answerable()?.sign(&forge.intermediate().key)?;
        let mut response = forge.response(&leaf);
        response.status = Status::Unknown;
        let response = response.sign(&forge.intermediate().key)?;
        Ok(forge.chain(&leaf, &[forge.intermediate()]).stapling(response))
    },
    ..Case::REJECT
};
