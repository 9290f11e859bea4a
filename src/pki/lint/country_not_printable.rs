//! The type is fixed for this attribute.

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp};
use crate::pki::anatomy::Attribute;
use crate::pki::format::der::tag;

pub(super) struct CountryNotPrintable;

static RULE: Rule = Rule {
    id: "country-not-printable",
    severity: Severity::Error,
    citation: "RFC 5280 §A.1",
    summary: "a country must be a PrintableString of two letters",
};

impl Lint for CountryNotPrintable {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "issue it again with the code of ISO 3166 as a PrintableString"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev => None,
            Profile::Private => Some(Severity::Warning),
            Profile::Public => Some(RULE.severity),
        }
    }

    fn zlint(&self) -> &'static [&'static str] {
        &[
            "e_subject_dn_country_not_printable_string",
            "e_issuer_dn_country_not_printable_string",
        ]
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let odd = |attribute: &&Attribute<'_>| {
            attribute.id == COUNTRY && attribute.value.tag != tag::PRINTABLE_STRING
        };
        let names = subject
            .cert
            .subject
            .attributes()
            .chain(subject.cert.issuer.attributes());
        names
            .filter(odd)
            .map(|attribute| format!("the country `{}` is no PrintableString", attribute.text()))
            .collect()
    }
}

/// countryName.
const COUNTRY: &str = "2.5.4.6";
