//! The stapled response says that it is revoked.

use crate::pki::bad::Case;
use crate::pki::bad::response::Status;

pub(super) static CASE: Case = Case {
    id: "staple-revoked",
    wrong: "the stapled OCSP response says that it is revoked",
    client: "refuse to connect, where staples are read",
    rule: Some("revoked"),
    citation: "RFC 6960 §2.2",
    make: |forge| {
        let leaf = forge.answerable()?.sign(&forge.intermediate().key)?;
        let mut response = forge.response(&leaf);
        response.status = Status::Revoked;
        let response = response.sign(&forge.intermediate().key)?;
        Ok(forge.chain(&leaf, &[forge.intermediate()]).stapling(response))
    },
    ..Case::REJECT
};
