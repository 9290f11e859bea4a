//! It would be for everyone under the suffix. The list of suffixes in `dns` is short: the top level and the
//! registries below it that matter most.

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp, dns};
use crate::pki::rule;

pub(super) struct WildcardPublicSuffix;

impl Lint for WildcardPublicSuffix {
    fn rule(&self) -> &'static Rule {
        &rule::PUBLIC_SUFFIX_WILDCARD
    }

    fn advice(&self) -> &'static str {
        "issue it again with a wildcard below a name of your own"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev | Profile::Private => Some(Severity::Notice),
            Profile::Public => Some(rule::PUBLIC_SUFFIX_WILDCARD.severity),
        }
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["n_dnsname_wildcard_left_of_public_suffix"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.is_leaf()
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let wide = |name: &&String| name.strip_prefix("*.").is_some_and(dns::is_public_suffix);
        subject
            .dns_names
            .iter()
            .filter(wide)
            .map(|name| format!("`{name}` is for all of a public suffix"))
            .collect()
    }
}
