//! Cases about client certificates. Those that a client shows are served as files: what is under test is the server.

mod client_expired;
mod client_for_mail;
mod client_for_servers;
mod client_not_yet_valid;
mod client_revoked;
mod client_untrusted;
mod client_weak;
mod good_client;
mod good_client_demanded;
mod good_client_of_nobody;

use super::Group;

pub(super) static GROUP: Group = Group {
    id: "clients",
    title: "Clients",
    summary: "Certificates for clients to show to a server that demands one, and servers that do.",
    cases: &[
        &good_client::CASE,
        &good_client_demanded::CASE,
        &good_client_of_nobody::CASE,
        &client_expired::CASE,
        &client_not_yet_valid::CASE,
        &client_revoked::CASE,
        &client_untrusted::CASE,
        &client_weak::CASE,
        &client_for_mail::CASE,
        &client_for_servers::CASE,
    ],
};

/// Why a server does not show it.
const TO_SHOW: &str = "it is for a client to show, and lies at client.pem";
