//! It demands a stapled response, and gets one.

use crate::pki::bad::{Case, part};

pub(super) static CASE: Case = Case {
    id: "good-must-staple",
    wrong: "it demands a stapled OCSP response, and one is stapled",
    citation: "RFC 7633 §4",
    make: |forge| {
        let mut leaf = forge.vouched()?;
        leaf.set(part::must_staple());
        let leaf = leaf.sign(&forge.intermediate().key)?;
        let response = forge.response(&leaf).sign(&forge.intermediate().key)?;
        let made = forge.chain(&leaf, &[forge.intermediate()]).stapling(response);
        forge.vouching(&leaf, made)
    },
    ..Case::CONTROL
};
