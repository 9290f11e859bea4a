//! The list of timestamps is no list of timestamps.

use crate::pki::bad::Case;
use crate::pki::der;
use crate::pki::oid;
use crate::pki::tbs::Extension;

pub(super) static CASE: Case = Case {
    id: "timestamps-garbage",
    wrong: "its list of timestamps cannot be read",
    rule: Some("sct-malformed"),
    citation: "RFC 6962 §3.3",
    make: |forge| {
        let mut leaf = forge.leaf()?;
        leaf.set(Extension::new(oid::SCT_LIST, der::octets(&[0xff; 12])));
        forge.present(leaf)
    },
    ..Case::ACCEPT
};
