//! Constraints that neither permit nor exclude anything.

use crate::pki::bad::{Case, Judge, part};

pub(super) static CASE: Case = Case {
    id: "constraints-empty",
    wrong: "the constraints of its CA are empty",
    rule: Some("malformed"),
    citation: "RFC 5280 §4.2.1.10",
    differs: &[
        (Judge::OpenSsl, "it takes empty constraints for none"),
        (Judge::GnuTls, "it takes empty constraints for none"),
        (Judge::GnuTlsLive, "it takes empty constraints for none"),
        (Judge::Webpki, "it takes empty constraints for none"),
    ],
    make: |forge| {
        let mut ca = forge.authority("constrained intermediate", forge.root())?;
        ca.set(part::constraints(&[], &[]));
        forge.present_below(ca, |_| {})
    },
    ..Case::REJECT
};
