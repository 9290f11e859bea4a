//! The shape of AddTrust in 2020 and of DST Root X3 in 2021: the trusted root also exists as signed by
//! an older one that has expired, and that version is sent along.

use crate::pki::bad::Case;

pub(super) static CASE: Case = Case {
    id: "good-expired-cross-sign",
    wrong: "the root is also sent as signed by an older root that expired",
    citation: "RFC 4158 §2.3",
    make: |forge| {
        let mut old = forge.anchor("old root")?;
        old.valid(forge.days(-4000), forge.days(-1));
        let old = old.signed_by_itself()?;
        let root = forge.anchor("new root")?;
        let crossed = root.clone().issued_by(&old);
        let (crossed, root) = (crossed.sign(&old.key)?, root.signed_by_itself()?);
        let ca = forge.authority("crossed intermediate", &root)?.sign(&root.key)?;
        let leaf = forge.leaf_below(&ca)?.sign(&ca.key)?;
        Ok(forge.chain(&leaf, &[&ca, &crossed]).trusting(&root.der))
    },
    ..Case::CONTROL
};
