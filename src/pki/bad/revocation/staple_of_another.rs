//! The stapled response is about another certificate.

use crate::pki::bad::{Case, Judge, difference};

pub(super) static CASE: Case = Case {
    id: "staple-of-another",
    wrong: "the stapled OCSP response is about another certificate",
    client: "refuse to connect, where the status must be known",
    rule: Some("ocsp-invalid"),
    citation: "RFC 6960 §3.2 (1)",
    differs: &[
        (Judge::GnuTls, difference::NO_STAPLES),
        (Judge::Webpki, difference::NO_STAPLES),
        (Judge::Chromium, difference::SOFT_FAIL),
    ],
    make: |forge| {
        let leaf = forge.answerable()?.sign(&forge.intermediate().key)?;
        let mut response = forge.response(&leaf);
        response.about.2 = vec![0x42; 16];
        let response = response.sign(&forge.intermediate().key)?;
        Ok(forge.chain(&leaf, &[forge.intermediate()]).stapling(response))
    },
    ..Case::REJECT
};
