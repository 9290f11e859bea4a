//! A CA with path length 0 that issued a certificate to itself: self-issued ones do not count.

use crate::pki::bad::{Case, Judge, part};

pub(super) static CASE: Case = Case {
    id: "good-self-issued",
    wrong: "a CA with path length 0 stands above a certificate that it issued to itself",
    citation: "RFC 5280 §6.1.4 (l)",
    differs: &[
        (
            Judge::GnuTls,
            "it counts self-issued certificates towards the path length",
        ),
        (
            Judge::GnuTlsLive,
            "it counts self-issued certificates towards the path length",
        ),
        (
            Judge::Webpki,
            "it counts self-issued certificates towards the path length",
        ),
    ],
    make: |forge| {
        let mut old = forge.authority("rolling intermediate", forge.root())?;
        old.set(part::path_length(0));
        let old = old.sign(&forge.root().key)?;
        let mut new = forge.authority("new key", &old)?;
        new.tbs.subject.clone_from(&old.name);
        let new = new.sign(&old.key)?;
        let leaf = forge.leaf_below(&new)?.sign(&new.key)?;
        Ok(forge.chain(&leaf, &[&new, &old]))
    },
    ..Case::CONTROL
};
