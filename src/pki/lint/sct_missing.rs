//! Chrome and Safari refuse a public certificate that no log has seen. They may also come with the
//! handshake: hence a notice.

use jiff::civil::{Date, date};

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp, when};
use crate::pki::anatomy::id;

pub(super) struct SctMissing;

static RULE: Rule = Rule {
    id: "sct-missing",
    severity: Severity::Notice,
    citation: "Chrome CT policy; Apple HT205280",
    summary: "a public certificate should hold signed certificate timestamps",
};

impl Lint for SctMissing {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "let the CA log it, or staple the timestamps"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev | Profile::Private => None,
            Profile::Public => Some(RULE.severity),
        }
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["w_ct_sct_policy_count_unsatisfied"]
    }

    fn since(&self) -> Date {
        date(2018, 10, 15)
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.is_server_leaf() && !subject.has(id::CT_POISON)
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        when(!subject.has(id::SCT_LIST), || "it holds no timestamps".to_owned())
    }
}
