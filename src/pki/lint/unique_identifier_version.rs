//! They came with version 2: a reader of version 1 does not expect them.

use super::{Lint, Rule, Subject, Timestamp, when};
use crate::pki::rule;

pub(super) struct UniqueIdentifierVersion;

impl Lint for UniqueIdentifierVersion {
    fn rule(&self) -> &'static Rule {
        &rule::MALFORMED
    }

    fn advice(&self) -> &'static str {
        "issue it again without issuerUniqueID and subjectUniqueID"
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_cert_unique_identifier_version_not_2_or_3"]
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        when(subject.cert.unique_ids && subject.cert.version == 1, || {
            "unique identifiers in a certificate of version 1".to_owned()
        })
    }
}
