//! A length in more octets than it needs.

use crate::pki::bad::{Case, Judge, difference};
use crate::pki::der;

pub(super) static CASE: Case = Case {
    id: "long-length",
    wrong: "one of its lengths has an octet too many",
    rule: Some("malformed"),
    citation: "X.690 §10.1",
    differs: &[
        (Judge::OpenSsl, difference::BER),
        (Judge::GnuTls, difference::BER),
        (Judge::GnuTlsLive, difference::BER),
    ],
    make: |forge| {
        let leaf = forge.leaf()?;
        let tbs = leaf.tbs.der();
        let long = der::concat([&[0x30, 0x83, 0][..], &tbs[2..]]);
        let algorithm = forge.intermediate().key.algorithm()?;
        let signature = forge.intermediate().key.sign(&long)?;
        let leaf = leaf.finish(&long, &algorithm, &signature);
        Ok(forge.chain(&leaf, &[forge.intermediate()]))
    },
    ..Case::REJECT
};
