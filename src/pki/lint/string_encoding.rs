//! Readers differ in what they make of it, or refuse the certificate.

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp};
use crate::pki::anatomy::Attribute;
use crate::pki::format::der::{Tlv, tag};

pub(super) struct StringEncoding;

static RULE: Rule = Rule {
    id: "string-encoding",
    severity: Severity::Error,
    citation: "RFC 5280 §4.1.2.4, §A.1; X.680 §41",
    summary: "a string must hold what its type allows",
};

impl Lint for StringEncoding {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "issue it again with UTF8String"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev => Some(Severity::Warning),
            Profile::Private | Profile::Public => Some(RULE.severity),
        }
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let broken = |attribute: &&Attribute<'_>| !fits(&attribute.value);
        let names = subject
            .cert
            .subject
            .attributes()
            .chain(subject.cert.issuer.attributes());
        names
            .filter(broken)
            .map(|attribute| format!("{} is not what its string type allows", attribute.key()))
            .collect()
    }
}

fn fits(value: &Tlv<'_>) -> bool {
    let octets = value.content;
    match value.tag {
        tag::UTF8_STRING => std::str::from_utf8(octets).is_ok(),
        tag::PRINTABLE_STRING => octets
            .iter()
            .all(|octet| octet.is_ascii_alphanumeric() || b" '()+,-./:=?".contains(octet)),
        tag::IA5_STRING => octets.is_ascii(),
        tag::BMP_STRING => octets.len().is_multiple_of(2),
        tag::UNIVERSAL_STRING => octets.len().is_multiple_of(4),
        _ => true,
    }
}
