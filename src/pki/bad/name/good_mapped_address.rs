//! An IPv4 address in the form that IPv6 has for it is another address: it does not stand for the IPv4 one.

use crate::pki::bad::{Case, part};

pub(super) static CASE: Case = Case {
    id: "good-mapped-address",
    wrong: "beside its host it names an IPv4 address as IPv6 maps it",
    client: "connect; do not take the address for 127.0.0.1",
    citation: "RFC 4291 §2.5.5.2; RFC 5280 §4.2.1.6",
    make: |forge| {
        let mut leaf = forge.leaf()?;
        let host = part::general(part::DNS, forge.host());
        let mut mapped = [0; 16];
        mapped[10..].copy_from_slice(&[0xff, 0xff, 127, 0, 0, 1]);
        leaf.set(part::names([host, part::general(part::IP, mapped)]));
        forge.present(leaf)
    },
    ..Case::CONTROL
};
