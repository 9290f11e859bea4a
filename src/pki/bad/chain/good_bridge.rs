//! Two organisations whose roots have not signed each other but a bridge between them: the leaf hangs below one root,
//! the client trusts the other, and the way leads over the bridge.

use crate::pki::bad::Case;

pub(super) static CASE: Case = Case {
    id: "good-bridge",
    wrong: "its root is reached over a bridge from the one that is trusted",
    citation: "RFC 4158 §1.3",
    make: |forge| {
        let (ours, theirs) = (forge.anchor("our root")?, forge.anchor("their root")?);
        let (ours_crossed, theirs) = (ours.clone(), theirs.signed_by_itself()?);
        let ours = ours.signed_by_itself()?;
        let bridge = forge.authority("bridge", &theirs)?.sign(&theirs.key)?;
        let crossed = ours_crossed.issued_by(&bridge).sign(&bridge.key)?;
        let ca = forge.authority("our intermediate", &ours)?.sign(&ours.key)?;
        let leaf = forge.leaf_below(&ca)?.sign(&ca.key)?;
        Ok(forge
            .chain(&leaf, &[&ca, &crossed, &bridge])
            .trusting(&theirs.der))
    },
    ..Case::CONTROL
};
