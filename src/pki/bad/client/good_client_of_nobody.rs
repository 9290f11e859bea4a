//! The server demands a certificate of a CA that has certified nobody.

use crate::pki::bad::{Case, Judge};

pub(super) static CASE: Case = Case {
    id: "good-client-of-nobody",
    wrong: "the server demands a certificate that nobody has",
    client: "find the certificate sound, and not get in",
    demands_certificate: true,
    citation: "RFC 8446 §4.2.4, §4.3.2",
    differs: &[
        (Judge::GnuTlsLive, "it has no certificate to show"),
        (Judge::Chromium, "it has no certificate to show"),
    ],
    make: |forge| {
        let root = forge.anchor("root of nobody")?.signed_by_itself()?;
        Ok(forge.present(forge.leaf()?)?.demanding(&root.der))
    },
    ..Case::CONTROL
};
