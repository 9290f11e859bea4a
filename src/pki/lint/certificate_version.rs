//! Versions 1 and 2 cannot carry extensions: no alternative names, no basic constraints.

use super::{Lint, Rule, Severity, Subject, Timestamp, when};

pub(super) struct CertificateVersion;

static RULE: Rule = Rule {
    id: "certificate-version",
    severity: Severity::Error,
    citation: "RFC 5280 §4.1.2.1; CABF BR 7.1.1",
    summary: "a certificate must be of version 3",
};

impl Lint for CertificateVersion {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "issue it again with version 3, which any current tool writes"
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_invalid_certificate_version"]
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        when(subject.cert.version != 3, || {
            format!("the certificate is of version {}", subject.cert.version)
        })
    }
}
