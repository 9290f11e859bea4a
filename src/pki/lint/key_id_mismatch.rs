//! Clients that go by key identifiers do not find the CA.

use super::pool::{authority_key_id, subject_key_id};
use super::{Lint, Rule, Subject, Timestamp, when};
use crate::pki::rule;

pub(super) struct KeyIdMismatch;

impl Lint for KeyIdMismatch {
    fn rule(&self) -> &'static Rule {
        &rule::KEY_ID_MISMATCH
    }

    fn advice(&self) -> &'static str {
        "issue it again with the key identifier of the CA"
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.issuer.is_some()
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let (wanted, held) = (
            authority_key_id(subject.cert),
            subject.issuer.and_then(subject_key_id),
        );
        let differ = matches!((wanted, held), (Some(wanted), Some(held)) if wanted != held);
        when(differ, || {
            "the authority key identifier is not that of the CA".to_owned()
        })
    }
}
