//! A day longer than the 47 days that are the limit of public certificates issued from 15 March 2029 on. No
//! rule by today: below a private root there is no such limit at all.

use crate::pki::bad::Case;

pub(super) static CASE: Case = Case {
    id: "good-48-days",
    wrong: "it lives a day longer than the 47 days that public certificates have from 15 March 2029 on",
    client: "connect; below a public root, refuse one issued from 15 March 2029 on",
    citation: "CABF BR 6.3.2 (SC-081)",
    make: |forge| {
        let mut leaf = forge.leaf()?;
        leaf.valid(forge.seconds(-3600), forge.days(48));
        forge.present(leaf)
    },
    ..Case::CONTROL
};
