//! GnuTLS and others refuse a longer one.

use super::{Lint, Rule, Severity, Subject, Timestamp, when};

pub(super) struct SerialTooLong;

static RULE: Rule = Rule {
    id: "serial-too-long",
    severity: Severity::Error,
    citation: "RFC 5280 §4.1.2.2",
    summary: "a serial number must have at most 20 octets",
};

impl Lint for SerialTooLong {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "issue it again with a serial number of at most 20 octets, the leading zero counted"
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_serial_number_longer_than_20_octets"]
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let octets = subject.cert.serial.content.len();
        when(octets > 20, || format!("the serial number has {octets} octets"))
    }
}
