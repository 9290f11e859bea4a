//! A current list of the intermediate that does not have it, and one of the root.

use crate::pki::bad::Case;

pub(super) static CASE: Case = Case {
    id: "good-crl",
    wrong: "a current revocation list does not have it",
    citation: "RFC 5280 §6.3",
    make: |forge| {
        let leaf = forge.vouched()?.sign(&forge.intermediate().key)?;
        let list = forge
            .revocation_list(forge.intermediate())
            .sign(&forge.intermediate().key)?;
        let made = forge.chain(&leaf, &[forge.intermediate()]).with_crl(list);
        forge.vouching(&leaf, made)
    },
    ..Case::CONTROL
};
