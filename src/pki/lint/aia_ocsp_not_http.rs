//! https needs a certificate to check a certificate; LDAP and files are out of reach for most clients.

use jiff::civil::{Date, date};

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp, family};
use crate::pki::anatomy::id;

pub(super) struct AiaOcspNotHttp;

static RULE: Rule = Rule {
    id: "aia-ocsp-not-http",
    severity: Severity::Error,
    citation: "CABF BR 7.1.2.7.7",
    summary: "the place of the OCSP responder must be an http address",
};

impl Lint for AiaOcspNotHttp {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "issue it again with a http:// address"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev => None,
            Profile::Private => Some(Severity::Warning),
            Profile::Public => Some(RULE.severity),
        }
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_aia_ocsp_must_have_http_only"]
    }

    fn since(&self) -> Date {
        date(2023, 9, 15)
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.is_leaf()
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        family::not_http(subject, id::ACCESS_OCSP)
    }
}
