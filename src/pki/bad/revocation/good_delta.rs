//! The complete list has it on hold, and a delta to that list takes it off; the root's list has nothing.

use crate::pki::bad::made::DELTAS;
use crate::pki::bad::{Case, Judge};

pub(super) static CASE: Case = Case {
    id: "good-delta",
    wrong: "it was on hold, and the delta to the list takes it off",
    citation: "RFC 5280 §5.2.4, §6.3.3",
    differs: &[
        (
            Judge::GnuTls,
            "it takes every entry of every list for a revocation",
        ),
        (Judge::Webpki, "it reads no delta lists"),
    ],
    make: |forge| {
        let ca = forge.intermediate();
        let mut leaf = forge.vouched()?;
        let deltas = forge.refreshed(&mut leaf);
        let leaf = leaf.sign(&ca.key)?;
        let list = forge
            .revocation_list(ca)
            .with_deltas(deltas.as_deref())
            .holding(&leaf);
        let delta = forge.revocation_list(ca).delta().releasing(&leaf);
        let above = forge.revocation_list(forge.root()).sign(&forge.root().key)?;
        let delta = delta.sign(&ca.key)?;
        let made = forge
            .chain(&leaf, &[ca])
            .with_crl(list.sign(&ca.key)?)
            .with_crl(delta.clone())
            .with_crl(above)
            .stating(DELTAS, delta);
        forge.vouching(&leaf, made)
    },
    ..Case::CONTROL
};
