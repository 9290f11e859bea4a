//! Clients that go by key identifiers do not find the CA.

use super::{Lint, Rule, Subject, Timestamp, when};
use crate::pki::anatomy::id;
use crate::pki::format::der::{single, tag};
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
        let wanted = subject
            .items(id::AUTHORITY_KEY_ID)
            .iter()
            .find(|field| field.tag == 0x80)
            .map(|field| field.content);
        let held = subject
            .issuer
            .and_then(|issuer| issuer.extension(id::SUBJECT_KEY_ID))
            .and_then(|extension| {
                single(extension.value.content, tag::OCTET_STRING, "the key identifier").ok()
            });
        let differ = matches!((wanted, held), (Some(wanted), Some(held)) if wanted != held.content);
        when(differ, || {
            "the authority key identifier is not that of the CA".to_owned()
        })
    }
}
