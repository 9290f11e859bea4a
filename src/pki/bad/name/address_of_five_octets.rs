//! An IP address of five octets.

use crate::pki::bad::{Case, part};

pub(super) static CASE: Case = Case {
    id: "address-of-five-octets",
    wrong: "one of its IP addresses has five octets",
    rule: Some("malformed"),
    citation: "RFC 5280 §4.2.1.6",
    make: |forge| {
        let mut leaf = forge.leaf()?;
        let host = part::general(part::DNS, forge.host());
        leaf.set(part::names([host, part::general(part::IP, [127, 0, 0, 1, 0])]));
        forge.present(leaf)
    },
    ..Case::REJECT
};
