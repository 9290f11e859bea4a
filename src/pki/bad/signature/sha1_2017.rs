//! SHA-1 and an end in 2017, after the day on which browsers began to refuse it. Today it is both.

use crate::pki::bad::Case;
use crate::pki::bad::weak::Hash;
use crate::pki::der::{self, tag};

pub(super) static CASE: Case = Case {
    id: "sha1-2017",
    wrong: "it is signed with SHA-1, and ended in 2017",
    rule: Some("weak-signature"),
    also: &["expired"],
    citation: "CABF BR 7.1.3.2; RFC 9155",
    make: |forge| {
        let ca = forge.rsa_authority()?;
        let mut leaf = forge.leaf_below(&ca)?;
        leaf.tbs.not_before = der::element(tag::UTC_TIME, b"150101000000Z");
        leaf.tbs.not_after = der::element(tag::UTC_TIME, b"170630235959Z");
        let leaf = leaf.sign_with(Hash::Sha1, &ca.key)?;
        Ok(forge.chain(&leaf, &[&ca]))
    },
    ..Case::REJECT
};
