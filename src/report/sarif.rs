//! SARIF 2.1.0 (OASIS), as code-scanning services read it: one run, its rules, a result for each finding.
//! Held back until the end, since the rules stand before the results.

use std::io::{self, Write};

use serde_json::{Value as Json, json};

use super::text::escape;
use super::{Format, Renderer, Style, json as writer};
use crate::model::{Finding, Report, Rule, Severity};

/// `--format sarif`.
pub(crate) static FORMAT: Format = Format {
    id: "sarif",
    summary: "SARIF 2.1.0 for code scanning",
    renderer: |_| {
        Box::new(Sarif {
            rules: Vec::new(),
            results: Vec::new(),
            notifications: Vec::new(),
        })
    },
    is_own: |text| text.starts_with('{') && text.contains(SCHEMA) && text.contains("\"name\": \"tlsctl\""),
};

struct Sarif {
    rules: Vec<&'static Rule>,
    results: Vec<Json>,
    notifications: Vec<Json>,
}

impl Renderer for Sarif {
    fn begin(&mut self, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn report(&mut self, report: &Report, _: &Style, _: &mut dyn Write) -> io::Result<()> {
        for finding in &report.findings {
            let known = self.rules.iter().position(|rule| rule.id == finding.rule.id);
            let index = known.unwrap_or_else(|| {
                self.rules.push(finding.rule);
                self.rules.len() - 1
            });
            self.results.push(result(report, finding, index));
        }
        if let Some(verdict) = report.unexplained_failure() {
            self.results.push(json!({
                "ruleId": "verdict",
                "level": "error",
                "message": { "text": escape(&verdict) },
                "locations": [location(report, &report.target)],
            }));
        }
        self.notifications.extend(
            report.problems.iter().map(
                |problem| json!({ "level": "error", "message": { "text": escape(&problem.to_string()) } }),
            ),
        );
        Ok(())
    }

    fn end(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let document = json!({
            "$schema": SCHEMA,
            "version": "2.1.0",
            "runs": [{
                "tool": { "driver": {
                    "name": "tlsctl",
                    "version": env!("CARGO_PKG_VERSION"),
                    "rules": self.rules.iter().map(|rule| describe(rule)).collect::<Vec<_>>(),
                }},
                "invocations": [{
                    "executionSuccessful": self.notifications.is_empty(),
                    "toolExecutionNotifications": self.notifications,
                }],
                "results": self.results,
            }],
        });
        writer::pretty(&document, out)?;
        out.write_all(b"\n")
    }
}

fn describe(rule: &Rule) -> Json {
    json!({
        "id": rule.id,
        "shortDescription": { "text": rule.summary },
        "help": { "text": format!("See {}.", rule.citation) },
        "defaultConfiguration": { "level": level(rule.severity) },
    })
}

fn result(report: &Report, finding: &Finding, index: usize) -> Json {
    let subject = finding.subject.as_deref().unwrap_or(&report.target);
    let mut text = escape(&finding.message);
    if let Some(advice) = &finding.advice {
        text.push_str(". ");
        text.push_str(&escape(advice));
    }
    json!({
        "ruleId": finding.rule.id,
        "ruleIndex": index,
        "level": level(finding.severity),
        "message": { "text": text },
        "locations": [location(report, subject)],
    })
}

fn location(report: &Report, subject: &str) -> Json {
    json!({
        "physicalLocation": { "artifactLocation": { "uri": uri(&report.target) } },
        "logicalLocations": [{ "fullyQualifiedName": escape(subject) }],
    })
}

/// A relative reference that any target can be written as.
fn uri(target: &str) -> String {
    let keep = |byte: &u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(byte);
    let encoded: String = target
        .bytes()
        .map(|byte| {
            if keep(&byte) {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect();
    if encoded.is_empty() {
        "-".to_owned()
    } else {
        encoded
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Notice => "note",
        Severity::Warning => "warning",
    }
}

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";
