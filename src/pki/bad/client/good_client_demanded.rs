//! The server demands a certificate of the client; one that it takes lies beside its own.

use crate::pki::bad::{Case, Judge};

pub(super) static CASE: Case = Case {
    id: "good-client-demanded",
    wrong: "the server demands a certificate, and client.pem is one that it takes",
    client: "connect with client.pem, and not without",
    demands_certificate: true,
    citation: "RFC 8446 §4.3.2, §4.4.2.4",
    differs: &[
        (Judge::GnuTlsLive, "it has no certificate to show"),
        (Judge::Chromium, "it has no certificate to show"),
    ],
    make: |forge| {
        let client = forge.present_client(forge.client_leaf()?)?;
        let made = forge.present(forge.leaf()?)?;
        Ok(made.demanding(&forge.root().der).with_client(&client))
    },
    ..Case::CONTROL
};
