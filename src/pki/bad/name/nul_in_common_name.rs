//! The common name is the host, a NUL and the name of another, while the alternative names are right.

use crate::pki::bad::Case;
use crate::pki::profile;

pub(super) static CASE: Case = Case {
    id: "nul-in-common-name",
    wrong: "its common name goes on after a NUL",
    rule: Some("control-characters"),
    also: &["common-name-not-in-san"],
    citation: "RFC 5280 §7.1; CVE-2009-2408",
    make: |forge| {
        let mut leaf = forge.leaf()?;
        leaf.tbs.subject = profile::common_name(&format!("{}\0.example.com", forge.host()));
        forge.present(leaf)
    },
    ..Case::ACCEPT
};
