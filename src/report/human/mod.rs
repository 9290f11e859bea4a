//! For people: a heading, sections of aligned facts, then the findings and the verdict, for 80 columns
//! and readable without colour.
//!
//! A section that deserves a look of its own gets one: a file with a `view`, and a line in [`VIEWS`].

mod cases;
mod certificate;
mod clients;
mod contents;
mod difference;
mod entries;
mod listing;
mod page;
mod rules;
mod server;
mod spoken;
mod stacks;
mod steps;
mod tree;
mod verification;

use std::io::{self, Write};

use page::{brief, grouped, list};

use super::label::label;
use super::text::{escape, width, wrap};
use super::{Format, Renderer, Style, problem};
use crate::model::{Fact, Finding, Report, Section, Value, rfc3339};

/// `--format human`.
pub(crate) static FORMAT: Format = Format {
    id: "human",
    summary: "text for people",
    renderer: |many| Box::new(Human { many, first: true }),
    is_own: |text| {
        let first = text.lines().next().unwrap_or_default();
        let verb = first.strip_prefix(TITLE).and_then(|rest| rest.split(':').next());
        verb.is_some_and(|verb| crate::model::COMMANDS.contains(&verb))
    },
};

/// What a report in a file begins with: then come the verb, a colon, and the target where it is one.
const TITLE: &str = "tlsctl ";

/// How one section looks.
type View = fn(&Section, &Style, &mut dyn Write) -> io::Result<()>;

/// The sections that have a look of their own, by id.
const VIEWS: &[(&str, View)] = &[
    ("alpn", spoken::alpn),
    ("cases", cases::view),
    ("clients", clients::view),
    ("connections", server::connections),
    ("contents", contents::view),
    ("cookies", server::cookies),
    ("difference", difference::view),
    ("entries", entries::view),
    ("leaf", server::leaf),
    ("lint", rules::sum),
    ("listing", listing::view),
    ("rules", rules::view),
    ("next", steps::next),
    ("other_certificates", server::other_certificates),
    ("protocol", spoken::protocol),
    ("sent_chain", server::sent_chain),
    ("sni", server::sni),
    ("stacks", stacks::view),
    ("staple", server::staple),
    ("stores", steps::stores),
    ("suites", spoken::suites),
    ("tolerance", spoken::tolerance),
    ("tree", tree::view),
    ("verification", verification::view),
    ("weaknesses", spoken::weaknesses),
];

struct Human {
    many: bool,
    first: bool,
}

impl Renderer for Human {
    fn begin(&mut self, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn report(&mut self, report: &Report, style: &Style, out: &mut dyn Write) -> io::Result<()> {
        let is_first = std::mem::replace(&mut self.first, false);
        if is_first && style.titled {
            let target = if self.many { "" } else { &report.target };
            let title = format!("{TITLE}{}: {}", report.command, escape(target));
            writeln!(out, "{}\n", style.heading(title.trim_end()))?;
        }
        if !is_first {
            writeln!(out)?;
        }
        if self.many {
            writeln!(
                out,
                "{}\n",
                style.heading(&format!("== {} ==", escape(&report.target)))
            )?;
        }
        for (i, section) in report.sections.iter().enumerate() {
            if i > 0 {
                writeln!(out)?;
            }
            self.section(section, style, out)?;
        }
        if !report.findings.is_empty() {
            if !report.sections.is_empty() {
                writeln!(out)?;
            }
            // The worst first; those alike stay in the order they were found.
            let mut findings: Vec<&Finding> = report.findings.iter().collect();
            findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
            for finding in findings {
                self.finding(finding, style, out)?;
            }
        }
        for error in &report.problems {
            out.write_all(problem(error, style).as_bytes())?;
        }
        if let Some(verdict) = report.verdict {
            writeln!(out, "\n{}", style.verdict(verdict, verdict.id()))?;
        }
        Ok(())
    }

    fn end(&mut self, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}

impl Human {
    fn section(&self, section: &Section, style: &Style, out: &mut dyn Write) -> io::Result<()> {
        if let Some((_, view)) = VIEWS.iter().find(|(id, _)| *id == section.id) {
            return view(section, style, out);
        }
        writeln!(out, "{}", style.heading(&label(section.id)))?;
        self.facts(&section.facts, 2, style, out)
    }

    fn facts(&self, facts: &[Fact], indent: usize, style: &Style, out: &mut dyn Write) -> io::Result<()> {
        let column = facts
            .iter()
            .map(|fact| width(&label(&fact.id)))
            .max()
            .unwrap_or(0)
            .min(24);
        for fact in facts {
            let name = escape(&label(&fact.id));
            let pad = " ".repeat(column.saturating_sub(width(&name)));
            let bare = format!("{}{}", " ".repeat(indent), style.dim(&name));
            let head = format!("{bare}{pad}");
            match &fact.value {
                // A few plain values read better side by side than each on a line of its own.
                Value::Map(inner) if fits(inner, style.width.saturating_sub(indent + column + 2)) => {
                    writeln!(out, "{head}  {}", words(&fact.value, style))?;
                }
                Value::Map(inner) => {
                    writeln!(out, "{bare}")?;
                    self.facts(inner, indent + 2, style, out)?;
                }
                Value::List(items) if items.iter().any(|item| matches!(item, Value::Map(_))) => {
                    writeln!(out, "{bare}")?;
                    let most = if style.verbose { items.len() } else { MOST_ITEMS };
                    for item in items.iter().take(most) {
                        self.item(item, indent + 2, style, out)?;
                    }
                    if items.len() > most {
                        let more = grouped(items.len() - most);
                        writeln!(out, "{}… {more} more", " ".repeat(indent + 2))?;
                    }
                }
                value => {
                    let lines = wrap(
                        &words(value, style),
                        style.width.saturating_sub(indent + column + 2).max(30),
                    );
                    writeln!(
                        out,
                        "{head}  {}",
                        lines.join(&format!("\n{}", " ".repeat(indent + column + 2)))
                    )?;
                }
            }
        }
        Ok(())
    }

    fn item(&self, item: &Value, indent: usize, style: &Style, out: &mut dyn Write) -> io::Result<()> {
        match item {
            Value::Map(facts) => {
                writeln!(out, "{}-", " ".repeat(indent))?;
                self.facts(facts, indent + 2, style, out)
            }
            value => writeln!(out, "{}- {}", " ".repeat(indent), words(value, style)),
        }
    }

    fn finding(&self, finding: &Finding, style: &Style, out: &mut dyn Write) -> io::Result<()> {
        let subject = finding
            .subject
            .as_deref()
            .map(|s| format!("{}: ", escape(s)))
            .unwrap_or_default();
        let severity = format!("{}:", finding.severity.id());
        let rule = format!("[{}]", finding.rule.id);
        let message = if style.verbose {
            escape(&finding.message)
        } else {
            brief(&finding.message, LONGEST)
        };
        let text = format!("{severity} {subject}{message} {rule}");
        // Wrapped before it is dressed, since colour has no width.
        let text = wrap(&text, style.width - 4).join("\n    ");
        let text = text.strip_prefix(&severity).unwrap_or(&text);
        let text = text.strip_suffix(&rule).unwrap_or(text);
        writeln!(
            out,
            "{}{text}{}",
            style.severity(finding.severity, &severity),
            style.dim(&rule)
        )?;
        if let Some(advice) = &finding.advice {
            for line in wrap(&escape(advice), style.width.saturating_sub(4)) {
                writeln!(out, "    {}", style.dim(&line))?;
            }
        }
        Ok(())
    }
}

/// The columns that one value or message takes unless all is to be shown: a page, and more than any but a hostile
/// server makes it.
const LONGEST: usize = 2000;

/// The items of a list that each take lines of their own, unless all is to be shown.
const MOST_ITEMS: usize = 100;

/// Whether these facts are plain values that fit side by side.
fn fits(facts: &[Fact], room: usize) -> bool {
    let plain = |fact: &Fact| !matches!(fact.value, Value::List(_) | Value::Map(_));
    let line = words(&Value::Map(facts.to_vec()), &Style::plain(false));
    !facts.is_empty() && facts.iter().all(plain) && width(&line) <= room
}

/// A value on one line.
pub(super) fn words(value: &Value, style: &Style) -> String {
    match value {
        Value::Absent => style.dim("none"),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::Inconclusive(why) => style.attention(&format!("inconclusive ({})", escape(why))),
        Value::Int(number) => number.to_string(),
        Value::List(items) if items.is_empty() => style.dim("none"),
        Value::List(items) => {
            // Each is a column wide at least, and a comma and a space are between two: more are not shown.
            let shown = if style.verbose { items.len() } else { LONGEST };
            let mut texts: Vec<String> = items.iter().take(shown).map(|item| words(item, style)).collect();
            texts.resize(items.len(), String::new());
            list(&texts, LONGEST, style)
        }
        Value::Map(facts) => facts
            .iter()
            .map(|fact| format!("{} {}", label(&fact.id), words(&fact.value, style)))
            .collect::<Vec<_>>()
            .join(", "),
        Value::Text(text) if style.verbose => escape(text),
        Value::Text(text) => brief(text, LONGEST),
        Value::Time(time) => rfc3339(*time),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_server_says_without_end_is_cut_for_people_and_whole_where_all_is_asked_for() {
        let names = Value::list((0..10_000).map(|i| format!("san{i}.example")));
        let text = Value::Text("x".repeat(200_000));
        for (value, end) in [(&names, " more (-v shows all)"), (&text, "x…")] {
            let cut = words(value, &Style::plain(false));
            assert!(
                cut.len() < 2 * LONGEST && cut.ends_with(end),
                "{} bytes",
                cut.len()
            );
        }
        let all = Style::plain(true);
        assert!(words(&names, &all).ends_with(", san9999.example"));
        assert_eq!(words(&text, &all).len(), 200_000);
    }
}
