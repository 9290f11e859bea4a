//! After nextUpdate a list says nothing: clients that check it refuse what it is about.

use super::{CrlLint, List, Rule, Timestamp};
use crate::pki::rule;

pub(super) struct Outdated;

impl CrlLint for Outdated {
    fn rule(&self) -> &'static Rule {
        &rule::CRL_INVALID
    }

    fn advice(&self) -> &'static str {
        "issue the next list"
    }

    fn check(&self, list: &List<'_>, now: Timestamp) -> Vec<String> {
        let past = list.next().filter(|next| now > *next);
        past.map(|next| format!("the next list was due at {next}"))
            .into_iter()
            .collect()
    }
}
