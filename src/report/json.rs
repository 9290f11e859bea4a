//! JSON (`tlsctl/report/1`): one document for one report, an array for several, or a line each.
//! The schema is `report-1.schema.json` beside this file; `tlsctl schema report` prints it.

use std::io::{self, Write};

use serde::ser::{Serialize, SerializeMap as _, Serializer};
use serde_json::{Value as Json, json};

use super::text::is_treacherous;
use super::{Format, Renderer, Style};
use crate::error::Error;
use crate::model::{Fact, Finding, Report, Section, Value, Verdict, rfc3339};

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
pub(crate) fn pretty(document: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    let mut safe = Harmless::new(out);
    serde_json::to_writer_pretty(&mut safe, document)?;
    safe.finish()
}

/// A writer of JSON in which the characters that could turn a terminal are written `\uXXXX`: the same
/// document, since outside of strings there are none.
struct Harmless<'a> {
    out: &'a mut dyn Write,
    /// The beginning of a character that has not come whole.
    rest: Vec<u8>,
}

impl<'a> Harmless<'a> {
    fn new(out: &'a mut dyn Write) -> Self {
        Self {
            out,
            rest: Vec::new(),
        }
    }

    fn text(&mut self, text: &str) -> io::Result<()> {
        let mut plain = 0;
        for (at, c) in text
            .char_indices()
            .filter(|(_, c)| *c != '\n' && is_treacherous(*c))
        {
            self.out.write_all(&text.as_bytes()[plain..at])?;
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(self.out, "\\u{unit:04x}")?;
            }
            plain = at + c.len_utf8();
        }
        self.out.write_all(&text.as_bytes()[plain..])
    }

    /// What is left is no text, which JSON never is.
    fn finish(self) -> io::Result<()> {
        if self.rest.is_empty() {
            Ok(())
        } else {
            Err(io::ErrorKind::InvalidData.into())
        }
    }
}

impl Write for Harmless<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.rest.is_empty()
            && let Ok(text) = std::str::from_utf8(bytes)
        {
            self.text(text)?;
            return Ok(bytes.len());
        }
        self.rest.extend_from_slice(bytes);
        let all = std::mem::take(&mut self.rest);
        let whole = std::str::from_utf8(&all).map_or_else(|e| e.valid_up_to(), str::len);
        let (text, rest) = all.split_at(whole);
        self.rest = rest.to_vec();
        self.text(&String::from_utf8_lossy(text))?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
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
        pretty(&Whole(report), out)?;
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
        let mut safe = Harmless::new(out);
        serde_json::to_writer(&mut safe, &Whole(report))?;
        safe.finish()?;
        out.write_all(b"\n")
    }

    fn end(&mut self, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}

/// A report as the document that the schema describes. It is written as it is read: a copy of a report on
/// ten thousand certificates would be as large as the report.
struct Whole<'a>(&'a Report);

struct Sections<'a>(&'a [Section]);
struct Facts<'a>(&'a [Fact]);
struct Findings<'a>(&'a [Finding]);
struct Problems<'a>(&'a [Error]);
struct One<'a>(&'a Value);

impl Serialize for Whole<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let report = self.0;
        let mut map = to.serialize_map(None)?;
        map.serialize_entry("schema", SCHEMA)?;
        map.serialize_entry(
            "tool",
            &json!({ "name": "tlsctl", "version": env!("CARGO_PKG_VERSION") }),
        )?;
        map.serialize_entry("command", report.command)?;
        map.serialize_entry("target", &report.target)?;
        map.serialize_entry("verdict", &report.verdict.map(Verdict::id))?;
        map.serialize_entry("sections", &Sections(&report.sections))?;
        map.serialize_entry("findings", &Findings(&report.findings))?;
        map.serialize_entry("problems", &Problems(&report.problems))?;
        map.end()
    }
}

impl Serialize for Sections<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let last = last_of_each(self.0, |section| section.id);
        to.collect_map(last.map(|section| (section.id, Facts(&section.facts))))
    }
}

impl Serialize for Facts<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let last = last_of_each(self.0, |fact| &*fact.id);
        to.collect_map(last.map(|fact| (&*fact.id, One(&fact.value))))
    }
}

impl Serialize for Findings<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(self.0.iter().map(finding))
    }
}

impl Serialize for Problems<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(self.0.iter().map(problem))
    }
}

/// An inconclusive fact is an object with its reason, so that it can never be taken for `false` or for
/// a value.
impl Serialize for One<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Absent => to.serialize_none(),
            Value::Bool(yes) => to.serialize_bool(*yes),
            Value::Inconclusive(why) => to.collect_map([("inconclusive", why)]),
            Value::Int(number) => to.serialize_i64(*number),
            Value::List(items) => to.collect_seq(items.iter().map(One)),
            Value::Map(inner) => Facts(inner).serialize(to),
            Value::Text(text) => to.serialize_str(text),
            Value::Time(time) => to.serialize_str(&rfc3339(*time)),
        }
    }
}

/// Of those with the same id the last: an object has each key once (RFC 8259 §4).
fn last_of_each<'a, T>(all: &'a [T], id: impl Fn(&'a T) -> &'a str) -> impl Iterator<Item = &'a T> {
    let is_last = move |place: &usize| {
        let mut later = all[place + 1..].iter();
        !later.any(|other| id(other) == id(&all[*place]))
    };
    (0..all.len()).filter(is_last).map(move |place| &all[place])
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

/// Facts as an object.
pub(super) fn facts(facts: &[Fact]) -> Json {
    // What goes to memory as plain values cannot fail.
    serde_json::to_value(Facts(facts)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_that_come_in_parts_are_written_harmless() {
        let mut bytes = Vec::new();
        let mut safe = Harmless::new(&mut bytes);
        for byte in "\"a\u{202e}é\u{e0041}\"".as_bytes() {
            safe.write_all(&[*byte]).expect("memory takes it");
        }
        safe.finish().expect("all came whole");
        assert_eq!(bytes, "\"a\\u202eé\\udb40\\udc41\"".as_bytes());
    }
}
