//! A portal that answers in the place of the host that was asked for, with the certificate of its own page.

use crate::pki::bad::Case;

pub(super) static CASE: Case = Case {
    id: "captive-portal",
    wrong: "it is for the page of a portal where one logs in; its key is the one in spki.txt",
    client: "refuse to connect; one that has the list as one of portals offers to log in",
    rule: Some("name-mismatch"),
    citation: "RFC 8952 §1; RFC 9525 §6.3",
    make: |forge| {
        let leaf = forge.leaf_for(&[forge.below("login.")])?;
        let spki = leaf.tbs.spki.clone();
        Ok(forge.present(leaf)?.listing(&[spki]))
    },
    ..Case::REJECT
};
