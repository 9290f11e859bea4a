//! The list of extensions is there, and empty.

use crate::pki::bad::{Case, Judge, difference};
use crate::pki::der::{self, tag};

pub(super) static CASE: Case = Case {
    id: "extensions-empty",
    wrong: "its list of extensions is empty",
    rule: Some("malformed"),
    also: &["san-missing"],
    citation: "RFC 5280 §4.1.2.9",
    differs: &[
        (Judge::OpenSsl, difference::COMMON_NAME),
        (Judge::GnuTls, difference::COMMON_NAME),
        (Judge::GnuTlsLive, difference::COMMON_NAME),
    ],
    make: |forge| {
        let mut leaf = forge.leaf()?;
        leaf.tbs.extensions.clear();
        let mut tbs = leaf.tbs.der();
        // Opens the SEQUENCE of 256 octets and more or less, and closes it around one more field.
        let header = if tbs[1] == 0x82 { 4 } else { 3 };
        let empty = der::element(tag::constructed(3), &der::sequence::<&[u8]>([]));
        tbs = der::sequence([&tbs[header..], &empty]);
        let algorithm = forge.intermediate().key.algorithm()?;
        let signature = forge.intermediate().key.sign(&tbs)?;
        let leaf = leaf.finish(&tbs, &algorithm, &signature);
        Ok(forge.chain(&leaf, &[forge.intermediate()]))
    },
    ..Case::REJECT
};
