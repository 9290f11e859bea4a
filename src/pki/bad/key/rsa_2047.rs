//! RSA of 2047 bits: one bit short, and no whole number of octets.

use std::sync::Arc;

use crate::pki::bad::weak::Rsa;
use crate::pki::bad::{Case, Judge, Secret, difference, weak};

pub(super) static CASE: Case = Case {
    id: "rsa-2047",
    wrong: "its key is RSA of 2047 bits",
    rule: Some("weak-key"),
    also: &["rsa-modulus-size"],
    citation: "CABF BR 6.1.5; NIST SP 800-57",
    differs: &[
        (
            Judge::OpenSsl,
            "it rounds the strength of a key, and so takes 2047 bits for 2048",
        ),
        (Judge::GnuTls, "by default it asks no least size of a key"),
        (Judge::GnuTlsLive, "by default it asks no least size of a key"),
        (Judge::Webpki, difference::KEY_UNUSED),
        (Judge::Chromium, "below roots of the user it asks for 1024 bits"),
    ],
    make: |forge| {
        let key = Arc::new(Secret::Weak(Rsa::generate(2047, weak::F4)?));
        forge.present(forge.leaf_with(key, forge.intermediate())?)
    },
    ..Case::REJECT
};
