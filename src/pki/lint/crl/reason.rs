//! `unspecified` is the default and left out; 7 was never given a meaning, and 10 is the last.

use super::{CrlLint, List, Profile, Rule, Severity, Timestamp};
use crate::pki::anatomy::Extension;
use crate::pki::format::der::Reader;

pub(super) struct Reason;

static RULE: Rule = Rule {
    id: "crl-reason",
    severity: Severity::Error,
    citation: "RFC 5280 §5.3.1",
    summary: "a reason for revocation must be one that is defined, and not `unspecified`",
};

impl CrlLint for Reason {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "issue the list again with the codes of RFC 5280, or without the extension"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        Some(match profile {
            Profile::Dev => Severity::Warning,
            Profile::Private | Profile::Public => RULE.severity,
        })
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_crl_has_valid_reason_code"]
    }

    fn check(&self, list: &List<'_>, _: Timestamp) -> Vec<String> {
        let codes = list
            .entries
            .iter()
            .flat_map(|entry| &entry.extensions)
            .filter_map(code);
        let odd = codes.filter(|code| !matches!(code, 1..=6 | 8..=10));
        odd.map(|code| format!("an entry has the reason {code}"))
            .collect()
    }
}

/// The code in cRLReasons.
fn code(extension: &Extension<'_>) -> Option<u64> {
    let reason = extension.id == "2.5.29.21";
    reason
        .then(|| Reader::new(extension.value.content).any().ok()?.small())
        .flatten()
}
