//! The signal by which a client that fell back to an older version asks whether it had to (RFC 7507): a
//! server that speaks better refuses with `inappropriate_fallback`.

use super::downgrade;
use crate::model::{Finding, Rule, Section, Severity, Value};
use crate::probe::scan::simple::Simple;
use crate::probe::survey::answer::{Outcome, attempt};
use crate::probe::survey::hello::Offer;
use crate::probe::survey::{known, once};
use crate::probe::{Evidence, Inquiry};
use crate::wire::alert::Description;
use crate::wire::suite::Suite;
use crate::wire::version::Version;

static IGNORED: Rule = Rule {
    id: "fallback-scsv-ignored",
    severity: Severity::Warning,
    citation: "RFC 7507 section 3",
    summary: "a server must refuse a fallback that was not necessary",
};

/// The scan.
pub(in crate::probe::scan) static FALLBACK: Simple = Simple {
    id: "fallback",
    summary: "refusal of unnecessary fallbacks",
    section: "features",
    facts: &[(
        "features.fallback_scsv",
        "whether a needless fallback to an older version is refused",
    )],
    rules: &[&IGNORED],
    plan,
    conclude,
};

const ID: &str = "fallback/scsv";

fn plan(seen: &Evidence) -> Vec<Box<dyn Inquiry>> {
    let mut plan = known::lists(seen);
    if let Some(version) = second_best(seen) {
        let mut offer = Offer::whole(version, seen.task.sni.clone());
        offer.suites.push(Suite::FALLBACK_SCSV);
        let hello = offer.hello();
        let attempt = attempt(&hello);
        plan.push(once::inquiry(ID, hello, version, attempt));
    }
    plan
}

/// The best version but one that is spoken, once all are known.
fn second_best(seen: &Evidence) -> Option<Version> {
    let all_known = Version::ALL
        .iter()
        .all(|version| seen.version(*version).is_some());
    all_known
        .then(|| seen.versions().filter(|version| *version > Version::SSL2).nth(1))
        .flatten()
}

/// Whether a client that was made to fall back sees it all the same: from TLS 1.3 by the mark in the random, and
/// nothing older than TLS 1.2 is there to fall back to.
fn is_seen_otherwise(seen: &Evidence) -> bool {
    let is_modern = seen.versions().all(|version| version >= Version::TLS1_2);
    is_modern && downgrade::is_marked(seen) == Some(true)
}

fn conclude(seen: &Evidence, section: &mut Section, findings: &mut Vec<Finding>) {
    let Some(answer) = seen.single(ID) else {
        return;
    };
    let value = match &answer.outcome {
        _ if answer.is_refused_with(Description::INAPPROPRIATE_FALLBACK) => Value::Bool(true),
        Outcome::Accepted => {
            let version = answer.wanted;
            let message = format!("a fallback to {version} is accepted though more is spoken");
            let ignored = Finding::new(&IGNORED, message).evidence("connection", answer.connection);
            findings.push(if is_seen_otherwise(seen) {
                ignored.severity(Severity::Notice).advice(
                    "clients of TLS 1.3 see such a downgrade by the server's random (RFC 8446 section 4.1.3), and \
                     nothing below TLS 1.2 is spoken: there is little to gain by mending it",
                )
            } else {
                ignored.advice("turn the older versions off, or use a TLS library that refuses TLS_FALLBACK_SCSV")
            });
            Value::Bool(false)
        }
        Outcome::Inconclusive(why) => Value::Inconclusive(why.clone()),
        Outcome::Other(_) | Outcome::Refused(_) => {
            Value::Inconclusive("it was refused for another reason".to_owned())
        }
    };
    section.push("fallback_scsv", value);
}
