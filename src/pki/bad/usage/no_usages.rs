//! The list of purposes is there, and empty.

use crate::pki::bad::{Case, Judge};
use crate::pki::extension;

pub(super) static CASE: Case = Case {
    id: "no-usages",
    wrong: "its list of purposes is empty",
    rule: Some("malformed"),
    citation: "RFC 5280 §4.2.1.12",
    differs: &[
        (Judge::GnuTls, "it takes an empty list for none"),
        (Judge::GnuTlsLive, "it takes an empty list for none"),
    ],
    make: |forge| {
        let mut leaf = forge.leaf()?;
        leaf.set(extension::extended_key_usage::<&[u8]>(&[]));
        forge.present(leaf)
    },
    ..Case::REJECT
};
