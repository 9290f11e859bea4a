//! Few readers compare such names rightly.

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp, family};

pub(super) struct IssuerSeveralAttributes;

static RULE: Rule = Rule {
    id: "issuer-several-attributes",
    severity: Severity::Warning,
    citation: "none: good practice",
    summary: "each relative name of the issuer should have one attribute",
};

impl Lint for IssuerSeveralAttributes {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "issue it again with one attribute at a time"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev | Profile::Private => Some(Severity::Notice),
            Profile::Public => Some(RULE.severity),
        }
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["w_multiple_issuer_rdn"]
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        family::several_attributes(&subject.cert.issuer, "issuer")
    }
}
