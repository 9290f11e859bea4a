//! It was typed by accident, and names then differ that look the same.

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp};
use crate::pki::anatomy::Attribute;

pub(super) struct IssuerLeadingSpace;

static RULE: Rule = Rule {
    id: "issuer-leading-space",
    severity: Severity::Warning,
    citation: "none: good practice",
    summary: "the issuer should not have leading white space",
};

impl Lint for IssuerLeadingSpace {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "issue it again without the white space"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev | Profile::Private => Some(Severity::Notice),
            Profile::Public => Some(RULE.severity),
        }
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["w_issuer_dn_leading_whitespace"]
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let odd = |attribute: &&Attribute<'_>| attribute.text().starts_with(' ');
        subject
            .cert
            .issuer
            .attributes()
            .filter(odd)
            .map(|attribute| format!("{} in the issuer has leading white space", attribute.key()))
            .collect()
    }
}
