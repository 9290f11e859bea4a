//! The alternative names have the host, the common name another.

use crate::pki::bad::Case;
use crate::pki::profile;

pub(super) static CASE: Case = Case {
    id: "common-name-elsewhere",
    wrong: "its common name is none of its alternative names",
    rule: Some("common-name-not-in-san"),
    citation: "CABF BR 7.1.4.3",
    make: |forge| {
        let mut leaf = forge.leaf()?;
        leaf.tbs.subject = profile::common_name(&forge.below("another."));
        forge.present(leaf)
    },
    ..Case::ACCEPT
};
