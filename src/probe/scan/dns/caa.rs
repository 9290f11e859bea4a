//! Who may issue certificates for the name (CAA, RFC 8659), and whether the served certificate is of one of
//! them. A record binds a CA when it issues: a certificate from before it is not wrong, so that a difference
//! is worth a notice and no more.

use super::found;
use crate::model::{Fact, Finding, Rule, Section, Severity, Value};
use crate::pki::caa::domains;
use crate::probe::dns::{Caa, Kind, Record};
use crate::probe::scan::certificate::served;
use crate::probe::scan::simple::Simple;
use crate::probe::survey::dns;
use crate::probe::{Evidence, Inquiry};

static RULE: Rule = Rule {
    id: "caa-other-issuer",
    severity: Severity::Notice,
    citation: "RFC 8659 section 4.2",
    summary: "the CAA records should name the CA that issued the certificate, or it cannot be renewed there",
};

/// The scan.
pub(in crate::probe::scan) static CAA: Simple = Simple {
    id: "caa",
    summary: "CAA records: who may issue certificates for the name (--dns)",
    section: "dns",
    facts: &[
        (
            "dns.caa.name",
            "where CAA records were found: the name or a parent",
        ),
        ("dns.caa.records", "the CAA records"),
        (
            "dns.caa.dnssec",
            "whether the records are signed, and the signature validated",
        ),
        (
            "dns.caa.allows_issuer",
            "whether they allow the issuer of the certificate",
        ),
    ],
    rules: &[&RULE],
    plan,
    conclude,
};

fn plan(seen: &Evidence) -> Vec<Box<dyn Inquiry>> {
    dns::inquiry(Kind::Caa, seen).into_iter().collect()
}

fn conclude(seen: &Evidence, section: &mut Section, findings: &mut Vec<Finding>) {
    let (found, answer) = match found(seen, Kind::Caa) {
        None => return,
        Some(Err(value)) => return section.push("caa", value),
        Some(Ok(found)) => found,
    };
    let records: Vec<&Caa> = answer.records.iter().filter_map(caa).collect();
    let allows = allows(seen, &records);
    if allows == Value::Bool(false) {
        let named: Vec<String> = properties(&records, "issue").map(Caa::issuer).collect();
        let message = format!(
            "the CAA records at `{}` do not name the certificate's issuer",
            found.name
        );
        findings.push(
            Finding::new(&RULE, message)
                .evidence("issue", Value::list(named))
                .advice("name the CA in a CAA record before the certificate is to be renewed"),
        );
    }
    section.push(
        "caa",
        Value::map([
            Fact::new("name", found.name.clone()),
            Fact::new("records", Value::list(records.iter().map(|record| shown(record)))),
            Fact::new("dnssec", answer.origin.id()),
            Fact::new("allows_issuer", allows),
        ]),
    );
}

fn caa(record: &Record) -> Option<&Caa> {
    match record {
        Record::Caa(caa) => Some(caa),
        _ => None,
    }
}

fn properties<'a>(records: &'a [&Caa], tag: &'a str) -> impl Iterator<Item = &'a Caa> {
    records.iter().copied().filter(move |record| record.tag == tag)
}

/// As a zone file has it.
fn shown(record: &Caa) -> String {
    let flags = if record.critical { 128 } else { 0 };
    format!("{flags} {} \"{}\"", record.tag, record.value)
}

/// Whether the records allow who issued the certificate (RFC 8659 §4.2, §4.3).
fn allows(seen: &Evidence, records: &[&Caa]) -> Value {
    let Some((leaf, _)) = served(seen) else {
        return Value::Inconclusive("no certificate was seen that can be read".to_owned());
    };
    let is_wildcard = leaf.dns_names().all(|name| name.starts_with("*."));
    let tag = if is_wildcard && properties(records, "issuewild").next().is_some() {
        "issuewild"
    } else {
        "issue"
    };
    let allowed: Vec<String> = properties(records, tag).map(Caa::issuer).collect();
    if allowed.is_empty() {
        // No property of the kind restricts nobody.
        return true.into();
    }
    if allowed.iter().all(String::is_empty) {
        return false.into();
    }
    match domains(&leaf) {
        Some(domains) => allowed
            .iter()
            .any(|allowed| domains.contains(&allowed.as_str()))
            .into(),
        None => Value::Inconclusive("by which domain the issuer goes is not known".to_owned()),
    }
}
