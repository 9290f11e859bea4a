//! What shows a finding: the connection of the target over which it was seen, which its own logs know by its place,
//! and what the server chose there.

use crate::model::{Fact, Finding};
use crate::probe::Evidence;
use crate::probe::survey::answer::{Answer, Outcome};
use crate::probe::survey::http::Exchange;
use crate::wire::version::Version;

/// Shows a finding by the earliest accepted answer in which it `is_seen`.
pub(super) fn by_answer(finding: Finding, seen: &Evidence, is_seen: impl Fn(&Answer) -> bool) -> Finding {
    let answers = seen.accepted().filter(|answer| is_seen(answer));
    let earliest = answers.min_by_key(|answer| answer.connection);
    let Some((answer, hello)) =
        earliest.and_then(|answer| Some((answer, answer.flight.server_hello.as_ref()?)))
    else {
        return finding;
    };
    finding
        .evidence("connection", answer.connection)
        .evidence("version", hello.version().to_string())
        .evidence("suite", hello.suite.to_string())
}

/// Shows that a version is not spoken by what a hello for it was answered.
pub(super) fn by_refusal(mut finding: Finding, seen: &Evidence, version: Version) -> Finding {
    let answers = seen.all::<Answer>().filter(|answer| answer.wanted == version);
    let earliest = answers.min_by_key(|answer| answer.connection);
    let said = earliest.and_then(|answer| Some((answer.connection, said(answer)?)));
    if let Some((connection, said)) = said {
        let facts = [Fact::new("connection", connection), Fact::new("answer", said)];
        finding.evidence.extend(facts);
    }
    finding
}

/// Shows a finding by an answer over HTTP.
pub(super) fn by_http(mut finding: Finding, exchange: Option<&Exchange>) -> Finding {
    let shown =
        exchange.and_then(|exchange| Some((exchange.reply.connection, exchange.head.as_ref()?.status)));
    if let Some((connection, status)) = shown {
        let facts = [Fact::new("connection", connection), Fact::new("status", status)];
        finding.evidence.extend(facts);
    }
    finding
}

fn said(answer: &Answer) -> Option<String> {
    match &answer.outcome {
        Outcome::Refused(Some(alert)) => Some(format!("the alert {}", alert.description)),
        Outcome::Refused(None) => Some("the connection is closed".to_owned()),
        Outcome::Other(version) => Some(format!("{version} in its place")),
        Outcome::Accepted | Outcome::Inconclusive(_) => None,
    }
}
