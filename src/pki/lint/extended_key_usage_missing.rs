//! Without it the certificate is good for everything; macOS and iOS refuse such a server.

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp, when};
use crate::pki::anatomy::id;

pub(super) struct ExtendedKeyUsageMissing;

static RULE: Rule = Rule {
    id: "extended-key-usage-missing",
    severity: Severity::Error,
    citation: "CABF BR 7.1.2.7.10",
    summary: "a leaf must have extended key usage",
};

impl Lint for ExtendedKeyUsageMissing {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "issue it again with serverAuth for a server, clientAuth for a client"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev | Profile::Private => Some(Severity::Warning),
            Profile::Public => Some(RULE.severity),
        }
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_sub_cert_eku_missing"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.is_leaf()
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        when(
            subject.purposes.is_none() && !subject.has(id::EXTENDED_KEY_USAGE),
            || "it has no extended key usage".to_owned(),
        )
    }
}
