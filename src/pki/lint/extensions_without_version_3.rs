//! A reader of versions 1 and 2 does not expect extensions, and some skip them unread.

use super::{Lint, Rule, Subject, Timestamp, when};
use crate::pki::rule;

pub(super) struct ExtensionsWithoutVersion3;

impl Lint for ExtensionsWithoutVersion3 {
    fn rule(&self) -> &'static Rule {
        &rule::MALFORMED
    }

    fn advice(&self) -> &'static str {
        "issue it again with version 3"
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_cert_extensions_version_not_3", "e_invalid_certificate_version"]
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let (version, count) = (subject.cert.version, subject.cert.extensions.len());
        when(version != 3 && count > 0, || {
            format!("{count} extensions in a certificate of version {version}")
        })
    }
}
