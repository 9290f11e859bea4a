//! HTML: one page that needs nothing else, for a browser or an attachment.

use std::io::{self, Write};

use super::label::label;
use super::outline::{self, Block};
use super::xml::text;
use super::{Format, Renderer, Style};
use crate::model::Report;

/// `--format html`.
pub(crate) static FORMAT: Format = Format {
    id: "html",
    summary: "one page for a browser",
    renderer: |_| Box::new(Html),
    is_own: |text| text.starts_with("<!doctype html>") && text.contains("<title>tlsctl</title>"),
};

struct Html;

impl Renderer for Html {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(HEAD.as_bytes())
    }

    fn report(&mut self, report: &Report, _: &Style, out: &mut dyn Write) -> io::Result<()> {
        writeln!(
            out,
            "<article>\n<h1>{} <code>{}</code>",
            report.command,
            text(&report.target)
        )?;
        if let Some(verdict) = report.verdict {
            writeln!(out, "<span class=\"{0}\">{0}</span>", verdict.id())?;
        }
        writeln!(out, "</h1>")?;
        if !report.findings.is_empty() {
            writeln!(out, "<ul class=\"findings\">")?;
            for finding in &report.findings {
                let subject = finding
                    .subject
                    .as_deref()
                    .map(|s| format!("{}: ", text(s)))
                    .unwrap_or_default();
                let advice = finding
                    .advice
                    .as_deref()
                    .map(|a| format!("<p>{}</p>", text(a)))
                    .unwrap_or_default();
                writeln!(
                    out,
                    "<li><span class=\"{0}\">{0}</span> {subject}{1} <code title=\"{2}\">{3}</code>{advice}</li>",
                    finding.severity.id(),
                    text(&finding.message),
                    text(finding.rule.citation),
                    finding.rule.id,
                )?;
            }
            writeln!(out, "</ul>")?;
        }
        for problem in &report.problems {
            writeln!(
                out,
                "<p><span class=\"error\">error</span> {}</p>",
                text(&problem.to_string())
            )?;
        }
        for section in &report.sections {
            writeln!(out, "<h2>{}</h2>", text(&label(section.id)))?;
            for part in outline::blocks(section) {
                block(&part, out)?;
            }
        }
        writeln!(out, "</article>")
    }

    fn end(&mut self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(b"</body>\n</html>\n")
    }
}

/// One part; its text is escaped once already, so only the markup is left to be disarmed.
fn block(part: &Block, out: &mut dyn Write) -> io::Result<()> {
    match part {
        Block::Heading(depth, words) => {
            let level = (depth + 2).min(6);
            writeln!(out, "<h{level}>{}</h{level}>", text(words))
        }
        Block::Facts(rows) => {
            writeln!(out, "<table>")?;
            for (name, value) in rows {
                writeln!(out, "<tr><th>{}</th><td>{}</td></tr>", text(name), text(value))?;
            }
            writeln!(out, "</table>")
        }
        Block::Table(head, rows) => {
            let cells = |tag: &str, cells: &[String]| {
                let cell = |cell: &String| format!("<{tag}>{}</{tag}>", text(cell));
                cells.iter().map(cell).collect::<String>()
            };
            writeln!(out, "<table class=\"list\">\n<tr>{}</tr>", cells("th", head))?;
            for row in rows {
                writeln!(out, "<tr>{}</tr>", cells("td", row))?;
            }
            writeln!(out, "</table>")
        }
    }
}

const HEAD: &str = r#"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>tlsctl</title>
<style>
:root { color-scheme: light dark; --line: light-dark(#ddd, #444); --soft: light-dark(#666, #aaa); }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.4rem; } h2 { font-size: 1.1rem; margin-top: 2rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .2rem .8rem .2rem 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
th { font-weight: normal; color: var(--soft); width: 18rem; }
h3, h4, h5, h6 { font-size: 1rem; margin: 1.2rem 0 .3rem; } .list th { width: auto; }
.findings { padding: 0; list-style: none; } .findings p { margin: 0 0 .5rem 4.5rem; color: var(--soft); }
span { font-size: .85rem; border-radius: .3rem; padding: .1rem .4rem; color: #fff; }
.error, .fail { background: #b3261e; } .warning, .inconclusive { background: #8a5a00; } .notice { background: #1d5fa8; } .pass { background: #1b6e3a; }
</style>
</head>
<body>
"#;
