//! Markdown (GitHub's tables): for a pull request or a wiki.

use std::io::{self, Write};

use super::label::label;
use super::outline::{self, Block};
use super::text::escape;
use super::{Format, Renderer, Style};
use crate::model::Report;

/// `--format markdown`.
pub(crate) static FORMAT: Format = Format {
    id: "markdown",
    summary: "tables for a pull request or a wiki",
    renderer: |_| Box::new(Markdown),
    is_own: |text| {
        let verb = text
            .strip_prefix("# tlsctl ")
            .and_then(|rest| rest.split(' ').next());
        verb.is_some_and(|verb| crate::model::COMMANDS.contains(&verb))
    },
};

struct Markdown;

impl Renderer for Markdown {
    fn begin(&mut self, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn report(&mut self, report: &Report, _: &Style, out: &mut dyn Write) -> io::Result<()> {
        let verdict = report
            .verdict
            .map(|verdict| format!(": {}", verdict.id()))
            .unwrap_or_default();
        writeln!(
            out,
            "# tlsctl {} {}{verdict}\n",
            report.command,
            cell(&report.target)
        )?;
        if !report.findings.is_empty() {
            writeln!(
                out,
                "| severity | rule | on | what | what to do |\n|---|---|---|---|---|"
            )?;
            for finding in &report.findings {
                writeln!(
                    out,
                    "| {} | `{}` | {} | {} | {} |",
                    finding.severity.id(),
                    finding.rule.id,
                    cell(finding.subject.as_deref().unwrap_or_default()),
                    cell(&finding.message),
                    cell(finding.advice.as_deref().unwrap_or_default()),
                )?;
            }
            writeln!(out)?;
        }
        for problem in &report.problems {
            writeln!(
                out,
                "- **could not be looked at**: {}",
                cell(&problem.to_string())
            )?;
        }
        for section in &report.sections {
            writeln!(out, "## {}\n", label(section.id))?;
            for part in outline::blocks(section) {
                block(&part, out)?;
            }
        }
        Ok(())
    }

    fn end(&mut self, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}

fn block(part: &Block, out: &mut dyn Write) -> io::Result<()> {
    let row = |cells: &[String]| {
        let cells: Vec<String> = cells.iter().map(|text| cell(text)).collect();
        format!("| {} |", cells.join(" | "))
    };
    match part {
        Block::Heading(depth, words) => writeln!(out, "{} {}\n", "#".repeat((depth + 2).min(6)), cell(words)),
        Block::Facts(rows) => {
            writeln!(out, "| | |\n|---|---|")?;
            for (name, value) in rows {
                writeln!(out, "{}", row(&[name.clone(), value.clone()]))?;
            }
            writeln!(out)
        }
        Block::Table(head, rows) => {
            writeln!(out, "{}\n|{}", row(head), "---|".repeat(head.len()))?;
            for cells in rows {
                writeln!(out, "{}", row(cells))?;
            }
            writeln!(out)
        }
    }
}

/// Text that can neither leave its cell nor become markup.
fn cell(text: &str) -> String {
    let mut safe = String::new();
    for c in escape(text).chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '\\' | '|' | '`' | '*' | '_' | '[' | ']' | '#' | '!' | '~' => {
                safe.push('\\');
                safe.push(c);
            }
            c => safe.push(c),
        }
    }
    safe
}
