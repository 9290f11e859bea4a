//! Its subject is one that the CA may not name.

use crate::pki::bad::{Case, part};
use crate::pki::profile;

pub(super) static CASE: Case = Case {
    id: "directory-excluded",
    wrong: "its subject is excluded",
    rule: Some("name-constraints"),
    citation: "RFC 5280 §4.2.1.10",
    make: |forge| {
        let mut ca = forge.authority("constrained intermediate", forge.root())?;
        ca.set(part::constraints(
            &[],
            &[part::directory(&profile::common_name(&forge.host()))],
        ));
        forge.present_below(ca, |_| {})
    },
    ..Case::REJECT
};
