//! CSV (RFC 4180): a row for each fact, finding and problem. A cell that a spreadsheet would take for a
//! formula is given a quote in front.

use std::io::{self, Write};

use super::text::escape;
use super::{Format, Renderer, Style, flat};
use crate::model::Report;

/// `--format csv`.
pub(crate) static FORMAT: Format = Format {
    id: "csv",
    summary: "a row for each fact, finding and problem",
    renderer: |_| Box::new(Csv),
    is_own: |text| text.starts_with(HEADER),
};

struct Csv;

impl Renderer for Csv {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(HEADER.as_bytes())
    }

    fn report(&mut self, report: &Report, _: &Style, out: &mut dyn Write) -> io::Result<()> {
        let target = escape(&report.target);
        for (path, value) in flat::rows(report) {
            row(out, &[&target, "fact", &path, "", "", &value])?;
        }
        for finding in &report.findings {
            let subject = finding.subject.as_deref().map(escape).unwrap_or_default();
            let message = escape(&finding.message);
            row(
                out,
                &[
                    &target,
                    "finding",
                    finding.rule.id,
                    finding.severity.id(),
                    &subject,
                    &message,
                ],
            )?;
        }
        for problem in &report.problems {
            row(
                out,
                &[&target, "problem", "", "error", "", &escape(&problem.to_string())],
            )?;
        }
        if let Some(verdict) = report.verdict {
            row(out, &[&target, "verdict", "", "", "", verdict.id()])?;
        }
        Ok(())
    }

    fn end(&mut self, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}

fn row(out: &mut dyn Write, cells: &[&str]) -> io::Result<()> {
    let cells: Vec<String> = cells.iter().map(|cell| quote(cell)).collect();
    write!(out, "{}\r\n", cells.join(","))
}

fn quote(cell: &str) -> String {
    let formula =
        cell.starts_with(['=', '+', '@', '\t']) || (cell.starts_with('-') && cell.parse::<f64>().is_err());
    let guard = if formula { "'" } else { "" };
    if formula || cell.contains(['"', ',', '\r', '\n']) {
        format!("\"{guard}{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

const HEADER: &str = "target,kind,id,severity,subject,value\r\n";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_and_formulas_disarmed() {
        assert_eq!(quote("plain"), "plain");
        assert_eq!(quote("a,b"), "\"a,b\"");
        assert_eq!(quote("say \"hi\""), "\"say \"\"hi\"\"\"");
        assert_eq!(quote("=1+1"), "\"'=1+1\"");
        assert_eq!(quote("-5"), "-5");
    }
}
