//! Encrypted Client Hello (RFC 9849) as a client that knows the server's configuration does it: whether the
//! server takes it, what it wants used instead, and whether a client that fell back could go on. The
//! configuration comes from the DNS (`--dns`) or from the user (`--ech`).

use super::simple::Simple;
use crate::model::{Fact, Finding, Rule, Section, Severity, Value};
use crate::pki::cert::Cert;
use crate::pki::host::Host;
use crate::probe::dns::{Kind, Record};
use crate::probe::survey::handshake::{Handshake, Once};
use crate::probe::{Ech, Evidence, Inquiry, Terms};
use crate::tlsconf::client::Offer;
use crate::wire::ech::{self, Contents, EchConfig};

static MALFORMED: Rule = Rule {
    id: "ech-config-malformed",
    severity: Severity::Error,
    citation: "RFC 9849 section 4",
    summary: "a published ECH configuration must be readable, or clients send the name in the clear",
};

static REJECTED: Rule = Rule {
    id: "ech-rejected",
    severity: Severity::Warning,
    citation: "RFC 9849 section 6.1.6",
    summary: "a server should accept the ECH configuration that is published for it",
};

static PUBLIC_NAME: Rule = Rule {
    id: "ech-public-name",
    severity: Severity::Error,
    citation: "RFC 9849 section 6.1.7",
    summary: "the server must prove the public name of its ECH configuration, or clients with an old one fail",
};

/// The scan.
pub(super) static ECH: Simple = Simple {
    id: "ech",
    summary: "Encrypted Client Hello, where a configuration is known (--dns, --ech)",
    section: "ech",
    facts: &[
        ("ech.source", "where the configuration comes from"),
        (
            "ech.configs",
            "each configuration: version, id, public name, KEM, suites",
        ),
        ("ech.accepted", "whether the server takes the encrypted hello"),
        (
            "ech.retry_configs",
            "what the server wants used instead, where it does not",
        ),
        (
            "ech.public_name_covered",
            "whether the server has a certificate for the public name",
        ),
    ],
    rules: &[&MALFORMED, &REJECTED, &PUBLIC_NAME],
    plan,
    conclude,
};

fn plan(seen: &Evidence) -> Vec<Box<dyn Inquiry>> {
    let (Some((_, list)), Some(_)) = (list(seen), &seen.task.sni) else {
        return Vec::new();
    };
    let Some(contents) = ech::read(list).ok().as_deref().and_then(usable).cloned() else {
        return Vec::new();
    };
    let inner = Offer {
        ech: Some(list.to_vec()),
        ..Offer::default()
    };
    let outer = Offer {
        groups: seen.classic_groups(),
        ..Offer::default()
    };
    vec![
        Once::inquiry(INNER, Terms::new(seen.task.sni.clone(), inner)),
        Once::inquiry(OUTER, Terms::new(Some(contents.public_name), outer)),
    ]
}

fn conclude(seen: &Evidence, section: &mut Section, findings: &mut Vec<Finding>) {
    let Some((source, list)) = list(seen) else {
        return;
    };
    section.push("source", source);
    let configs = match ech::read(list) {
        Ok(configs) => configs,
        Err(fault) => {
            findings.push(
                Finding::new(&MALFORMED, "the ECH configuration cannot be read")
                    .evidence("fault", fault.to_string())
                    .advice("publish the list as the server's software writes it"),
            );
            return section.push("configs", Value::Absent);
        }
    };
    section.push("configs", Value::list(configs.iter().map(shown)));
    if let Some(inner) = seen.handshake(INNER) {
        accepted(inner, section, findings);
    }
    if let (Some(outer), Some(contents)) = (seen.handshake(OUTER), usable(&configs)) {
        covered(outer, &contents.public_name, section, findings);
    }
    if seen.task.sni.is_none() {
        let why = "there is no server name to hide";
        section.push("accepted", Value::Inconclusive(why.to_owned()));
    }
}

/// The configuration to try, and where it comes from.
fn list(seen: &Evidence) -> Option<(&'static str, &[u8])> {
    if let Some(given) = &seen.task.ech {
        return Some(("--ech", given));
    }
    let answer = seen.dns(Kind::Https)?.answer.as_ref().ok()?;
    let list = answer.records.iter().find_map(|record| match record {
        Record::Https(service) => service.ech.as_deref(),
        _ => None,
    });
    list.map(|list| ("DNS", list))
}

/// The first configuration of the list that is of a known version.
fn usable(configs: &[EchConfig]) -> Option<&Contents> {
    configs.iter().find_map(|config| config.contents.as_ref())
}

fn accepted(inner: &Handshake, section: &mut Section, findings: &mut Vec<Finding>) {
    let session = inner.session();
    let value = match session.and_then(|session| session.ech.as_ref()) {
        Some(Ech::Accepted) => true.into(),
        Some(Ech::Rejected(retry)) => {
            let (told, advice) = if retry.is_empty() {
                (
                    Value::Absent,
                    "take the configuration out of the DNS, or turn ECH on",
                )
            } else {
                let read = ech::read(retry).map(|configs| Value::list(configs.iter().map(shown)));
                (
                    read.unwrap_or_else(|fault| Value::Inconclusive(fault.to_string())),
                    "publish the configuration that the server sends in its place",
                )
            };
            findings.push(
                Finding::new(&REJECTED, "the server does not accept the ECH configuration").advice(advice),
            );
            section.push("accepted", false);
            return section.push("retry_configs", told);
        }
        None => {
            let alert = session.and_then(|session| session.alert);
            let why = alert.map(|alert| format!("the server answers with the alert {alert:?}"));
            Value::Inconclusive(
                why.or_else(|| inner.inconclusive())
                    .unwrap_or_else(|| "the handshake did not come to an end".to_owned()),
            )
        }
    };
    section.push("accepted", value);
}

/// Whether a client that was not understood could believe the server when it says so.
fn covered(outer: &Handshake, name: &str, section: &mut Section, findings: &mut Vec<Finding>) {
    let session = outer.session();
    let leaf = session.and_then(|session| Cert::parse(session.chain.first()?).ok());
    let is_refused = session.is_some_and(|session| session.alert.is_some());
    let is_covered = match (leaf, Host::parse(name)) {
        (Some(leaf), Ok(host)) => host.matches(&leaf),
        (None, _) if !is_refused => {
            let why = outer
                .inconclusive()
                .unwrap_or_else(|| "no certificate was seen".to_owned());
            return section.push("public_name_covered", Value::Inconclusive(why));
        }
        _ => false,
    };
    section.push("public_name_covered", is_covered);
    if !is_covered {
        let message = format!("the server has no certificate for the public name `{name}`");
        findings.push(Finding::new(&PUBLIC_NAME, message).advice(format!(
            "give the server a certificate for `{name}`, or name in the configuration what it has one for"
        )));
    }
}

fn shown(config: &EchConfig) -> Value {
    let version = Fact::new("version", format!("0x{:04x}", config.version));
    let Some(contents) = &config.contents else {
        return Value::map([version]);
    };
    let suites = contents.suites.iter().map(|(kdf, aead)| format!("{kdf}/{aead}"));
    let mut facts = vec![
        version,
        Fact::new("id", contents.id),
        Fact::new("public_name", contents.public_name.clone()),
        Fact::new("kem", contents.kem.name().into_owned()),
        Fact::new("suites", Value::list(suites)),
        Fact::new("maximum_name_length", contents.maximum_name_length),
    ];
    if !contents.extensions.is_empty() {
        let numbers = contents.extensions.iter().map(|number| format!("0x{number:04x}"));
        facts.push(Fact::new("extensions", Value::list(numbers)));
    }
    Value::Map(facts)
}

/// The ids of the two handshakes: with the encrypted hello, and as who cannot send one.
const INNER: &str = "ech/inner";
const OUTER: &str = "ech/outer";
