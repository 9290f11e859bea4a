//! Ten thousand names, the one asked for last: some 450 kB, within what TLS can send and beyond what most
//! clients take.

use crate::pki::bad::{Case, Judge};

pub(super) static CASE: Case = Case {
    id: "good-ten-thousand-names",
    wrong: "the name asked for is the last of ten thousand",
    client: "connect, unless it is too long for it",
    citation: "RFC 9525 §6.3; RFC 8446 §4.4.2",
    differs: &[
        (
            Judge::GnuTlsLive,
            "it takes no handshake message that is so large",
        ),
        (
            Judge::Probe,
            "its TLS library takes no message of a handshake of more than 64 KiB",
        ),
        (Judge::Webpki, "it reads no certificate of more than 64 KiB"),
        (Judge::Chromium, "it takes no chain of more than 100 kB"),
    ],
    make: |forge| {
        let mut names: Vec<String> = (1..10_000).map(|n| forge.below(&format!("n{n}."))).collect();
        names.push(forge.host());
        forge.present(forge.leaf_for(&names)?)
    },
    ..Case::CONTROL
};
