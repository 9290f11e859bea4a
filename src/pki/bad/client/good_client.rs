//! What a client shows.

use crate::pki::bad::Case;
use crate::pki::verify::Purpose;

pub(super) static CASE: Case = Case {
    id: "good-client",
    wrong: "it is a client's",
    client: "as a server, let the client in",
    citation: "RFC 8446 §4.4.2.4",
    purpose: Purpose::Client,
    unserved: Some(super::TO_SHOW),
    make: |forge| forge.present_client(forge.client_leaf()?),
    ..Case::CONTROL
};
