//! CA:FALSE is written out, which DER leaves out because it is the default.

use crate::pki::bad::Case;
use crate::pki::der::{self, tag};
use crate::pki::oid;
use crate::pki::tbs::Extension;

pub(super) static CASE: Case = Case {
    id: "default-written",
    wrong: "a default value is written out",
    rule: Some("malformed"),
    citation: "X.690 §11.5",
    make: |forge| {
        let mut leaf = forge.leaf()?;
        let not_a_ca = der::sequence([der::element(tag::BOOLEAN, &[0])]);
        leaf.set(Extension::new(oid::BASIC_CONSTRAINTS, not_a_ca).critical_if(true));
        forge.present(leaf)
    },
    ..Case::ACCEPT
};
