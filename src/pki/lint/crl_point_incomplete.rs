//! Reasons alone lead nowhere.

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp, when};
use crate::pki::anatomy::id;
use crate::pki::format::der::Tlv;

pub(super) struct CrlPointIncomplete;

static RULE: Rule = Rule {
    id: "crl-point-incomplete",
    severity: Severity::Error,
    citation: "RFC 5280 §4.2.1.13",
    summary: "a CRL distribution point must have a name or an issuer",
};

impl Lint for CrlPointIncomplete {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "issue it again with the address of the list"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev => Some(Severity::Warning),
            Profile::Private | Profile::Public => Some(RULE.severity),
        }
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_distribution_point_incomplete"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.has(id::CRL_DISTRIBUTION_POINTS)
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let lost = |point: &Tlv<'_>| {
            point
                .children()
                .is_ok_and(|fields| !fields.is_empty() && fields.iter().all(|field| field.tag & 0x1f == 1))
        };
        let count = subject
            .items(id::CRL_DISTRIBUTION_POINTS)
            .iter()
            .filter(|point| lost(point))
            .count();
        when(count > 0, || {
            format!("{count} distribution points without a place")
        })
    }
}
