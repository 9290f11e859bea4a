//! Clients refuse what it signs.

use super::{Lint, Profile, Rule, Subject, Timestamp, usage, when};
use crate::pki::rule;

pub(super) struct CaCertSignMissing;

impl Lint for CaCertSignMissing {
    fn rule(&self) -> &'static Rule {
        &rule::WRONG_KEY_USAGE
    }

    fn advice(&self) -> &'static str {
        "issue it again with keyCertSign"
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_ca_key_cert_sign_not_set"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.is_ca()
            && (subject.profile == Profile::Public || subject.dns_names.is_empty())
            && subject.usage.is_some()
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        when(!subject.has_usage(usage::CERT_SIGN), || {
            "keyCertSign is not set in a CA".to_owned()
        })
    }
}
