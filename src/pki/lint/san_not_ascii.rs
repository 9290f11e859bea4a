//! Internationalised names stand in certificates as A-labels: clients compare bytes.

use super::{Lint, Rule, Subject, Timestamp};
use crate::pki::anatomy::{GeneralName, id};
use crate::pki::rule;

pub(super) struct SanNotAscii;

impl Lint for SanNotAscii {
    fn rule(&self) -> &'static Rule {
        &rule::MALFORMED
    }

    fn advice(&self) -> &'static str {
        "issue it again with A-labels (xn--…)"
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_ext_san_dns_not_ia5_string"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.has(id::SUBJECT_ALT_NAME)
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let foreign =
            |name: &&GeneralName<'_>| matches!(name, GeneralName::Dns(octets) if !octets.is_ascii());
        subject
            .sans
            .iter()
            .flatten()
            .filter(foreign)
            .map(|name| format!("`{}` is not ASCII", name.value()))
            .collect()
    }
}
