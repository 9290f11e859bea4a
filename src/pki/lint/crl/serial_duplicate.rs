//! Which of two entries for one certificate holds would be up to the client.

use std::collections::HashSet;

use super::{CrlLint, List, Rule, Severity, Timestamp};
use crate::pki::lint::when;

pub(super) struct SerialDuplicate;

static RULE: Rule = Rule {
    id: "crl-serial-duplicate",
    severity: Severity::Warning,
    citation: "RFC 5280 §5.1.2.6",
    summary: "a certificate should be in a revocation list once",
};

impl CrlLint for SerialDuplicate {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "issue the list again with each certificate once"
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_crl_unique_revoked_certificate"]
    }

    fn check(&self, list: &List<'_>, _: Timestamp) -> Vec<String> {
        let mut seen = HashSet::new();
        let again = list
            .entries
            .iter()
            .filter(|entry| !seen.insert(entry.serial))
            .count();
        when(again > 0, || {
            format!("{again} serial numbers are there more than once")
        })
    }
}
