//! A client's, and out of date.

use crate::pki::bad::Case;
use crate::pki::verify::Purpose;

pub(super) static CASE: Case = Case {
    id: "client-expired",
    wrong: "it is a client's, and ended a day ago",
    client: "as a server, refuse the client",
    rule: Some("expired"),
    citation: "RFC 5280 §4.1.2.5",
    purpose: Purpose::Client,
    unserved: Some(super::TO_SHOW),
    make: |forge| {
        let mut leaf = forge.client_leaf()?;
        leaf.valid(forge.days(-40), forge.days(-1));
        forge.present_client(leaf)
    },
    ..Case::REJECT
};
