//! Mail programs look there alone.

use jiff::civil::{Date, date};

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp};
use crate::pki::anatomy::{GeneralName, id};

pub(super) struct SubjectEmailNotInSan;

static RULE: Rule = Rule {
    id: "subject-email-not-in-san",
    severity: Severity::Error,
    citation: "RFC 5280 §4.1.2.6",
    summary: "an e-mail address in the subject must be an alternative name too",
};

impl Lint for SubjectEmailNotInSan {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "issue it again with the address among the alternative names"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev => None,
            Profile::Private => Some(Severity::Warning),
            Profile::Public => Some(RULE.severity),
        }
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_subj_email_not_in_san"]
    }

    fn since(&self) -> Date {
        date(2008, 5, 1)
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.cert.subject.values(id::EMAIL_ADDRESS).next().is_some()
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let listed = |address: &String| {
            subject.sans.iter().flatten().any(|name| {
                matches!(name, GeneralName::Email(_)) && name.value().eq_ignore_ascii_case(address)
            })
        };
        let addresses = subject
            .cert
            .subject
            .values(id::EMAIL_ADDRESS)
            .filter(|address| !listed(address));
        addresses
            .map(|address| format!("`{address}` is not among the alternative names"))
            .collect()
    }
}
