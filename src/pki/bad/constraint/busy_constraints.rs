//! Hundreds of names below a CA with more than a thousand constraints: who compares each with each is kept busy by
//! whoever sends such a chain. A client stops at some point.

use crate::pki::bad::{Case, part};

pub(super) static CASE: Case = Case {
    id: "busy-constraints",
    wrong: "it has 700 names, and its CA 1600 constraints",
    client: "refuse to connect after a bounded amount of work",
    rule: Some("gave-up"),
    citation: "RFC 4158 §5; RFC 5280 §4.2.1.10",
    make: |forge| {
        let mut ca = forge.authority("busy intermediate", forge.root())?;
        let excluded: Vec<_> = (0..1600)
            .map(|n| part::general(part::DNS, format!("{n}.test")))
            .collect();
        ca.set(part::constraints(&[], &excluded));
        forge.present_below(ca, |leaf| {
            let mut names: Vec<String> = (1..700).map(|n| forge.below(&format!("{n}."))).collect();
            names.push(forge.host());
            leaf.set(part::dns_names(&names));
        })
    },
    ..Case::REJECT
};
