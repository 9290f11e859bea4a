//! The stapled response says that the responder does not know it.

use crate::pki::bad::response::Status;
use crate::pki::bad::{Case, Judge, difference};

pub(super) static CASE: Case = Case {
    id: "staple-unknown",
    wrong: "the stapled OCSP response does not know it",
    client: "refuse to connect, where the status must be known",
    rule: Some("revocation-unknown"),
    citation: "RFC 6960 §2.2",
    differs: &[
        (Judge::GnuTls, difference::NO_STAPLES),
        (
            Judge::GnuTlsLive,
            "an answer that nothing is known is as good as none to it",
        ),
        (Judge::Webpki, difference::NO_STAPLES),
        (Judge::Chromium, difference::SOFT_FAIL),
    ],
    make: |forge| {
        let leaf = forge.answerable()?.sign(&forge.intermediate().key)?;
        let mut response = forge.response(&leaf);
        response.status = Status::Unknown;
        let response = response.sign(&forge.intermediate().key)?;
        Ok(forge.chain(&leaf, &[forge.intermediate()]).stapling(response))
    },
    ..Case::REJECT
};
