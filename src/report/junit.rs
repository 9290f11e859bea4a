//! JUnit XML, as CI servers read it: a suite for each report; each finding is a test case that fails
//! where its severity is `error`, a problem is an error, and a verdict that milder findings brought about
//! is a test case of its own: a suite is never green where the exit code is 1.

use std::io::{self, Write};

use super::xml::text;
use super::{Format, Renderer, Style};
use crate::model::{Finding, Report, Severity};

/// `--format junit`.
pub(crate) static FORMAT: Format = Format {
    id: "junit",
    summary: "JUnit XML for CI servers",
    renderer: |_| Box::new(Junit),
    is_own: |text| text.starts_with(HEAD),
};

struct Junit;

impl Renderer for Junit {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(HEAD.as_bytes())
    }

    fn report(&mut self, report: &Report, _: &Style, out: &mut dyn Write) -> io::Result<()> {
        let failures = report
            .findings
            .iter()
            .filter(|finding| finding.severity == Severity::Error)
            .count();
        let verdict = report.unexplained_failure();
        let failures = failures + usize::from(verdict.is_some());
        let errors = report.problems.len();
        let passed = usize::from(report.findings.is_empty() && errors == 0 && verdict.is_none());
        writeln!(
            out,
            "  <testsuite name=\"{} {}\" tests=\"{}\" failures=\"{failures}\" errors=\"{errors}\" skipped=\"0\" time=\"0\">",
            report.command,
            text(&report.target),
            report.findings.len() + errors + passed + usize::from(verdict.is_some()),
        )?;
        for finding in &report.findings {
            case(report, finding, out)?;
        }
        for (i, problem) in report.problems.iter().enumerate() {
            writeln!(
                out,
                "    <testcase classname=\"{0}\" name=\"problem {1}\" time=\"0\"><error type=\"exit-{2}\" message=\"{3}\"/></testcase>",
                report.command,
                i + 1,
                problem.exit().code(),
                text(&problem.to_string()),
            )?;
        }
        if let Some(verdict) = verdict {
            writeln!(
                out,
                "    <testcase classname=\"{}\" name=\"verdict\" time=\"0\"><failure type=\"verdict\" message=\"{}\"/></testcase>",
                report.command,
                text(&verdict)
            )?;
        }
        if passed == 1 {
            writeln!(
                out,
                "    <testcase classname=\"{}\" name=\"no findings\" time=\"0\"/>",
                report.command
            )?;
        }
        writeln!(out, "  </testsuite>")
    }

    fn end(&mut self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(b"</testsuites>\n")
    }
}

fn case(report: &Report, finding: &Finding, out: &mut dyn Write) -> io::Result<()> {
    let on = finding
        .subject
        .as_deref()
        .map(|subject| format!(" on {}", text(subject)))
        .unwrap_or_default();
    let message = text(&finding.message);
    let details = [Some(finding.rule.citation), finding.advice.as_deref()];
    let details = text(&details.into_iter().flatten().collect::<Vec<_>>().join("; "));
    let open = format!(
        "    <testcase classname=\"{}\" name=\"{}{on}\" time=\"0\">",
        report.command, finding.rule.id
    );
    if finding.severity == Severity::Error {
        writeln!(
            out,
            "{open}<failure type=\"{}\" message=\"{message}\">{details}</failure></testcase>",
            finding.rule.id
        )
    } else {
        writeln!(
            out,
            "{open}<system-out>{}: {message}; {details}</system-out></testcase>",
            finding.severity.id()
        )
    }
}

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"tlsctl\">\n";
