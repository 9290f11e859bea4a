//! Whether sessions can be taken up again, how, and for how long; and whether early data is accepted, which
//! an attacker can send again (RFC 8446 §8).

use super::simple::Simple;
use crate::model::{Fact, Finding, Rule, Section, Severity, Value};
use crate::probe::Evidence;
use crate::probe::survey::resumption::{Means, Resumption, inquiry};

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
            "how many tickets a TLS 1.3 handshake gives; their lifetime is encrypted, and the TLS library keeps it to itself",
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
    if let Some(psk) = of(seen, Means::Psk).filter(|psk| psk.outcome.is_some()) {
        let facts = [
            Fact::new("psk", value(psk)),
            Fact::new("tickets", psk.tickets),
            Fact::new("early_data", psk.early_data),
        ];
        section.push("tls1_3", Value::map(facts));
        if psk.early_data {
            findings.push(
                Finding::new(&EARLY_DATA, "early data is accepted")
                    .advice("let the application refuse with 425 what is not safe to do twice (RFC 8470)"),
            );
        }
    }
    let (ticket, id) = (of(seen, Means::Ticket), of(seen, Means::Id));
    let facts: Vec<Fact> = [("id", id), ("ticket", ticket)]
        .into_iter()
        .filter_map(|(name, found)| {
            found
                .filter(|found| found.outcome.is_some())
                .map(|found| (name, found))
        })
        .map(|(name, found)| Fact::new(name, value(found)))
        .chain(lifetime(ticket).map(|seconds| Fact::new("ticket_lifetime_seconds", seconds)))
        .collect();
    if !facts.is_empty() {
        section.push("tls1_2", Value::Map(facts));
    }
    if let Some(seconds) = lifetime(ticket).filter(|seconds| *seconds > WEEK) {
        let message = format!("a ticket is good for {} days", seconds / 86_400);
        findings.push(Finding::new(&LONG_LIFETIME, message));
    }
}

/// What the server says of its tickets; 0 leaves it open (RFC 5077 §3.3).
fn lifetime(ticket: Option<&Resumption>) -> Option<u32> {
    ticket?.lifetime.filter(|seconds| *seconds > 0)
}

fn of(seen: &Evidence, means: Means) -> Option<&Resumption> {
    seen.all::<Resumption>()
        .find(|resumption| resumption.means == means)
}

fn value(resumption: &Resumption) -> Value {
    match &resumption.outcome {
        None => Value::Absent,
        Some(Ok(resumed)) => Value::Bool(*resumed),
        Some(Err(why)) => Value::Inconclusive(why.clone()),
    }
}

/// The longest lifetime that RFC 8446 §4.6.1 allows, in seconds.
const WEEK: u32 = 604_800;
