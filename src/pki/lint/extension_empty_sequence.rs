//! A list without entries is outside the syntax, and strict parsers refuse it.

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp};
use crate::pki::anatomy::{Extension, id};
use crate::pki::rule;

pub(super) struct ExtensionEmptySequence;

impl Lint for ExtensionEmptySequence {
    fn rule(&self) -> &'static Rule {
        &rule::MALFORMED
    }

    fn advice(&self) -> &'static str {
        "leave the extension out where it has nothing to say"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev => Some(Severity::Warning),
            Profile::Private | Profile::Public => Some(rule::MALFORMED.severity),
        }
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_ext_cannot_be_empty_sequence"]
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let empty = |extension: &Extension<'_>| {
            let named = LISTS.contains(&extension.id.as_str());
            (named && extension.value.content == [0x30, 0])
                .then(|| format!("the extension {} is an empty list", extension.id))
        };
        subject.cert.extensions.iter().filter_map(empty).collect()
    }
}

/// The extensions that are lists of at least one entry.
const LISTS: &[&str] = &[
    id::SUBJECT_DIRECTORY_ATTRIBUTES,
    id::SUBJECT_ALT_NAME,
    id::ISSUER_ALT_NAME,
    id::CRL_DISTRIBUTION_POINTS,
    id::CERTIFICATE_POLICIES,
    id::POLICY_MAPPINGS,
    id::EXTENDED_KEY_USAGE,
    id::FRESHEST_CRL,
    id::AUTHORITY_INFO_ACCESS,
    id::SUBJECT_INFO_ACCESS,
    id::NAME_CONSTRAINTS,
    id::POLICY_CONSTRAINTS,
];
