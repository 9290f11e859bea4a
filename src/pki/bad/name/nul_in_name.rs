//! The name asked for, a NUL, and the name of another: a program that thinks in C strings sees the
//! first part only (CVE-2009-2408).

use crate::pki::bad::{Case, part};

pub(super) static CASE: Case = Case {
    id: "nul-in-name",
    wrong: "its name goes on after a NUL",
    rule: Some("name-mismatch"),
    also: &["dns-name-invalid", "common-name-not-in-san"],
    citation: "RFC 5280 §4.2.1.6; CVE-2009-2408",
    make: |forge| {
        let mut leaf = forge.leaf()?;
        leaf.set(part::dns_names(&[format!("{}\0.example.com", forge.host())]));
        forge.present(leaf)
    },
    ..Case::REJECT
};
