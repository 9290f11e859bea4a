//! Two intermediates with one name and different keys; only one of them signed.

use crate::pki::bad::Case;

pub(super) static CASE: Case = Case {
    id: "good-same-name-other-key",
    wrong: "another intermediate of the same name, with another key, is sent first",
    citation: "RFC 4158 §2.3",
    make: |forge| {
        let right = forge.authority("namesake", forge.root())?;
        let mut wrong = forge.authority("namesake", forge.root())?;
        wrong.tbs.subject.clone_from(&right.tbs.subject);
        let (right, wrong) = (right.sign(&forge.root().key)?, wrong.sign(&forge.root().key)?);
        let leaf = forge.leaf_below(&right)?.sign(&right.key)?;
        Ok(forge.chain(&leaf, &[&wrong, &right]))
    },
    ..Case::CONTROL
};
