//! Revocation lists are signed by CAs.

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp, usage, when};

pub(super) struct LeafCrlSign;

static RULE: Rule = Rule {
    id: "leaf-crl-sign",
    severity: Severity::Error,
    citation: "CABF BR 7.1.2.7.11",
    summary: "a leaf must not have cRLSign",
};

impl Lint for LeafCrlSign {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "issue it again without cRLSign"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev | Profile::Private => Some(Severity::Warning),
            Profile::Public => Some(RULE.severity),
        }
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_sub_cert_key_usage_crl_sign_bit_set"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.is_leaf() && subject.usage.is_some()
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        when(subject.has_usage(usage::CRL_SIGN), || {
            "cRLSign is set in a leaf".to_owned()
        })
    }
}
