//! Bits that make no sense for a server beside the one that does.

use crate::pki::bad::Case;
use crate::pki::der;
use crate::pki::oid;
use crate::pki::tbs::Extension;

pub(super) static CASE: Case = Case {
    id: "good-odd-key-usage",
    wrong: "beside signatures its key is for agreement and enciphering only, which nobody can use",
    citation: "RFC 5280 §4.2.1.3",
    make: |forge| {
        let mut leaf = forge.leaf()?;
        // digitalSignature, nonRepudiation, dataEncipherment, keyAgreement, encipherOnly.
        leaf.set(Extension::new(oid::KEY_USAGE, der::named_bits([0, 1, 3, 4, 7])).critical_if(true));
        forge.present(leaf)
    },
    ..Case::CONTROL
};
