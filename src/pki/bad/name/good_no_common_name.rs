//! The subject has an organisation and no common name.

use crate::pki::bad::Case;
use crate::pki::der;
use crate::pki::oid;

pub(super) static CASE: Case = Case {
    id: "good-no-common-name",
    wrong: "its subject has no common name",
    citation: "RFC 9525 §2",
    make: |forge| {
        let mut leaf = forge.leaf()?;
        let attribute = der::sequence([der::oid(oid::ORGANIZATION), der::utf8("Example")]);
        leaf.tbs.subject = der::sequence([der::set_of_one(&attribute)]);
        forge.present(leaf)
    },
    ..Case::CONTROL
};
