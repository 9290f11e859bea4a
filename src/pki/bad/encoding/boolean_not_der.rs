//! A BOOLEAN that is true as 01 instead of ff.

use crate::pki::bad::{Case, Judge, difference};

pub(super) static CASE: Case = Case {
    id: "boolean-not-der",
    wrong: "one of its BOOLEANs is neither 00 nor ff",
    rule: Some("malformed"),
    also: &["san-missing"],
    citation: "X.690 §11.1",
    differs: &[
        (Judge::OpenSsl, difference::BER),
        (Judge::GnuTls, difference::BER),
        (Judge::GnuTlsLive, difference::BER),
    ],
    make: |forge| {
        let mut leaf = forge.leaf()?;
        let tbs = leaf.tbs.der();
        let critical = [1, 1, 0xff];
        let at = tbs
            .windows(3)
            .position(|octets| octets == critical)
            .unwrap_or_default();
        let mut changed = tbs;
        changed[at + 2] = 1;
        let algorithm = forge.intermediate().key.algorithm()?;
        let signature = forge.intermediate().key.sign(&changed)?;
        leaf.tbs.serial.truncate(16);
        let leaf = leaf.finish(&changed, &algorithm, &signature);
        Ok(forge.chain(&leaf, &[forge.intermediate()]))
    },
    ..Case::REJECT
};
