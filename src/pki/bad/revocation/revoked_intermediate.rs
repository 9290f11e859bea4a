//! The list of the root has the intermediate.

use crate::pki::bad::made::{ANSWER_ABOVE, LIST_ABOVE};
use crate::pki::bad::response::Status;
use crate::pki::bad::{Case, Judge, difference};

pub(super) static CASE: Case = Case {
    id: "revoked-intermediate",
    wrong: "the intermediate is revoked",
    client: "refuse to connect, where revocation is checked",
    rule: Some("revoked"),
    citation: "RFC 5280 §6.3.3",
    differs: &[
        (Judge::GnuTlsLive, difference::NO_LISTS),
        (Judge::Chromium, difference::NO_LISTS),
    ],
    make: |forge| {
        let mut ca = forge.authority("revoked intermediate", forge.root())?;
        forge.listed(&mut ca, LIST_ABOVE);
        forge.answered(&mut ca, ANSWER_ABOVE);
        let ca = ca.sign(&forge.root().key)?;
        let leaf = forge.revocable(&ca)?;
        let above = forge.revocation_list(forge.root()).revoking(&ca);
        let above = above.sign(&forge.root().key)?;
        let list = forge.revocation_list(&ca).sign(&ca.key)?;
        let mut answer = forge.response_of(forge.root(), &ca);
        answer.status = Status::Revoked;
        Ok(forge
            .chain(&leaf, &[&ca])
            .with_crl(list)
            .with_crl(above.clone())
            .stating(LIST_ABOVE, above)
            .stating(ANSWER_ABOVE, answer.sign(&forge.root().key)?))
    },
    ..Case::REJECT
};
