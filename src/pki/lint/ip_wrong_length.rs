//! It is written as octets, not as text and not with a mask.

use super::{Lint, Rule, Subject, Timestamp};
use crate::pki::anatomy::{GeneralName, id};
use crate::pki::rule;

pub(super) struct IpWrongLength;

impl Lint for IpWrongLength {
    fn rule(&self) -> &'static Rule {
        &rule::MALFORMED
    }

    fn advice(&self) -> &'static str {
        "issue it again with the address in binary"
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.has(id::SUBJECT_ALT_NAME)
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let odd = |name: &GeneralName<'_>| match name {
            GeneralName::Ip(octets) if !matches!(octets.len(), 4 | 16) => {
                Some(format!("an IP address of {} octets", octets.len()))
            }
            _ => None,
        };
        subject.sans.iter().flatten().filter_map(odd).collect()
    }
}
