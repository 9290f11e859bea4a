//! OpenSSL, Go and GnuTLS refuse a chain to an expired root; browsers and webpki do not look.

use super::{Lint, Rule, Subject, Timestamp, day, when};
use crate::pki::rule;

pub(super) struct AnchorExpired;

impl Lint for AnchorExpired {
    fn rule(&self) -> &'static Rule {
        &rule::ANCHOR_EXPIRED
    }

    fn advice(&self) -> &'static str {
        "renew the root, and give the new one to everyone who trusts the old"
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.is_root()
    }

    fn check(&self, subject: &Subject<'_>, now: Timestamp) -> Vec<String> {
        let Some((_, end)) = subject.cert.validity() else {
            return Vec::new();
        };
        when(now > end, || format!("the root expired on {}", day(end)))
    }
}
