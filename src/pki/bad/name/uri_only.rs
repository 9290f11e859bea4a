//! Its only name is a URI with the host in it.

use crate::pki::bad::{Case, Judge, difference, part};

pub(super) static CASE: Case = Case {
    id: "uri-only",
    wrong: "its only name is a URI",
    rule: Some("name-mismatch"),
    also: &["common-name-not-in-san"],
    citation: "RFC 9525 §6.3",
    differs: &[(Judge::OpenSsl, difference::COMMON_NAME)],
    make: |forge| {
        let mut leaf = forge.leaf()?;
        let uri = format!("https://{}/", forge.host());
        leaf.set(part::names([part::general(part::URI, uri)]));
        forge.present(leaf)
    },
    ..Case::REJECT
};
