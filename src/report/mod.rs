//! WORDS: the only code that prints. One renderer per format; what they render is a [`Report`], and no
//! renderer knows which command made it.
//!
//! To add a format: one file with a `struct` that implements [`Renderer`] and a `pub(crate) static`
//! [`Format`], and one line in [`ALL`].

mod access;
mod csv;
mod event;
mod flat;
mod github;
mod html;
mod human;
mod json;
mod junit;
mod label;
mod markdown;
mod outline;
mod problem;
mod prometheus;
mod sarif;
mod style;
mod terminal;
mod text;
mod xml;

use std::io::{self, Write};

use crate::error::{Error, Result, os_reason};
use crate::model::Report;

pub(crate) use access::combined;
pub(crate) use event::{event, event_json};
pub(crate) use problem::problem;
pub(crate) use style::{ColorChoice, Style};
pub(crate) use terminal::{Progress, bug, error, note, warn};
pub(crate) use text::escape;

/// One output format, for one report or a stream of many.
pub(crate) trait Renderer {
    /// Writes what stands before the first report.
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()>;
    /// Writes one report.
    fn report(&mut self, report: &Report, style: &Style, out: &mut dyn Write) -> io::Result<()>;
    /// Writes what stands after the last report.
    fn end(&mut self, out: &mut dyn Write) -> io::Result<()>;
}

/// A format's name and how to make its renderer; `many` says whether several reports will come.
pub(crate) struct Format {
    /// The value of `--format`.
    pub(crate) id: &'static str,
    /// One line for the help text.
    pub(crate) summary: &'static str,
    /// Makes a renderer.
    pub(crate) renderer: fn(many: bool) -> Box<dyn Renderer>,
    /// Whether a file's text is a report in this format, which another may replace.
    pub(crate) is_own: fn(text: &str) -> bool,
}

/// Every format.
pub(crate) static ALL: &[&Format] = &[
    &human::FORMAT,
    &json::FORMAT,
    &json::LINES,
    &csv::FORMAT,
    &junit::FORMAT,
    &sarif::FORMAT,
    &html::FORMAT,
    &markdown::FORMAT,
    &github::FORMAT,
    &prometheus::FORMAT,
];

/// The published JSON Schemas: name, what it describes, text.
pub(crate) static SCHEMAS: &[(&str, &str, &str)] = &[
    (
        "report",
        "what --format json writes (tlsctl/report/1)",
        include_str!("report-1.schema.json"),
    ),
    (
        "config",
        "what `tlsctl serve --config` reads",
        include_str!("../config/config-1.schema.json"),
    ),
    (
        "case",
        "what gen bad writes as case.json (tlsctl/case/1)",
        include_str!("case-1.schema.json"),
    ),
    (
        "cases",
        "what gen bad writes and serve --bad answers as cases.json (tlsctl/cases/1)",
        include_str!("cases-1.schema.json"),
    ),
];

/// The format called `id`.
pub(crate) fn format(id: &str) -> Option<&'static Format> {
    ALL.iter().find(|format| format.id == id).copied()
}

/// Whether a file's text is a report of ours, in whatever format. None holds a PEM block.
pub(crate) fn is_report(text: &str) -> bool {
    !text.contains("-----BEGIN") && ALL.iter().any(|format| (format.is_own)(text))
}

/// Renders `reports` in one go to bytes.
pub(crate) fn render(format: &Format, reports: &[Report], style: &Style) -> Vec<u8> {
    let mut bytes = Vec::new();
    let rendered = render_to(format, reports, style, &mut bytes);
    debug_assert!(rendered.is_ok(), "writing to memory does not fail");
    bytes
}

/// Renders `reports` in one go to standard output.
///
/// # Errors
///
/// As [`data`].
pub(crate) fn print(format: &Format, reports: &[Report], style: &Style) -> Result<()> {
    let mut out = io::BufWriter::with_capacity(1 << 16, io::stdout().lock());
    written(render_to(format, reports, style, &mut out).and_then(|()| out.flush()))
}

fn render_to(format: &Format, reports: &[Report], style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let mut renderer = (format.renderer)(reports.len() > 1);
    renderer.begin(out)?;
    for report in reports {
        renderer.report(report, style, out)?;
    }
    renderer.end(out)
}

/// Reports written one by one, for as many as there may be.
pub(crate) struct Stream {
    renderer: Box<dyn Renderer>,
    style: Style,
    out: Box<dyn Write>,
}

impl Stream {
    /// Begins a stream of several reports on `out`.
    ///
    /// # Errors
    ///
    /// As [`data`].
    pub(crate) fn begin(format: &Format, style: Style, mut out: Box<dyn Write>) -> Result<Self> {
        let mut renderer = (format.renderer)(true);
        written(renderer.begin(&mut out))?;
        Ok(Self { renderer, style, out })
    }

    /// Writes one report.
    ///
    /// # Errors
    ///
    /// As [`data`].
    pub(crate) fn report(&mut self, report: &Report) -> Result<()> {
        written(self.renderer.report(report, &self.style, &mut self.out))
    }

    /// Ends the stream.
    ///
    /// # Errors
    ///
    /// As [`data`].
    pub(crate) fn end(mut self) -> Result<()> {
        written(self.renderer.end(&mut self.out).and_then(|()| self.out.flush()))
    }
}

fn written(result: io::Result<()>) -> Result<()> {
    match result {
        Err(e) if e.kind() != io::ErrorKind::BrokenPipe => {
            Err(Error::output("standard output cannot be written").because(os_reason(&e)))
        }
        _ => Ok(()),
    }
}

/// Puts data on standard output. A reader that has gone away ends it silently.
///
/// # Errors
///
/// An output error where the device is full or gone.
pub(crate) fn data(bytes: &[u8]) -> Result<()> {
    let mut out = io::stdout().lock();
    written(out.write_all(bytes).and_then(|()| out.flush()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Finding, Rule, Section, Severity, Value, Verdict};

    static RULE: Rule = Rule {
        id: "sample",
        severity: Severity::Error,
        citation: "RFC 0000 §0",
        summary: "A rule for this test.",
    };

    /// A report in which every text that a stranger could have written is hostile.
    fn hostile() -> Report {
        let poison = "\u{1b}[2J</td>|`::error::\r\n\"'&\u{202e}\u{0}\u{85}";
        let mut report = Report::new("inspect", poison);
        let inner = Value::map([crate::model::Fact::new("subject", poison)]);
        report.sections.push(
            Section::new("sample")
                .with("list", Value::list([inner]))
                .with("text", poison),
        );
        report
            .findings
            .push(Finding::new(&RULE, poison).on(poison).advice(poison));
        report
            .problems
            .push(Error::input(poison).because(poison).hint(poison));
        report.verdict = Some(Verdict::Fail);
        report
    }

    #[test]
    fn no_format_lets_a_strangers_text_out_raw() {
        for format in ALL {
            let text = String::from_utf8(render(format, &[hostile(), hostile()], &Style::plain(true)))
                .expect("UTF-8");
            let raw = text
                .chars()
                .find(|c| (c.is_control() && !"\r\n".contains(*c)) || *c == '\u{202e}');
            assert_eq!(raw, None, "{}", format.id);
            assert!(text.contains("sample"), "{}: {text}", format.id);
        }
    }

    #[test]
    fn json_stays_json_and_gives_back_what_was_there() {
        let one: serde_json::Value =
            serde_json::from_slice(&render(&json::FORMAT, &[hostile()], &Style::plain(false))).expect("JSON");
        assert_eq!(one["target"], hostile().target.as_str());
        let many: serde_json::Value = serde_json::from_slice(&render(
            &json::FORMAT,
            &[hostile(), hostile()],
            &Style::plain(false),
        ))
        .expect("JSON");
        assert_eq!(many.as_array().map(Vec::len), Some(2));
    }

    #[test]
    fn an_annotation_stays_on_its_line() {
        let text =
            String::from_utf8(render(&github::FORMAT, &[hostile()], &Style::plain(false))).expect("UTF-8");
        assert!(
            text.lines().all(|line| line.starts_with("::error file=")),
            "{text}"
        );
    }

    #[test]
    fn every_report_obeys_the_published_schema() {
        let schema: serde_json::Value = serde_json::from_str(SCHEMAS[0].2).expect("the schema is JSON");
        let report =
            serde_json::from_slice(&render(&json::FORMAT, &[hostile()], &Style::plain(false))).expect("JSON");
        let validator = jsonschema::validator_for(&schema).expect("the schema is a schema");
        let errors: Vec<_> = validator
            .iter_errors(&report)
            .map(|e| format!("{e} at {}", e.instance_path()))
            .collect();
        assert_eq!(errors, Vec::<String>::new());
        assert!(!validator.is_valid(&serde_json::json!({ "schema": "tlsctl/report/1" })));
    }

    #[test]
    fn a_report_is_known_again_and_nothing_else_is_taken_for_one() {
        for format in ALL {
            for reports in [&[hostile()][..], &[hostile(), hostile()]] {
                let text = String::from_utf8(render(format, reports, &Style::file(false))).expect("UTF-8");
                assert!(is_report(&text), "{}: {text}", format.id);
                let own: Vec<_> = ALL.iter().filter(|other| (other.is_own)(&text)).collect();
                assert_eq!(own.len(), 1, "{}", format.id);
            }
        }
        for text in [
            "notes",
            "-----BEGIN PRIVATE KEY-----\n",
            "tlsctl inspect x\n-----BEGIN CERTIFICATE-----\n",
            "{\"schema\": 1}",
            "target,kind\r\n",
            "# Notes on tlsctl\n",
            "tlsctl is a program\n",
        ] {
            assert!(!is_report(text), "{text}");
        }
    }

    #[test]
    fn every_format_has_its_own_name() {
        let names: std::collections::BTreeSet<_> = ALL.iter().map(|format| format.id).collect();
        assert_eq!(names.len(), ALL.len());
    }
}
