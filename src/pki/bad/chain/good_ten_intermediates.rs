//! Ten intermediates: more than any honest chain has, and no fault.

use crate::pki::bad::{Case, Judge};

pub(super) static CASE: Case = Case {
    id: "good-ten-intermediates",
    wrong: "ten intermediates stand between it and the root",
    client: "connect, or refuse: a client may set itself a limit",
    citation: "RFC 5280 §6.1",
    differs: &[(Judge::Webpki, "its limit is six intermediates")],
    make: |forge| {
        let others = forge.ladder(10)?;
        let last = &others[others.len() - 1];
        let leaf = forge.leaf_below(last)?.sign(&last.key)?;
        let others: Vec<_> = others.iter().rev().collect();
        Ok(forge.chain(&leaf, &others))
    },
    ..Case::CONTROL
};
