//! A server's, shown by a client.

use crate::pki::bad::Case;
use crate::pki::extension;
use crate::pki::oid;
use crate::pki::verify::Purpose;

pub(super) static CASE: Case = Case {
    id: "client-for-servers",
    wrong: "it is a server's",
    client: "as a server, refuse the client",
    rule: Some("wrong-purpose"),
    citation: "RFC 5280 §4.2.1.12",
    purpose: Purpose::Client,
    unserved: Some(super::TO_SHOW),
    make: |forge| {
        let mut leaf = forge.client_leaf()?;
        leaf.set(extension::extended_key_usage(&[oid::SERVER_AUTH]));
        forge.present_client(leaf)
    },
    ..Case::REJECT
};
