//! `tlsctl probe --facts`: every fact and every rule that a report may hold, so that policies and expectations
//! can be written.

use std::collections::BTreeMap;

use super::session::Session;
use crate::error::Result;
use crate::exit::Exit;
use crate::model::{Fact, Report, Rule, Section, Value};
use crate::probe::{scan, visit};

/// The formats that the list makes sense in.
const OFFERED: &[&str] = &["human", "json"];

/// Writes the list.
pub(super) fn list(session: &Session) -> Result<Exit> {
    session.format(OFFERED)?;
    if session.is_human() {
        session.data(text().as_bytes())?;
    } else {
        session.reports(&[report()], OFFERED)?;
    }
    Ok(Exit::Ok)
}

/// Each fact's path and what it says, in the order of a report; of a path that several scans share, once.
fn facts() -> Vec<(&'static str, &'static str)> {
    let of_scans = scan::ALL.iter().flat_map(|scan| scan.facts());
    let mut facts: Vec<(&str, &str)> = Vec::new();
    for fact in visit::TARGET.iter().chain(of_scans).chain(visit::CONNECTIONS) {
        if facts.iter().all(|(path, _)| path != &fact.0) {
            facts.push(*fact);
        }
    }
    facts
}

fn rules() -> BTreeMap<&'static str, &'static Rule> {
    let rules = scan::ALL.iter().flat_map(|scan| scan.rules());
    rules.map(|rule| (rule.id, *rule)).collect()
}

fn text() -> String {
    let facts = facts();
    let column = facts.iter().map(|(path, _)| path.len()).max().unwrap_or(0);
    let facts = facts
        .iter()
        .map(|(path, says)| format!("{path:column$}  {says}\n"));
    let rules = rules();
    let rules = rules.values().map(|rule| {
        format!(
            "\n{} ({}, {})\n  {}\n",
            rule.id,
            rule.severity.id(),
            rule.citation,
            rule.summary
        )
    });
    facts.chain(rules).collect()
}

fn report() -> Report {
    let mut report = Report::new("probe", "facts");
    let fact = |(path, says): (&'static str, &'static str)| {
        Value::map([Fact::new("path", path), Fact::new("summary", says)])
    };
    let rule = |rule: &'static Rule| {
        Value::map([
            Fact::new("id", rule.id),
            Fact::new("severity", rule.severity.id()),
            Fact::new("citation", rule.citation),
            Fact::new("summary", rule.summary),
        ])
    };
    let mut section = Section::new("facts");
    section.push("paths", Value::list(facts().into_iter().map(fact)));
    report.sections.push(section);
    let mut section = Section::new("rules");
    section.push("all", Value::list(rules().into_values().map(rule)));
    report.sections.push(section);
    report
}
