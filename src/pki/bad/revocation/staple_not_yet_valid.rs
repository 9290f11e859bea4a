//! The stapled response is of tomorrow.

use crate::pki::bad::{Case, Judge, difference};

pub(super) static CASE: Case = Case {
    id: "staple-not-yet-valid",
    wrong: "the stapled OCSP response is of tomorrow",
    client: "refuse to connect, where the status must be known",
    rule: Some("ocsp-invalid"),
    citation: "RFC 6960 §4.2.2.1",
    differs: &[
        (Judge::GnuTls, difference::NO_STAPLES),
        (Judge::GnuTlsLive, "it does not ask when a response begins"),
        (Judge::Webpki, difference::NO_STAPLES),
        (Judge::Chromium, difference::SOFT_FAIL),
    ],
    make: |forge| {
        let leaf = forge.answerable()?.sign(&forge.intermediate().key)?;
        let mut response = forge.response(&leaf);
        response.this_update = forge.days(1);
        let response = response.sign(&forge.intermediate().key)?;
        Ok(forge.chain(&leaf, &[forge.intermediate()]).stapling(response))
    },
    ..Case::REJECT
};
