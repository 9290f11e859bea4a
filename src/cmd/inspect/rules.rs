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
    let mut lints = lint::ALL.to_vec();
    lints.sort_by_key(|lint| lint.rule().id);
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
    others.retain(|id, _| lints.iter().all(|lint| lint.rule().id != *id));
    let section = Section::new("rules")
        .with(
            "lints",
            Value::List(lints.iter().map(|lint| row(*lint)).collect()),
        )
        .with(
            "others",
            Value::List(others.values().map(|rule| other(rule)).collect()),
        );
    let mut report = Report::new("inspect", "rules");
    report.sections.push(section);
    report
}

fn row(lint: &dyn Lint) -> Value {
    let severity = |name| Value::from(lint.severity(profile(name)).map(Severity::id));
    let rule = lint.rule();
    Value::map([
        Fact::new("id", rule.id),
        Fact::new("dev", severity("dev")),
        Fact::new("private", severity("private")),
        Fact::new("public", severity("public")),
        Fact::new("summary", rule.summary),
        Fact::new("citation", rule.citation),
        Fact::new("advice", lint.advice()),
        Fact::new("zlint", Value::list(lint.zlint().iter().copied())),
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
