//! Whether sessions can be taken up again, how, and for how long; and whether early data is accepted, which
//! an attacker can send again (RFC 8446 §8).

use super::simple::Simple;
use crate::model::{Fact, Finding, Rule, Section, Severity, Value};
use crate::probe::Evidence;
use crate::probe::survey::resumption::{Means, Resumption, inquiry};
use crate::wire::version::Version;

static EARLY_DATA: Rule = Rule {
    id: "early-data-accepted",
    severity: Severity::Notice,
    citation: "RFC 8446 §8, RFC 8470",
    summary: "early data can be replayed: what it asks for must change nothing",
};
static LONG_LIFETIME: Rule = Rule {
    id: "ticket-lifetime-long",
    severity: Severity::Warning,
    citation: "RFC 8446 §4.6.1, RFC 9325 §7.4",
    summary: "a session ticket should be good for a week at the most",
};

/// The scan.
pub(super) static RESUMPTION: Simple = Simple {
    id: "resumption",
    summary: "taking sessions up again: ids, tickets, pre-shared keys, early data",
    section: "resumption",
    facts: &[
        ("resumption.tls1_3.psk", "whether TLS 1.3 takes sessions up again"),
        (
            "resumption.tls1_3.tickets",
            "how many tickets a TLS 1.3 handshake gives",
        ),
        (
            "resumption.tls1_3.ticket_lifetime_seconds",
            "how long the longest-lived of them is good, by the server's word",
        ),
        ("resumption.tls1_3.early_data", "whether early data is accepted"),
        (
            "resumption.tls1_2.ticket",
            "whether TLS 1.2 takes sessions up again by ticket",
        ),
        (
            "resumption.tls1_2.ticket_lifetime_seconds",
            "how long such a ticket is good, by the server's word",
        ),
        (
            "resumption.tls1_2.id",
            "whether TLS 1.2 takes sessions up again by id",
        ),
    ],
    rules: &[&EARLY_DATA, &LONG_LIFETIME],
    plan: |seen| Means::ALL.iter().map(|means| inquiry(*means, seen)).collect(),
    conclude,
};

fn conclude(seen: &Evidence, section: &mut Section, findings: &mut Vec<Finding>) {
    if let Some(psk) = of(seen, Means::Psk) {
        let mut facts = vec![
            Fact::new("psk", known(seen, psk, psk.outcome.as_ref())),
            Fact::new("tickets", known(seen, psk, Some(&psk.tickets))),
            Fact::new("early_data", known(seen, psk, Some(&psk.early_data))),
        ];
        facts.extend(lifetime(Some(psk)).map(|seconds| Fact::new("ticket_lifetime_seconds", seconds)));
        section.push("tls1_3", Value::map(facts));
        if psk.early_data == Ok(true) {
            findings.push(
                Finding::new(&EARLY_DATA, "early data is accepted")
                    .evidence("connection", psk.connection)
                    .advice("let the application refuse with 425 what is not safe to do twice (RFC 8470)"),
            );
        }
    }
    let (ticket, id) = (of(seen, Means::Ticket), of(seen, Means::Id));
    let facts: Vec<Fact> = [("id", id), ("ticket", ticket)]
        .into_iter()
        .filter_map(|(name, found)| Some((name, found?)))
        .map(|(name, found)| Fact::new(name, known(seen, found, found.outcome.as_ref())))
        .chain(lifetime(ticket).map(|seconds| Fact::new("ticket_lifetime_seconds", seconds)))
        .collect();
    if !facts.is_empty() {
        section.push("tls1_2", Value::Map(facts));
    }
    let longest = [of(seen, Means::Psk), ticket].into_iter().flatten();
    let longest = longest.filter_map(|found| Some((lifetime(Some(found))?, found)));
    if let Some((seconds, found)) = longest
        .max_by_key(|(seconds, _)| *seconds)
        .filter(|(seconds, _)| *seconds > WEEK)
    {
        let message = format!("a ticket is good for {} days", seconds / 86_400);
        findings.push(
            Finding::new(&LONG_LIFETIME, message)
                .evidence("lifetime_seconds", seconds)
                .evidence("connection", found.first.as_ref().map(|first| first.connection)),
        );
    }
}

/// What the server says of its tickets; 0 leaves it open (RFC 5077 §3.3).
fn lifetime(ticket: Option<&Resumption>) -> Option<u32> {
    ticket?.lifetime.filter(|seconds| *seconds > 0)
}

/// What was found by these means; none where the server does not speak their version.
fn of(seen: &Evidence, means: Means) -> Option<&Resumption> {
    let version = match means {
        Means::Psk => Version::TLS1_3,
        Means::Id | Means::Ticket => Version::TLS1_2,
    };
    let spoken = seen.version(version);
    let mut found = seen.all::<Resumption>();
    let found = found.find(|found| found.means == means)?;
    let is_absent = spoken == Some(Ok(false)) || found.outcome.is_none() && spoken != Some(Ok(true));
    (!is_absent).then_some(found)
}

/// A fact of it, or why it is not known.
fn known<T: Copy + Into<Value>>(
    seen: &Evidence,
    of: &Resumption,
    found: Option<&Result<T, String>>,
) -> Value {
    let refused = || "no handshake is finished in this version".to_owned();
    match (found, &of.outcome) {
        (Some(Ok(found)), Some(_)) => (*found).into(),
        (Some(Err(why)), Some(_)) if of.first.is_none() => {
            Value::Inconclusive(seen.out_of_reach().unwrap_or_else(|| why.clone()))
        }
        (Some(Err(why)), Some(_)) => Value::Inconclusive(why.clone()),
        (_, None) | (None, _) => Value::Inconclusive(seen.out_of_reach().unwrap_or_else(refused)),
    }
}

/// The longest lifetime that RFC 8446 §4.6.1 allows, in seconds.
const WEEK: u32 = 604_800;
