//! The certificate stands between the lines of a public key.

use crate::pki::bad::Case;
use crate::pki::format::pem;

pub(super) static CASE: Case = Case {
    id: "pem-label",
    wrong: "the lines around it say that it is a public key",
    rule: Some("malformed"),
    citation: "RFC 7468 §5",
    unserved: Some("the file is broken, so that there is nothing to send"),
    make: |forge| {
        let made = forge.present(forge.leaf()?)?;
        let text = pem::encode("PUBLIC KEY", &made.chain[0]).into_bytes();
        Ok(made
            .replacing("cert.pem", text.clone())
            .replacing("fullchain.pem", text))
    },
    ..Case::REJECT
};
