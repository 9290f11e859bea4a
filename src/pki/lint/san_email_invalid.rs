//! No display name, no angle brackets, no comment: clients compare it as it stands.

use super::{Lint, Rule, Severity, Subject, Timestamp};
use crate::pki::anatomy::{GeneralName, id};

pub(super) struct SanEmailInvalid;

static RULE: Rule = Rule {
    id: "san-email-invalid",
    severity: Severity::Error,
    citation: "RFC 5280 §4.2.1.6; RFC 2821 §4.1.2",
    summary: "an e-mail address must be `local@host` and nothing more",
};

impl Lint for SanEmailInvalid {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "issue it again with the bare address"
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_ext_san_rfc822_format_invalid"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.has(id::SUBJECT_ALT_NAME)
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let broken =
            |name: &&GeneralName<'_>| matches!(name, GeneralName::Email(_)) && !is_address(&name.value());
        subject
            .sans
            .iter()
            .flatten()
            .filter(broken)
            .map(|name| format!("`{}` is no e-mail address", name.value()))
            .collect()
    }
}

fn is_address(text: &str) -> bool {
    let odd = |c: char| {
        c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '(' | ')' | ',' | ';' | ':' | '"')
    };
    let parts = text.rsplit_once('@');
    parts.is_some_and(|(local, host)| {
        !local.is_empty() && !host.is_empty() && !local.contains('@') && !text.contains(odd)
    })
}
