//! An underscore, which host names do not have but many names in use do.

use crate::pki::bad::Case;

pub(super) static CASE: Case = Case {
    id: "underscore",
    wrong: "its name has an underscore",
    under: "under_score.",
    rule: Some("dns-name-underscore"),
    citation: "RFC 1034 §3.5; CABF BR 7.1.4.2.1",
    make: |forge| forge.present(forge.leaf()?),
    ..Case::ACCEPT
};
