//! An IP address with its mask, which is the form of name constraints: eight octets.

use crate::pki::bad::{Case, Judge, part};

pub(super) static CASE: Case = Case {
    id: "address-with-mask",
    wrong: "one of its IP addresses has a mask with it",
    rule: Some("malformed"),
    citation: "RFC 5280 §4.2.1.6",
    differs: &[
        (
            Judge::OpenSsl,
            "it passes over a name that it does not understand",
        ),
        (Judge::GnuTls, "it passes over a name that it does not understand"),
        (
            Judge::GnuTlsLive,
            "it passes over a name that it does not understand",
        ),
        (
            Judge::Webpki,
            "it passes over a name of another kind than the one asked for",
        ),
    ],
    make: |forge| {
        let mut leaf = forge.leaf()?;
        let host = part::general(part::DNS, forge.host());
        let address = part::general(part::IP, [127, 0, 0, 1, 255, 255, 255, 255]);
        leaf.set(part::names([host, address]));
        forge.present(leaf)
    },
    ..Case::REJECT
};
