//! The file ends in the middle of a line.

use crate::pki::bad::Case;
use crate::pki::format::pem;

pub(super) static CASE: Case = Case {
    id: "pem-truncated",
    wrong: "the file ends in the middle of the certificate",
    rule: Some("malformed"),
    citation: "RFC 7468 §2",
    unserved: Some("the file is broken, so that there is nothing to send"),
    make: |forge| {
        let made = forge.present(forge.leaf()?)?;
        let mut text = pem::encode("CERTIFICATE", &made.chain[0]).into_bytes();
        text.truncate(text.len() / 2);
        Ok(made
            .replacing("cert.pem", text.clone())
            .replacing("fullchain.pem", text))
    },
    ..Case::REJECT
};
