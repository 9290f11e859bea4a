//! The HTTPS records (RFC 9460): where the service is, what it speaks, and whether the server speaks that. A
//! browser believes the record before it connects, and fails where it is wrong.

use super::found;
use crate::model::{Fact, Finding, Rule, Section, Severity, Value};
use crate::probe::dns::{Kind, Record, Service};
use crate::probe::scan::alpn;
use crate::probe::scan::simple::Simple;
use crate::probe::survey::dns;
use crate::probe::{Evidence, Inquiry};

static RULE: Rule = Rule {
    id: "https-record-alpn",
    severity: Severity::Warning,
    citation: "RFC 9460 section 7.1.2",
    summary: "an HTTPS record should promise only protocols that the server speaks",
};

/// The scan.
pub(in crate::probe::scan) static HTTPS: Simple = Simple {
    id: "https-record",
    summary: "HTTPS records, and whether the server speaks what they promise (--dns)",
    section: "dns",
    facts: &[
        ("dns.https.name", "the name of the HTTPS records, behind aliases"),
        (
            "dns.https.records",
            "each record: priority, target, ALPN, port, address hints, ECH",
        ),
        (
            "dns.https.dnssec",
            "whether the records are signed, and the signature validated",
        ),
        (
            "dns.https.spoken",
            "whether the server speaks what the records promise over TCP",
        ),
    ],
    rules: &[&RULE],
    plan,
    conclude,
};

fn plan(seen: &Evidence) -> Vec<Box<dyn Inquiry>> {
    if seen.task.starttls.is_some() {
        return Vec::new();
    }
    let Some(inquiry) = dns::inquiry(Kind::Https, seen) else {
        return Vec::new();
    };
    let mut plan = vec![inquiry];
    if matches!(found(seen, Kind::Https), Some(Ok(_))) {
        plan.extend(alpn::plan(seen));
    }
    plan
}

fn conclude(seen: &Evidence, section: &mut Section, findings: &mut Vec<Finding>) {
    let (found, answer) = match found(seen, Kind::Https) {
        None => return,
        Some(Err(value)) => return section.push("https", value),
        Some(Ok(found)) => found,
    };
    let services: Vec<&Service> = answer.records.iter().filter_map(service).collect();
    let spoken = spoken(seen, &found.name, &services);
    if let Err(missing) = &spoken {
        let message = format!(
            "the HTTPS record at `{}` promises {}, which the server does not speak",
            found.name,
            missing.join(", ")
        );
        findings.push(Finding::new(&RULE, message).advice("take it out of the record's alpn, or turn it on"));
    }
    section.push(
        "https",
        Value::map([
            Fact::new("name", found.name.clone()),
            Fact::new(
                "records",
                Value::list(services.iter().map(|service| shown(service))),
            ),
            Fact::new("dnssec", answer.origin.id()),
            Fact::new("spoken", spoken.unwrap_or_else(|_| false.into())),
        ]),
    );
}

fn service(record: &Record) -> Option<&Service> {
    match record {
        Record::Https(service) => Some(service),
        _ => None,
    }
}

/// Whether the server speaks what those records promise that lead to it; the error holds what it does not.
/// HTTP/3 is not asked for over TCP.
fn spoken(seen: &Evidence, name: &str, services: &[&Service]) -> Result<Value, Vec<String>> {
    let port = seen.task.port();
    let is_here = |service: &&&Service| {
        service.priority > 0
            && (service.target.is_empty() || service.target.eq_ignore_ascii_case(name))
            && service.port.is_none_or(|promised| promised == port)
    };
    let promised: Vec<&String> = services
        .iter()
        .filter(is_here)
        .flat_map(|service| &service.alpn)
        .filter(|protocol| !protocol.starts_with("h3"))
        .collect();
    if promised.is_empty() {
        return Ok(Value::Inconclusive(
            "no record promises anything of this port".to_owned(),
        ));
    }
    let Some(spoken) = alpn::protocols(seen) else {
        return Ok(Value::Inconclusive(
            "what the server speaks was not found out".to_owned(),
        ));
    };
    let missing: Vec<String> = promised
        .into_iter()
        // A server without ALPN speaks HTTP/1.1 (RFC 7301 §3.2 lets it be silent).
        .filter(|protocol| !spoken.iter().any(|one| one == protocol.as_bytes()) && *protocol != "http/1.1")
        .cloned()
        .collect();
    if missing.is_empty() {
        return Ok(true.into());
    }
    Err(missing)
}

fn shown(service: &Service) -> Value {
    let mut facts = vec![
        Fact::new("priority", service.priority),
        Fact::new(
            "target",
            if service.target.is_empty() {
                "."
            } else {
                &service.target
            },
        ),
    ];
    if !service.alpn.is_empty() {
        facts.push(Fact::new("alpn", Value::list(service.alpn.iter().cloned())));
    }
    if service.no_default_alpn {
        facts.push(Fact::new("no_default_alpn", true));
    }
    if let Some(port) = service.port {
        facts.push(Fact::new("port", port));
    }
    if !service.hints.is_empty() {
        let hints = service.hints.iter().map(ToString::to_string);
        facts.push(Fact::new("hints", Value::list(hints)));
    }
    facts.push(Fact::new("ech", service.ech.is_some()));
    for (id, keys) in [
        ("mandatory", &service.mandatory),
        ("unknown_keys", &service.unknown),
    ] {
        if !keys.is_empty() {
            let keys = keys.iter().map(|key| format!("key{key}"));
            facts.push(Fact::new(id, Value::list(keys)));
        }
    }
    Value::Map(facts)
}
