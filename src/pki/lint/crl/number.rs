//! Numbers tell the newer of two lists, and what a delta is about.

use super::{CrlLint, List, Rule, Timestamp};
use crate::pki::lint::when;
use crate::pki::rule;

/// cRLNumber.
const NUMBER: &str = "2.5.29.20";

pub(super) struct Number;

impl CrlLint for Number {
    fn rule(&self) -> &'static Rule {
        &rule::CRL_NUMBER
    }

    fn advice(&self) -> &'static str {
        "issue the list again with a cRLNumber that counts up"
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_crl_missing_crl_number"]
    }

    fn check(&self, list: &List<'_>, _: Timestamp) -> Vec<String> {
        let number = list.extension(NUMBER);
        let mut found = when(number.is_none(), || "the list has no number".to_owned());
        let critical = number.is_some_and(|number| number.critical);
        found.extend(when(critical, || "the number of the list is critical".to_owned()));
        found
    }
}
