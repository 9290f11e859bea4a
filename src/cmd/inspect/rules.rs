//! `--rules`: every rule that can be found broken, in a file or on a server. The list is public: its ids
//! never change.

use std::collections::BTreeMap;

use super::verdict::profile;
use crate::model::{Fact, Report, Rule, Section, Severity, Value};
use crate::pki::describe;
use crate::pki::lint::{self, Lint, crl};
use crate::pki::rule;
use crate::probe::scan;

/// What `--lint` looks for, and what verification and `probe` find besides.
pub(super) fn report() -> Report {
    let mut by_id: BTreeMap<&str, Vec<&dyn Lint>> = BTreeMap::new();
    for lint in lint::ALL {
        by_id.entry(lint.rule().id).or_default().push(*lint);
    }
    let mut others: BTreeMap<&str, &Rule> = BTreeMap::new();
    let of_lists = crl::ALL.iter().map(|lint| lint.rule());
    let of_scans = scan::ALL.iter().flat_map(|scan| scan.rules());
    for rule in rule::ALL
        .iter()
        .chain(of_scans)
        .copied()
        .chain(of_lists)
        .chain([&describe::CONTENT_CHANGED])
    {
        others.insert(rule.id, rule);
    }
    others.retain(|id, _| !by_id.contains_key(id));
    let section = Section::new("rules")
        .with(
            "lints",
            Value::List(by_id.values().map(|lints| row(lints)).collect()),
        )
        .with(
            "others",
            Value::List(others.values().map(|rule| other(rule)).collect()),
        );
    let mut report = Report::new("inspect", "rules");
    report.sections.push(section);
    report
}

/// One rule, for which several lints may look: the worst that any of them says of it.
fn row(lints: &[&dyn Lint]) -> Value {
    let severity = |name| {
        let worst = lints.iter().filter_map(|lint| lint.severity(profile(name))).max();
        Value::from(worst.map(Severity::id))
    };
    let [lint, ..] = lints else { return Value::Absent };
    let rule = lint.rule();
    let mut advice: Vec<&str> = lints.iter().map(|lint| lint.advice()).collect();
    advice.sort_unstable();
    advice.dedup();
    let zlint = lints.iter().flat_map(|lint| lint.zlint().iter().copied());
    Value::map([
        Fact::new("id", rule.id),
        Fact::new("dev", severity("dev")),
        Fact::new("private", severity("private")),
        Fact::new("public", severity("public")),
        Fact::new("summary", rule.summary),
        Fact::new("citation", rule.citation),
        Fact::new("advice", advice.join("; ")),
        Fact::new("zlint", Value::list(zlint)),
    ])
}

fn other(rule: &Rule) -> Value {
    Value::map([
        Fact::new("id", rule.id),
        Fact::new("severity", rule.severity.id()),
        Fact::new("summary", rule.summary),
        Fact::new("citation", rule.citation),
    ])
}
