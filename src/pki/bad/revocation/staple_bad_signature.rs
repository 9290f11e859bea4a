//! The stapled response is signed by another key than that of who it says it is from.

use crate::pki::bad::{Case, Judge, difference};

pub(super) static CASE: Case = Case {
    id: "staple-bad-signature",
    wrong: "the stapled OCSP response is signed by another key",
    client: "refuse to connect, where the status must be known",
    rule: Some("ocsp-invalid"),
    citation: "RFC 6960 §3.2 (3)",
    differs: &[
        (Judge::GnuTls, difference::NO_STAPLES),
        (Judge::Webpki, difference::NO_STAPLES),
        (Judge::Chromium, difference::SOFT_FAIL),
    ],
    make: |forge| {
        let leaf = forge.answerable()?.sign(&forge.intermediate().key)?;
        let response = forge.response(&leaf).sign(&*forge.key()?)?;
        Ok(forge.chain(&leaf, &[forge.intermediate()]).stapling(response))
    },
    ..Case::REJECT
};
