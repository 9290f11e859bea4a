//! The root issues the list for the intermediate, and has the leaf on it.

use crate::pki::bad::{Case, Judge, difference};

pub(super) static CASE: Case = Case {
    id: "revoked-indirectly",
    wrong: "the list that the root issues for the intermediate has it",
    client: "refuse to connect, where revocation is checked",
    rule: Some("revoked"),
    citation: "RFC 5280 §5.2.5, §6.3.3",
    differs: &[
        (Judge::GnuTls, difference::LISTS_UNCHECKED),
        (Judge::GnuTlsLive, difference::NO_LISTS),
        (Judge::Chromium, difference::NO_LISTS),
    ],
    make: |forge| {
        let leaf = forge.revocable_by_root()?.sign(&forge.intermediate().key)?;
        let list = forge
            .revocation_list(forge.root())
            .indirect()
            .revoking_of(forge.intermediate(), &leaf);
        let list = list.sign(&forge.root().key)?;
        Ok(forge.chain(&leaf, &[forge.intermediate()]).with_crl(list))
    },
    ..Case::REJECT
};
