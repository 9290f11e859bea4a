//! Three intermediates, each after what it signed.

use crate::pki::bad::Case;

pub(super) static CASE: Case = Case {
    id: "good-three-intermediates",
    wrong: "three intermediates are sent, each after what it signed",
    citation: "RFC 8446 §4.4.2",
    make: |forge| {
        let others = forge.ladder(3)?;
        let last = &others[others.len() - 1];
        let leaf = forge.leaf_below(last)?.sign(&last.key)?;
        let others: Vec<_> = others.iter().rev().collect();
        Ok(forge.chain(&leaf, &others))
    },
    ..Case::CONTROL
};
