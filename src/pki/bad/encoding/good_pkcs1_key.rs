//! The key in the older form of PKCS#1.

use crate::pki::bad::Case;
use crate::pki::format::pem;

pub(super) static CASE: Case = Case {
    id: "good-pkcs1-key",
    wrong: "its key is in the older form of PKCS#1",
    citation: "RFC 8017 A.1.2",
    make: |forge| {
        let leaf = forge.leaf_with(forge.rsa()?, forge.intermediate())?;
        let made = forge.present(leaf)?;
        // The last element of a PKCS#8 key is an OCTET STRING that holds the PKCS#1 key: 26 octets come before.
        let pkcs1 = made.key.pkcs8().split_off(26);
        Ok(made.replacing("privkey.pem", pem::encode("RSA PRIVATE KEY", &pkcs1).into_bytes()))
    },
    ..Case::CONTROL
};
