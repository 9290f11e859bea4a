//! The complete list does not have it yet; the delta to that list does.

use crate::pki::bad::made::{DELTAS, LIST};
use crate::pki::bad::{Case, Judge, difference};

pub(super) static CASE: Case = Case {
    id: "revoked-in-delta",
    wrong: "the delta to the revocation list has it",
    client: "refuse to connect, where revocation is checked",
    rule: Some("revoked"),
    citation: "RFC 5280 §5.2.4, §6.3.3 (i)",
    differs: &[
        (Judge::GnuTlsLive, difference::NO_LISTS),
        (Judge::Chromium, difference::NO_LISTS),
    ],
    make: |forge| {
        let ca = forge.intermediate();
        let mut leaf = forge.leaf()?;
        forge.listed(&mut leaf, LIST);
        let deltas = forge.refreshed(&mut leaf);
        let leaf = leaf.sign(&ca.key)?;
        let list = forge.revocation_list(ca).with_deltas(deltas.as_deref());
        let delta = forge.revocation_list(ca).delta().revoking(&leaf);
        let above = forge.revocation_list(forge.root()).sign(&forge.root().key)?;
        let delta = delta.sign(&ca.key)?;
        Ok(forge
            .chain(&leaf, &[ca])
            .with_crl(list.sign(&ca.key)?)
            .with_crl(delta.clone())
            .with_crl(above)
            .stating(DELTAS, delta))
    },
    ..Case::REJECT
};
