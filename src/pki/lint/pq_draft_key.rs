//! Round-3 Dilithium, Falcon and SPHINCS+ are incompatible with what became the standards, and RFC 9881
//! rules HashML-DSA out.

use super::{Lint, Rule, Severity, Subject, Timestamp};

pub(super) struct PqDraftKey;

static RULE: Rule = Rule {
    id: "pq-draft-key",
    severity: Severity::Error,
    citation: "RFC 9881; FIPS 204",
    summary: "a post-quantum key must be of the standard, not of a draft or of its pre-hash variant",
};

impl Lint for PqDraftKey {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "make a new key of ML-DSA-44, -65 or -87"
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let id = subject.cert.key.algorithm.as_str();
        let draft = DRAFTS.iter().find(|(arc, _)| id.starts_with(arc));
        draft
            .map(|(_, name)| format!("the key is {name}"))
            .into_iter()
            .collect()
    }
}

/// Prefixes of identifiers that drafts used, and the pre-hash variants of FIPS 204.
const DRAFTS: &[(&str, &str)] = &[
    ("1.3.6.1.4.1.2.267.7.", "Dilithium of round 3"),
    ("1.3.6.1.4.1.2.267.12.", "Dilithium of round 3"),
    ("1.3.9999.3.", "Falcon of round 3"),
    ("1.3.9999.6.", "SPHINCS+ of round 3"),
    ("2.16.840.1.101.3.4.3.32", "HashML-DSA"),
    ("2.16.840.1.101.3.4.3.33", "HashML-DSA"),
    ("2.16.840.1.101.3.4.3.34", "HashML-DSA"),
];
