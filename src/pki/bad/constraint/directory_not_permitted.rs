//! Its subject is not within the one that the CA may name.

use crate::pki::bad::{Case, Judge, part};
use crate::pki::profile;

pub(super) static CASE: Case = Case {
    id: "directory-not-permitted",
    wrong: "its subject is not among those that its CA may name",
    rule: Some("name-constraints"),
    citation: "RFC 5280 §4.2.1.10",
    differs: &[
        (
            Judge::GnuTls,
            "it holds directory names to what is excluded alone",
        ),
        (
            Judge::GnuTlsLive,
            "it holds directory names to what is excluded alone",
        ),
    ],
    make: |forge| {
        let mut ca = forge.authority("constrained intermediate", forge.root())?;
        ca.set(part::constraints(
            &[part::directory(&profile::common_name("somebody else"))],
            &[],
        ));
        forge.present_below(ca, |_| {})
    },
    ..Case::REJECT
};
