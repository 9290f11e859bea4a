//! BER: the outermost length is left open and ends with a mark.

use crate::pki::bad::{Case, Judge, difference};
use crate::pki::der;

pub(super) static CASE: Case = Case {
    id: "indefinite-length",
    wrong: "its length is left open, as BER allows and DER does not",
    rule: Some("malformed"),
    citation: "X.690 §10.1",
    differs: &[(Judge::OpenSsl, difference::BER)],
    make: |forge| {
        let mut leaf = forge.leaf()?.sign(&forge.intermediate().key)?;
        // A certificate is of 256 octets and more: 30 82 xx xx.
        let content = leaf.der.split_off(4);
        leaf.der = der::concat([&[0x30, 0x80][..], &content, &[0, 0]]);
        Ok(forge.chain(&leaf, &[forge.intermediate()]))
    },
    ..Case::REJECT
};
