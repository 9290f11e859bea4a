//! A serial number with a zero before it that it does not need.

use crate::pki::bad::{Case, Judge, difference};

pub(super) static CASE: Case = Case {
    id: "serial-padded",
    wrong: "its serial number has a needless zero before it",
    rule: Some("malformed"),
    citation: "X.690 §8.3.2",
    differs: &[
        (Judge::GnuTls, difference::BER),
        (Judge::GnuTlsLive, difference::BER),
        (Judge::Webpki, difference::BER),
        (Judge::Chromium, difference::BER),
    ],
    make: |forge| {
        let mut leaf = forge.leaf()?;
        leaf.tbs.serial[0] &= 0x7f;
        leaf.tbs.serial.insert(0, 0);
        forge.present(leaf)
    },
    ..Case::REJECT
};
