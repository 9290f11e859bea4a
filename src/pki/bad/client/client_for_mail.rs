//! A client's for mail, with a key usage of a CA: the case of badtls.

use crate::pki::bad::{Case, part};
use crate::pki::extension::{self, KeyUsage};
use crate::pki::verify::Purpose;

pub(super) static CASE: Case = Case {
    id: "client-for-mail",
    wrong: "it is for mail, and its key for revocation lists",
    client: "as a server, refuse the client",
    rule: Some("wrong-purpose"),
    citation: "RFC 5280 §4.2.1.12",
    purpose: Purpose::Client,
    unserved: Some(super::TO_SHOW),
    make: |forge| {
        let mut leaf = forge.client_leaf()?;
        leaf.set(extension::extended_key_usage(&[part::EMAIL_PROTECTION]));
        leaf.set(extension::key_usage(&[KeyUsage::CrlSign]));
        forge.present_client(leaf)
    },
    ..Case::REJECT
};
