//! The issuer is named by its issuer and serial number instead of its key.

use crate::pki::bad::{Case, part};
use crate::pki::der::{self, tag};
use crate::pki::oid;
use crate::pki::tbs::Extension;

pub(super) static CASE: Case = Case {
    id: "issuer-by-serial",
    wrong: "it gives its issuer by serial number instead of key",
    rule: Some("aki-without-key-id"),
    citation: "RFC 5280 §4.2.1.1",
    make: |forge| {
        let mut leaf = forge.leaf()?;
        let names = der::element(tag::constructed(1), &part::directory(&forge.root().name));
        let serial = der::element(tag::context(2), &forge.intermediate().serial);
        leaf.set(Extension::new(
            oid::AUTHORITY_KEY_ID,
            der::sequence([names, serial]),
        ));
        forge.present(leaf)
    },
    ..Case::ACCEPT
};
