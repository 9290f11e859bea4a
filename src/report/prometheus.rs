//! Prometheus' text format, for the node exporter's textfile collector: findings by rule, and when each
//! certificate that the facts list ends. Written whole at the end, since a metric's samples stand
//! together.

use std::io::{self, Write};

use super::text::escape;
use super::{Format, Renderer, Style};
use crate::model::{Fact, Report, Value, Verdict};

/// `--format prometheus`.
pub(crate) static FORMAT: Format = Format {
    id: "prometheus",
    summary: "metrics for the node exporter's textfile collector",
    renderer: |_| Box::new(Prometheus::default()),
    is_own: |text| text.starts_with("# HELP tlsctl_"),
};

#[derive(Default)]
struct Prometheus {
    expiry: Vec<String>,
    findings: Vec<String>,
    problems: Vec<String>,
    verdicts: Vec<String>,
}

impl Renderer for Prometheus {
    fn begin(&mut self, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn report(&mut self, report: &Report, _: &Style, _: &mut dyn Write) -> io::Result<()> {
        let target = label(&report.target);
        for section in &report.sections {
            self.certificates(&target, &section.facts);
        }
        let mut counted: Vec<(&str, &str, usize)> = Vec::new();
        for finding in &report.findings {
            let key = (finding.rule.id, finding.severity.id());
            match counted
                .iter_mut()
                .find(|(rule, severity, _)| (*rule, *severity) == key)
            {
                Some((.., count)) => *count += 1,
                None => counted.push((key.0, key.1, 1)),
            }
        }
        for (rule, severity, count) in counted {
            self.findings.push(format!(
                "tlsctl_findings{{target=\"{target}\",rule=\"{rule}\",severity=\"{severity}\"}} {count}"
            ));
        }
        self.problems.push(format!(
            "tlsctl_problems{{target=\"{target}\"}} {}",
            report.problems.len()
        ));
        if let Some(verdict) = report.verdict {
            let pass = u8::from(verdict == Verdict::Pass);
            self.verdicts
                .push(format!("tlsctl_pass{{target=\"{target}\"}} {pass}"));
        }
        Ok(())
    }

    fn end(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let metrics = [
            (
                "tlsctl_certificate_not_after_timestamp_seconds",
                "When a certificate ends.",
                &self.expiry,
            ),
            ("tlsctl_findings", "Broken rules.", &self.findings),
            ("tlsctl_pass", "Whether the verdict is pass.", &self.verdicts),
            (
                "tlsctl_problems",
                "Errors that kept part of a target from being looked at.",
                &self.problems,
            ),
        ];
        for (name, help, samples) in metrics {
            if !samples.is_empty() {
                writeln!(
                    out,
                    "# HELP {name} {help}\n# TYPE {name} gauge\n{}",
                    samples.join("\n")
                )?;
            }
        }
        Ok(())
    }
}

impl Prometheus {
    /// Finds every map of facts that describes a certificate, however deep.
    fn certificates(&mut self, target: &str, facts: &[Fact]) {
        let of = |id: &str| facts.iter().find(|fact| fact.id == id).map(|fact| &fact.value);
        if let Some(Value::Time(end)) = of("not_after") {
            let text = |id| match of(id) {
                Some(Value::Text(text)) => label(text),
                _ => String::new(),
            };
            let sample = format!(
                "tlsctl_certificate_not_after_timestamp_seconds{{target=\"{target}\",subject=\"{}\",sha256=\"{}\"}} {}",
                text("subject"),
                text("sha256"),
                end.as_second()
            );
            if !self.expiry.contains(&sample) {
                self.expiry.push(sample);
            }
        }
        for fact in facts {
            match &fact.value {
                Value::Map(inner) => self.certificates(target, inner),
                Value::List(items) => {
                    for item in items {
                        if let Value::Map(inner) = item {
                            self.certificates(target, inner);
                        }
                    }
                }
                _ => {}
            }
        }
    }
}

fn label(text: &str) -> String {
    escape(text).replace('\\', "\\\\").replace('"', "\\\"")
}
