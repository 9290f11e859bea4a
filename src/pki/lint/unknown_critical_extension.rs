//! Clients must refuse what they do not understand: only what RFC 5280 defines is safe to mark critical.

use super::{Lint, Rule, Subject, Timestamp};
use crate::pki::anatomy::{Extension, id};
use crate::pki::rule;

pub(super) struct UnknownCriticalExtension;

impl Lint for UnknownCriticalExtension {
    fn rule(&self) -> &'static Rule {
        &rule::UNKNOWN_CRITICAL_EXTENSION
    }

    fn advice(&self) -> &'static str {
        "leave the extension out, or mark it not critical if clients may ignore it"
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let unknown =
            |extension: &&Extension<'_>| extension.critical && !KNOWN.contains(&extension.id.as_str());
        let say = |extension: &Extension<'_>| {
            format!(
                "the extension {} is critical, and clients do not know it",
                extension.id
            )
        };
        subject.cert.extensions.iter().filter(unknown).map(say).collect()
    }
}

/// What clients of RFC 5280 §4.2 know. The mark of a precertificate is not among it, so that it is refused.
const KNOWN: &[&str] = &[
    id::BASIC_CONSTRAINTS,
    id::CERTIFICATE_POLICIES,
    id::EXTENDED_KEY_USAGE,
    id::INHIBIT_ANY_POLICY,
    id::ISSUER_ALT_NAME,
    id::KEY_USAGE,
    id::NAME_CONSTRAINTS,
    id::POLICY_CONSTRAINTS,
    id::POLICY_MAPPINGS,
    id::SUBJECT_ALT_NAME,
    id::AUTHORITY_INFO_ACCESS,
    id::AUTHORITY_KEY_ID,
    id::CRL_DISTRIBUTION_POINTS,
    id::FRESHEST_CRL,
    id::SUBJECT_DIRECTORY_ATTRIBUTES,
    id::SUBJECT_INFO_ACCESS,
    id::SUBJECT_KEY_ID,
    id::TLS_FEATURE,
    id::OCSP_NO_CHECK,
];
