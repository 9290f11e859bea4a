//! It demands a stapled response, and there is none.

use crate::pki::bad::{Case, Judge, difference, part};

pub(super) static CASE: Case = Case {
    id: "must-staple-without-staple",
    wrong: "it demands a stapled OCSP response, and none is stapled",
    client: "refuse to connect, where the demand is known",
    rule: Some("must-staple"),
    citation: "RFC 7633 §4.2.3",
    differs: &[
        (Judge::Inspect, "whether a server staples does not show in a file"),
        (Judge::OpenSsl, difference::NO_STAPLES),
        (Judge::GnuTls, difference::NO_STAPLES),
        (Judge::Webpki, difference::NO_STAPLES),
        (Judge::Chromium, "it does not know the demand"),
    ],
    make: |forge| {
        let mut leaf = forge.vouched()?;
        leaf.set(part::must_staple());
        let leaf = leaf.sign(&forge.intermediate().key)?;
        forge.vouching(&leaf, forge.chain(&leaf, &[forge.intermediate()]))
    },
    ..Case::REJECT
};
