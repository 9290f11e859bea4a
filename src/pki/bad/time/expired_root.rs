//! The trusted root itself ended yesterday. RFC 5280 takes an anchor as a name and a key, without a
//! time; many programs look at its time all the same.

use crate::pki::bad::{Case, Judge};

pub(super) static CASE: Case = Case {
    id: "expired-root",
    wrong: "the trusted root ended yesterday",
    client: "connect, or refuse: the standard leaves it open",
    rule: Some("anchor-expired"),
    citation: "RFC 5280 §6.1.1 (d)",
    differs: &[
        (Judge::OpenSsl, "it holds anchors to their time"),
        (Judge::GnuTls, "it holds anchors to their time"),
        (Judge::GnuTlsLive, "it holds anchors to their time"),
        (Judge::Chromium, "it holds anchors of the user to their time"),
    ],
    make: |forge| {
        let mut root = forge.anchor("expired root")?;
        root.valid(forge.days(-4000), forge.days(-1));
        let root = root.signed_by_itself()?;
        let leaf = forge.leaf_below(&root)?.sign(&root.key)?;
        Ok(forge.chain(&leaf, &[]).trusting(&root.der))
    },
    ..Case::ACCEPT
};
