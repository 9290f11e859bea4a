//! Versions 1 and 2 cannot carry extensions: no alternative names, no basic constraints. One that does all
//! the same is malformed, and another lint says so. Old roots are of version 1 and do no harm.

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp, when};

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

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.profile != Profile::Dev || subject.is_leaf()
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let bare = subject.cert.extensions.is_empty();
        when(subject.cert.version != 3 && bare, || {
            format!("the certificate is of version {}", subject.cert.version)
        })
    }
}
