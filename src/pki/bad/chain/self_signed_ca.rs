//! It vouches for itself and calls itself a CA, as `openssl req -x509` makes them.

use crate::pki::bad::Case;
use crate::pki::extension::{self, Constraint};
use crate::pki::oid;

pub(super) static CASE: Case = Case {
    id: "self-signed-ca",
    wrong: "it is signed by its own key and calls itself a CA",
    rule: Some("self-signed"),
    citation: "RFC 5280 §6.1",
    make: |forge| {
        let mut leaf = forge.leaf()?;
        leaf.issued_by_itself();
        leaf.set(extension::basic_constraints(Constraint::Ca(None)));
        leaf.remove(oid::KEY_USAGE);
        let leaf = leaf.signed_by_itself()?;
        Ok(forge.chain(&leaf, &[]))
    },
    ..Case::REJECT
};
