//! No alternative names, and a common name that the CA may not name: constraints on hosts are about alternative
//! names, which is one more reason not to read the common name.

use crate::pki::bad::{Case, part};
use crate::pki::oid;

pub(super) static CASE: Case = Case {
    id: "common-name-outside",
    wrong: "only its common name has the host, which its CA may not name",
    rule: Some("san-missing"),
    citation: "RFC 9525 §2; RFC 5280 §4.2.1.10",
    make: |forge| {
        let mut ca = forge.authority("constrained intermediate", forge.root())?;
        ca.set(part::constraints(&[part::general(part::DNS, "example.com")], &[]));
        forge.present_below(ca, |leaf| leaf.remove(oid::SUBJECT_ALT_NAME))
    },
    ..Case::REJECT
};
