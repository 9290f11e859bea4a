//! A report's facts as flat rows of path and plain text, for formats that are tables.

use super::text::escape;
use crate::model::{Fact, Report, Value, rfc3339};

/// Every fact of a report as its path and its value in plain text, escaped.
pub(crate) fn rows(report: &Report) -> Vec<(String, String)> {
    let mut rows = Vec::new();
    for section in &report.sections {
        facts(section.id, &section.facts, &mut rows);
    }
    rows
}

fn facts(path: &str, of: &[Fact], rows: &mut Vec<(String, String)>) {
    for fact in of {
        descend(&format!("{path}.{}", fact.id), &fact.value, rows);
    }
}

fn descend(path: &str, value: &Value, rows: &mut Vec<(String, String)>) {
    match value {
        Value::Map(inner) => facts(path, inner, rows),
        Value::List(items)
            if items
                .iter()
                .any(|item| matches!(item, Value::Map(_) | Value::List(_))) =>
        {
            for (i, item) in items.iter().enumerate() {
                descend(&format!("{path}.{i}"), item, rows);
            }
        }
        value => rows.push((path.to_owned(), plain(value))),
    }
}

/// A value that holds no facts of its own, as text.
fn plain(value: &Value) -> String {
    match value {
        Value::Absent => String::new(),
        Value::Bool(yes) => yes.to_string(),
        Value::Inconclusive(why) => format!("inconclusive: {}", escape(why)),
        Value::Int(number) => number.to_string(),
        Value::List(items) => items.iter().map(plain).collect::<Vec<_>>().join(" "),
        Value::Map(_) => String::new(),
        Value::Text(text) => escape(text),
        Value::Time(time) => rfc3339(*time),
    }
}
