//! The stapled response says that it is revoked.

use crate::pki::bad::response::Status;
use crate::pki::bad::{Case, Judge, difference};

pub(super) static CASE: Case = Case {
    id: "staple-revoked",
    wrong: "the stapled OCSP response says that it is revoked",
    client: "refuse to connect, where staples are read",
    rule: Some("revoked"),
    citation: "RFC 6960 §2.2",
    differs: &[
        (Judge::GnuTls, difference::NO_STAPLES),
        (Judge::Webpki, difference::NO_STAPLES),
    ],
    make: |forge| {
        let leaf = forge.answerable()?.sign(&forge.intermediate().key)?;
        let mut response = forge.response(&leaf);
        response.status = Status::Revoked;
        let response = response.sign(&forge.intermediate().key)?;
        Ok(forge.chain(&leaf, &[forge.intermediate()]).stapling(response))
    },
    ..Case::REJECT
};
