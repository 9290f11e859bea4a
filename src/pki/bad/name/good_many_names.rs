//! A thousand names, the one asked for last.

use crate::pki::bad::Case;

pub(super) static CASE: Case = Case {
    id: "good-many-names",
    wrong: "the name asked for is the last of a thousand",
    citation: "RFC 9525 §6.3",
    make: |forge| {
        let mut names: Vec<String> = (1..1000).map(|n| forge.below(&format!("n{n}."))).collect();
        names.push(forge.host());
        forge.present(forge.leaf_for(&names)?)
    },
    ..Case::CONTROL
};
