//! GitHub's workflow commands: an annotation for each finding and problem.

use std::io::{self, Write};

use super::text::escape;
use super::{Format, Renderer, Style};
use crate::model::{Report, Severity};

/// `--format github`.
pub(crate) static FORMAT: Format = Format {
    id: "github",
    summary: "annotations in a GitHub workflow",
    renderer: |_| Box::new(Github),
    is_own: |text| {
        let is_annotation = |line: &str| {
            ["::error file=", "::warning file=", "::notice file="]
                .iter()
                .any(|start| line.starts_with(start))
        };
        text.starts_with("::") && text.lines().all(is_annotation)
    },
};

struct Github;

impl Renderer for Github {
    fn begin(&mut self, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn report(&mut self, report: &Report, _: &Style, out: &mut dyn Write) -> io::Result<()> {
        for finding in &report.findings {
            let level = match finding.severity {
                Severity::Error => "error",
                Severity::Notice => "notice",
                Severity::Warning => "warning",
            };
            let subject = finding.subject.as_deref().unwrap_or(&report.target);
            let advice = finding
                .advice
                .as_deref()
                .map(|advice| format!(". {advice}"))
                .unwrap_or_default();
            writeln!(
                out,
                "::{level} file={},title={}::{}",
                property(&report.target),
                finding.rule.id,
                data(&format!("{subject}: {}{advice}", finding.message)),
            )?;
        }
        if let Some(verdict) = report.unexplained_failure() {
            writeln!(
                out,
                "::error file={},title=verdict::{}",
                property(&report.target),
                data(&verdict)
            )?;
        }
        for problem in &report.problems {
            writeln!(
                out,
                "::error file={}::{}",
                property(&report.target),
                data(&problem.to_string())
            )?;
        }
        Ok(())
    }

    fn end(&mut self, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}

/// The text of a command; a line break would end it and begin another.
fn data(text: &str) -> String {
    escape(text)
        .replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// A property's value, in which separators count too.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
