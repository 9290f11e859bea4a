//! It names an issuer that is not the one that signed it.

use crate::pki::bad::Case;
use crate::pki::profile;

pub(super) static CASE: Case = Case {
    id: "other-issuer-name",
    wrong: "it names another issuer than the one that signed it",
    rule: Some("unknown-issuer"),
    citation: "RFC 5280 §6.1.3 (a)(4)",
    make: |forge| {
        let mut leaf = forge.leaf()?;
        leaf.tbs.issuer = profile::common_name("tlsctl bad nobody");
        forge.present(leaf)
    },
    ..Case::REJECT
};
