//! TLSA records (DANE, RFC 6698 and 7671): each held against the chain as served. Clients that look at them
//! refuse a server that none of them matches, and look at none that DNSSEC does not vouch for.

use super::found;
use crate::model::{Fact, Finding, Rule, Section, Severity, Value};
use crate::pki::dane::{Outcome, Served, Tlsa};
use crate::pki::format::der::hex;
use crate::probe::dns::{Kind, Origin, Record};
use crate::probe::scan::certificate::served;
use crate::probe::scan::simple::Simple;
use crate::probe::survey::dns;
use crate::probe::{Evidence, Inquiry};

static MISMATCH: Rule = Rule {
    id: "tlsa-mismatch",
    severity: Severity::Error,
    citation: "RFC 7671 section 4.1; RFC 6698 section 2.1",
    summary: "one of the TLSA records must match what the server sends",
};

static UNSIGNED: Rule = Rule {
    id: "tlsa-unsigned",
    severity: Severity::Warning,
    citation: "RFC 6698 section 4.1",
    summary: "TLSA records that DNSSEC does not vouch for are ignored",
};

/// The scan.
pub(in crate::probe::scan) static TLSA: Simple = Simple {
    id: "tlsa",
    summary: "TLSA records, each against the chain as served (--dns)",
    section: "dns",
    facts: &[
        ("dns.tlsa.name", "the name of the TLSA records"),
        (
            "dns.tlsa.records",
            "each record, whether it matches, and by which certificate",
        ),
        (
            "dns.tlsa.dnssec",
            "whether the records are signed, and the signature validated",
        ),
        ("dns.tlsa.matched", "whether one of the records matches"),
    ],
    rules: &[&MISMATCH, &UNSIGNED],
    plan,
    conclude,
};

fn plan(seen: &Evidence) -> Vec<Box<dyn Inquiry>> {
    dns::inquiry(Kind::Tlsa, seen).into_iter().collect()
}

fn conclude(seen: &Evidence, section: &mut Section, findings: &mut Vec<Finding>) {
    let (found, answer) = match found(seen, Kind::Tlsa) {
        None => return,
        Some(Err(value)) => return section.push("tlsa", value),
        Some(Ok(found)) => found,
    };
    let judged = judged(seen, answer.records.iter().filter_map(tlsa));
    let matched = matched(&judged);
    if matched == Value::Bool(false) {
        let message = format!("no TLSA record at `{}` matches what the server sends", found.name);
        findings.push(Finding::new(&MISMATCH, message).advice(
            "publish the record of the new certificate before it is served, and take the old one out after",
        ));
    }
    if answer.origin == Origin::Unsigned {
        let message = format!(
            "the TLSA records at `{}` are not signed, and so ignored",
            found.name
        );
        findings.push(Finding::new(&UNSIGNED, message).advice("sign the zone with DNSSEC"));
    }
    section.push(
        "tlsa",
        Value::map([
            Fact::new("name", found.name.clone()),
            Fact::new(
                "records",
                Value::list(judged.iter().map(|(record, outcome)| shown(record, outcome))),
            ),
            Fact::new("dnssec", answer.origin.id()),
            Fact::new("matched", matched),
        ]),
    );
}

fn tlsa(record: &Record) -> Option<&Tlsa> {
    match record {
        Record::Tlsa(tlsa) => Some(tlsa),
        _ => None,
    }
}

fn judged<'a>(seen: &Evidence, records: impl Iterator<Item = &'a Tlsa>) -> Vec<(&'a Tlsa, Outcome)> {
    let served = served(seen);
    let judge = |record: &Tlsa| match &served {
        None => Outcome::Unknown("no certificate was seen that can be read"),
        Some((leaf, others)) => record.judge(&Served {
            leaf,
            others,
            anchors: seen.task.anchors.as_deref(),
            host: seen.task.host.as_ref(),
            now: seen.task.now,
        }),
    };
    records.map(|record| (record, judge(record))).collect()
}

/// Whether the set as a whole lets a client in. One that holds nothing usable counts as none at all.
fn matched(judged: &[(&Tlsa, Outcome)]) -> Value {
    let any = |is: fn(&Outcome) -> bool| judged.iter().any(|(_, outcome)| is(outcome));
    if any(|outcome| matches!(outcome, Outcome::Match(_))) {
        return true.into();
    }
    match judged.iter().find_map(|(_, outcome)| match outcome {
        Outcome::Unknown(why) => Some(*why),
        _ => None,
    }) {
        Some(why) => Value::Inconclusive(why.to_owned()),
        None if any(|outcome| matches!(outcome, Outcome::Mismatch(_))) => false.into(),
        None => Value::Inconclusive("no record is of a kind that is known".to_owned()),
    }
}

fn shown(record: &Tlsa, outcome: &Outcome) -> Value {
    let parameters = format!("{} {} {}", record.usage, record.selector, record.matching);
    let (matches, why) = match outcome {
        Outcome::Match(label) => (Value::Bool(true), Fact::new("certificate", label.as_str())),
        Outcome::Mismatch(why) => (Value::Bool(false), Fact::new("reason", *why)),
        Outcome::Unknown(why) => (Value::Inconclusive((*why).to_owned()), Fact::new("reason", *why)),
        Outcome::Unusable => (
            Value::Absent,
            Fact::new("reason", "its kind is not known, and clients pass it over"),
        ),
    };
    Value::map([
        Fact::new("parameters", parameters),
        Fact::new("data", hex(&record.data)),
        Fact::new("matches", matches),
        why,
    ])
}
