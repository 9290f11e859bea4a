//! Clients and revocation lists disagree about what a negative or zero number names; Go refuses a negative
//! one.

use super::{Lint, Rule, Severity, Subject, Timestamp, when};

pub(super) struct SerialNotPositive;

static RULE: Rule = Rule {
    id: "serial-not-positive",
    severity: Severity::Error,
    citation: "RFC 5280 §4.1.2.2",
    summary: "a serial number must be a positive integer",
};

impl Lint for SerialNotPositive {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "issue it again with a random positive serial number"
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_serial_number_not_positive"]
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let octets = subject.cert.serial.content;
        let negative = octets.first().is_some_and(|first| *first >= 0x80);
        let zero = octets.iter().all(|octet| *octet == 0);
        when(negative || zero, || {
            format!("the serial number is {}", if zero { "zero" } else { "negative" })
        })
    }
}
