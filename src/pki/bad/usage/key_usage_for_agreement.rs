//! A key that is for agreement only cannot sign the handshake.

use crate::pki::bad::{Case, Judge, difference};
use crate::pki::der;
use crate::pki::oid;
use crate::pki::tbs::Extension;

pub(super) static CASE: Case = Case {
    id: "key-usage-for-agreement",
    wrong: "its key is not for signatures",
    rule: Some("wrong-key-usage"),
    citation: "RFC 8446 §4.4.2.2",
    differs: &[
        (
            Judge::OpenSsl,
            "key agreement is enough for it, which suites with static keys used",
        ),
        (Judge::GnuTls, difference::LEAF_USAGE),
        (Judge::Webpki, difference::LEAF_USAGE),
    ],
    make: |forge| {
        let mut leaf = forge.leaf()?;
        // Bit 4, keyAgreement.
        leaf.set(Extension::new(oid::KEY_USAGE, der::named_bits([4])).critical_if(true));
        forge.present(leaf)
    },
    ..Case::REJECT
};
