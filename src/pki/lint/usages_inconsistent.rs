//! A client that honours both can use it for nothing.

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp, usage, when};
use crate::pki::anatomy::id;

pub(super) struct UsagesInconsistent;

static RULE: Rule = Rule {
    id: "usages-inconsistent",
    severity: Severity::Error,
    citation: "RFC 5280 §4.2.1.12",
    summary: "key usage must fit the extended key usage",
};

impl Lint for UsagesInconsistent {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "issue it again with bits that serve its purposes"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev => Some(Severity::Notice),
            Profile::Private => Some(Severity::Warning),
            Profile::Public => Some(RULE.severity),
        }
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_key_usage_and_extended_key_usage_inconsistent"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.is_leaf()
            && subject.usage.is_some()
            && subject
                .purposes
                .as_ref()
                .is_some_and(|purposes| !purposes.is_empty())
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let bits = subject.usage.unwrap_or_default();
        let known: Vec<u16> = subject
            .purposes
            .iter()
            .flatten()
            .filter_map(|purpose| allowed(purpose))
            .collect();
        let together = known.iter().fold(0, |all, mask| all | mask);
        let exchange = usage::KEY_ENCIPHERMENT | usage::KEY_AGREEMENT;
        let unfit = bits & !together != 0 || (known.len() == 1 && bits & exchange == exchange);
        when(!known.is_empty() && unfit, || {
            "its key usage has bits that serve none of its purposes".to_owned()
        })
    }
}

/// The bits that RFC 5280 §4.2.1.12 calls consistent with a purpose.
fn allowed(purpose: &str) -> Option<u16> {
    let sign = usage::DIGITAL_SIGNATURE;
    Some(match purpose {
        id::SERVER_AUTH => sign | usage::KEY_ENCIPHERMENT | usage::KEY_AGREEMENT,
        id::CLIENT_AUTH => sign | usage::KEY_AGREEMENT,
        "1.3.6.1.5.5.7.3.3" => sign,
        "1.3.6.1.5.5.7.3.4" => {
            sign | usage::CONTENT_COMMITMENT | usage::KEY_ENCIPHERMENT | usage::KEY_AGREEMENT
        }
        "1.3.6.1.5.5.7.3.8" | id::OCSP_SIGNING => sign | usage::CONTENT_COMMITMENT,
        _ => return None,
    })
}
