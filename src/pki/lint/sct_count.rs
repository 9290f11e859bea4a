//! Chrome and Safari refuse a public certificate with too few.

use jiff::civil::{Date, date};

use super::{DAY, Lint, Profile, Rule, Severity, Subject, Timestamp, day, sct, when};
use crate::pki::anatomy::id;

pub(super) struct SctCount;

static RULE: Rule = Rule {
    id: "sct-count",
    severity: Severity::Notice,
    citation: "Apple HT205280; Chrome CT policy",
    summary: "a public certificate should hold as many timestamps as its lifetime asks for",
};

impl Lint for SctCount {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "let the CA log it to more logs, or staple the timestamps"
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
        subject.is_server_leaf() && subject.has(id::SCT_LIST)
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let wanted = wanted(subject);
        let mut logs: Vec<_> = sct::list(subject.cert).into_iter().map(|sct| sct.log).collect();
        logs.sort_unstable();
        logs.dedup();
        when(logs.len() < wanted, || {
            format!("{} timestamps where {wanted} are wanted", logs.len())
        })
    }
}

/// Apple counts by months until April 2021 and by 180 days since.
fn wanted(subject: &Subject<'_>) -> usize {
    let days = subject.lifetime_seconds().unwrap_or(0) / DAY;
    let issued = subject.cert.validity().map(|(start, _)| day(start));
    if issued.is_none_or(|issued| issued >= date(2021, 4, 21)) {
        return if days > 180 { 3 } else { 2 };
    }
    match days {
        0..456 => 2,
        456..821 => 3,
        821..1187 => 4,
        _ => 5,
    }
}
