//! Applications find certificates by it. CABF BR 7.1.2.7.6 discourages it by now, so this is never more than
//! a notice there.

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp, when};
use crate::pki::anatomy::id;

pub(super) struct LeafSkiMissing;

static RULE: Rule = Rule {
    id: "leaf-ski-missing",
    severity: Severity::Warning,
    citation: "RFC 5280 §4.2.1.2",
    summary: "a leaf should have a subject key identifier",
};

impl Lint for LeafSkiMissing {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "issue it again with subjectKeyIdentifier, if you like"
    }

    fn severity(&self, _: Profile) -> Option<Severity> {
        Some(Severity::Notice)
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["w_ext_subject_key_identifier_missing_sub_cert"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.is_leaf()
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        when(!subject.has(id::SUBJECT_KEY_ID), || {
            "it has no subject key identifier".to_owned()
        })
    }
}
