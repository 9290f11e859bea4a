//! Programs in C stop reading there: `bank.example\0.evil.example` once passed for the bank (CVE-2009-2408).

use super::{Lint, Rule, Subject, Timestamp, family};
use crate::pki::anatomy::{GeneralName, id};

pub(super) struct SanNul;

impl Lint for SanNul {
    fn rule(&self) -> &'static Rule {
        &family::DNS_NAME_INVALID
    }

    fn advice(&self) -> &'static str {
        "do not use it, and ask who signed it"
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_san_dns_name_includes_null_char"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.has(id::SUBJECT_ALT_NAME)
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let cut = |name: &&GeneralName<'_>| matches!(name, GeneralName::Dns(octets) if octets.contains(&0));
        subject
            .sans
            .iter()
            .flatten()
            .filter(cut)
            .map(|name| format!("`{}` holds a NUL", name.value()))
            .collect()
    }
}
