//! Counted numbers made collisions on MD5 usable; and a CA that is made anew counts from 1 again, which
//! Firefox refuses as a reused serial number. Length is all that can be seen of randomness.

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp, when};

pub(super) struct SerialEntropy;

static RULE: Rule = Rule {
    id: "serial-entropy",
    severity: Severity::Warning,
    citation: "CABF BR 7.1",
    summary: "a serial number should hold at least 64 random bits",
};

impl Lint for SerialEntropy {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "let the CA draw serial numbers of 9 to 20 octets at random"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev => None,
            Profile::Private => Some(RULE.severity),
            Profile::Public => Some(Severity::Error),
        }
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        !subject.is_root()
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let octets = subject.cert.serial.content.len();
        when(octets < 8, || {
            format!("the serial number has {octets} octets, too few for 64 random bits")
        })
    }
}
