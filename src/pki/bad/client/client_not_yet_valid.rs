//! A client's, and for later.

use crate::pki::bad::Case;
use crate::pki::verify::Purpose;

pub(super) static CASE: Case = Case {
    id: "client-not-yet-valid",
    wrong: "it is a client's, and begins in ten years",
    client: "as a server, refuse the client",
    rule: Some("not-yet-valid"),
    also: &["outlives-issuer"],
    citation: "RFC 5280 §4.1.2.5",
    purpose: Purpose::Client,
    unserved: Some(super::TO_SHOW),
    make: |forge| {
        let mut leaf = forge.client_leaf()?;
        leaf.valid(forge.days(3650), forge.days(3680));
        forge.present_client(leaf)
    },
    ..Case::REJECT
};
