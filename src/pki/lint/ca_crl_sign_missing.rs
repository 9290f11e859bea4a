//! Without it the CA cannot revoke anything itself.

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp, usage, when};

pub(super) struct CaCrlSignMissing;

static RULE: Rule = Rule {
    id: "ca-crl-sign-missing",
    severity: Severity::Error,
    citation: "CABF BR 7.1.2.1",
    summary: "the key usage of a CA must have cRLSign",
};

impl Lint for CaCrlSignMissing {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "issue it again with cRLSign"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev => Some(Severity::Notice),
            Profile::Private => Some(Severity::Warning),
            Profile::Public => Some(RULE.severity),
        }
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_ca_crl_sign_not_set"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.is_ca() && subject.usage.is_some()
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        when(!subject.has_usage(usage::CRL_SIGN), || {
            "cRLSign is not set in a CA".to_owned()
        })
    }
}
