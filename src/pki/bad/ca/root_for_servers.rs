//! The root has an extended key usage, which some clients apply to all below it and others ignore.

use crate::pki::bad::Case;
use crate::pki::extension;
use crate::pki::oid;

pub(super) static CASE: Case = Case {
    id: "root-for-servers",
    wrong: "the root says what it is for",
    rule: Some("root-eku"),
    citation: "CABF BR 7.1.2.1",
    profile: "private",
    make: |forge| {
        let mut root = forge.anchor("server root")?;
        root.set(extension::extended_key_usage(&[oid::SERVER_AUTH]));
        let root = root.signed_by_itself()?;
        let ca = forge.authority("intermediate of it", &root)?.sign(&root.key)?;
        let leaf = forge.leaf_below(&ca)?.sign(&ca.key)?;
        // The root is sent along, so that who only sees the handshake sees it too.
        Ok(forge.chain(&leaf, &[&ca, &root]).trusting(&root.der))
    },
    ..Case::ACCEPT
};
