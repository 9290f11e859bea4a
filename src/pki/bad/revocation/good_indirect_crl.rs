//! The root issues the list for the intermediate, and has another certificate with the same serial number
//! on it: one of its own.

use crate::pki::bad::made::ANSWER;
use crate::pki::bad::{Case, Judge};

pub(super) static CASE: Case = Case {
    id: "good-indirect-crl",
    wrong: "the root's list for the intermediate has only another issuer's of that number",
    citation: "RFC 5280 §5.2.5, §5.3.3",
    differs: &[(Judge::Webpki, "it reads no indirect lists")],
    make: |forge| {
        let mut leaf = forge.revocable_by_root()?;
        forge.answered(&mut leaf, ANSWER);
        let leaf = leaf.sign(&forge.intermediate().key)?;
        let list = forge.revocation_list(forge.root()).indirect().revoking(&leaf);
        let list = list.sign(&forge.root().key)?;
        let made = forge.chain(&leaf, &[forge.intermediate()]).with_crl(list);
        forge.vouching(&leaf, made)
    },
    ..Case::CONTROL
};
