//! A timestamp in the name of a log that browsers know, signed by somebody else.

use crate::pki::bad::Case;
use crate::pki::sct::{self, Log};

pub(super) static CASE: Case = Case {
    id: "timestamp-not-signed",
    wrong: "one of its timestamps is not signed by the log that it names",
    client: "connect; below a public root, browsers count no such timestamp",
    rule: Some("sct-signature"),
    citation: "RFC 6962 §3.2, §5.2",
    make: |forge| {
        let (log, issuer) = (Log::new()?, forge.intermediate());
        let mut leaf = forge.leaf()?;
        let mut stamp = log.stamp(&leaf.tbs.der(), &issuer.key.spki(), forge.seconds(-600))?;
        stamp[1..33].copy_from_slice(&ARGON);
        leaf.set(sct::extension(&[stamp]));
        forge.present(leaf)
    },
    ..Case::ACCEPT
};

/// The id of Google's Argon2026h2.
const ARGON: [u8; 32] = [
    0xd7, 0x6d, 0x7d, 0x10, 0xd1, 0xa7, 0xf5, 0x77, 0xc2, 0xc7, 0xe9, 0x5f, 0xd7, 0x00, 0xbf, 0xf9, 0x82,
    0xc9, 0x33, 0x5a, 0x65, 0xe1, 0xd0, 0xb3, 0x01, 0x73, 0x17, 0xc0, 0xc8, 0xc5, 0x69, 0x77,
];
