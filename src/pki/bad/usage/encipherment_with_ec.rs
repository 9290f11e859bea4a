//! A key on an elliptic curve that is for encrypting keys: nothing does that.

use crate::pki::bad::Case;
use crate::pki::extension::{self, KeyUsage};

pub(super) static CASE: Case = Case {
    id: "encipherment-with-ec",
    wrong: "its key is on an elliptic curve and for encrypting keys",
    rule: Some("key-usage-not-for-key"),
    citation: "RFC 8813 §3",
    make: |forge| {
        let mut leaf = forge.leaf()?;
        leaf.set(extension::key_usage(&[
            KeyUsage::DigitalSignature,
            KeyUsage::KeyEncipherment,
        ]));
        forge.present(leaf)
    },
    ..Case::ACCEPT
};
