//! It says version 1 and has extensions, which only version 3 does.

use crate::pki::bad::{Case, Judge, difference};

pub(super) static CASE: Case = Case {
    id: "version-1-with-extensions",
    wrong: "it is of version 1 and has extensions",
    rule: Some("malformed"),
    also: &["certificate-version"],
    citation: "RFC 5280 §4.1.2.9",
    differs: &[(Judge::OpenSsl, difference::VERSION)],
    make: |forge| {
        let mut leaf = forge.leaf()?;
        leaf.tbs.version = None;
        forge.present(leaf)
    },
    ..Case::REJECT
};
