//! The algorithm inside is another than the one outside, which is not signed.

use crate::pki::bad::Case;
use crate::pki::bad::weak::Hash;

pub(super) static CASE: Case = Case {
    id: "algorithm-mismatch",
    wrong: "the signature algorithm inside is another than outside",
    rule: Some("malformed"),
    citation: "RFC 5280 §4.1.1.2",
    make: |forge| {
        let mut leaf = forge.leaf()?;
        leaf.tbs.signature = Hash::Sha256.with_rsa();
        forge.present(leaf)
    },
    ..Case::REJECT
};
