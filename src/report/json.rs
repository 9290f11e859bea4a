//! JSON (`tlsctl/report/1`): one document for one report, an array for several, or a line each.
//! The schema is `report-1.schema.json` beside this file; `tlsctl schema report` prints it.

use std::io::{self, Write};

use serde_json::{Map, Value as Json, json};

use super::text::is_treacherous;
use super::{Format, Renderer, Style};
use crate::error::Error;
use crate::model::{Fact, Finding, Report, Value};

/// `--format json`.
pub(crate) static FORMAT: Format = Format {
    id: "json",
    summary: "one JSON document (schema tlsctl/report/1); several targets make an array",
    renderer: |many| Box::new(Document { many, first: true }),
    is_own: |text| text.starts_with(['{', '[']) && text.contains("\"schema\": \"tlsctl/report/1\""),
};

/// `--format jsonl`.
pub(crate) static LINES: Format = Format {
    id: "jsonl",
    summary: "one JSON document a line",
    renderer: |_| Box::new(Lines),
    is_own: |text| text.starts_with('{') && text.contains("\"schema\":\"tlsctl/report/1\""),
};

/// The identifier that every document carries.
pub(crate) const SCHEMA: &str = "tlsctl/report/1";

/// Writes a document over several lines.
pub(crate) fn pretty(document: &Json, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(harmless(&format!("{document:#}")).as_bytes())
}

/// JSON in which the characters that could turn a terminal are written `\uXXXX`: the same document, since
/// outside of strings there are none.
fn harmless(json: &str) -> String {
    let mut safe = String::with_capacity(json.len());
    for c in json.chars() {
        if c != '\n' && is_treacherous(c) {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                safe.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            safe.push(c);
        }
    }
    safe
}

struct Document {
    many: bool,
    first: bool,
}

impl Renderer for Document {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        if self.many { out.write_all(b"[\n") } else { Ok(()) }
    }

    fn report(&mut self, report: &Report, _: &Style, out: &mut dyn Write) -> io::Result<()> {
        if !std::mem::replace(&mut self.first, false) {
            out.write_all(b",\n")?;
        }
        pretty(&document(report), out)?;
        if self.many { Ok(()) } else { out.write_all(b"\n") }
    }

    fn end(&mut self, out: &mut dyn Write) -> io::Result<()> {
        if self.many {
            out.write_all(b"\n]\n")
        } else {
            Ok(())
        }
    }
}

struct Lines;

impl Renderer for Lines {
    fn begin(&mut self, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn report(&mut self, report: &Report, _: &Style, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(harmless(&document(report).to_string()).as_bytes())?;
        out.write_all(b"\n")
    }

    fn end(&mut self, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}

fn document(report: &Report) -> Json {
    let sections: Map<String, Json> = report
        .sections
        .iter()
        .map(|section| (section.id.to_owned(), facts(&section.facts)))
        .collect();
    json!({
        "schema": SCHEMA,
        "tool": { "name": "tlsctl", "version": env!("CARGO_PKG_VERSION") },
        "command": report.command,
        "target": report.target,
        "verdict": report.verdict.map(|verdict| verdict.id()),
        "sections": sections,
        "findings": report.findings.iter().map(finding).collect::<Vec<_>>(),
        "problems": report.problems.iter().map(problem).collect::<Vec<_>>(),
    })
}

fn finding(finding: &Finding) -> Json {
    json!({
        "rule": finding.rule.id,
        "severity": finding.severity.id(),
        "subject": finding.subject,
        "message": finding.message,
        "summary": finding.rule.summary,
        "citation": finding.rule.citation,
        "evidence": facts(&finding.evidence),
        "advice": finding.advice,
    })
}

fn problem(error: &Error) -> Json {
    json!({
        "exit": error.exit().code(),
        "message": error.message(),
        "causes": error.causes(),
        "hints": error.hints(),
    })
}

pub(super) fn facts(facts: &[Fact]) -> Json {
    Json::Object(
        facts
            .iter()
            .map(|fact| (fact.id.to_string(), value(&fact.value)))
            .collect(),
    )
}

/// An inconclusive fact is an object with its reason, so that it can never be taken for `false` or for
/// a value.
fn value(of: &Value) -> Json {
    match of {
        Value::Absent => Json::Null,
        Value::Bool(yes) => json!(yes),
        Value::Inconclusive(why) => json!({ "inconclusive": why }),
        Value::Int(number) => json!(number),
        Value::List(items) => items.iter().map(value).collect(),
        Value::Map(inner) => facts(inner),
        Value::Text(text) => json!(text),
        Value::Time(time) => json!(time.to_string()),
    }
}
