//! Two intermediates with one key and different names; only one of them is named as issuer.

use crate::pki::bad::Case;
use crate::pki::profile;

pub(super) static CASE: Case = Case {
    id: "good-same-key-other-name",
    wrong: "another intermediate with the same key, but another name, is sent first",
    citation: "RFC 4158 §2.3",
    make: |forge| {
        let right = forge.authority("one name", forge.root())?;
        let mut other = right.clone();
        other.tbs.subject = profile::common_name("tlsctl bad other name");
        other.tbs.serial = profile::serial()?;
        let (right, other) = (right.sign(&forge.root().key)?, other.sign(&forge.root().key)?);
        let leaf = forge.leaf_below(&right)?.sign(&right.key)?;
        Ok(forge.chain(&leaf, &[&other, &right]))
    },
    ..Case::CONTROL
};
