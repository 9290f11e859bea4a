//! What a server speaks: versions and suites a line each, and the long rows of yes and no in few words,
//! what is wrong first.

use std::io::{self, Write};

use super::page::{Table, brief, row, rows};
use super::words;
use crate::model::{Fact, Section, Value};
use crate::report::Style;
use crate::report::label::label;
use crate::report::text::escape;

/// Suites of one version that are shown unless all is asked for.
const SUITES: usize = 12;

/// `protocol`: a line for each version.
pub(super) fn protocol(section: &Section, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", style.heading("protocol"))?;
    for fact in &section.facts {
        let old = !["tls1_2", "tls1_3"].contains(&&*fact.id);
        let text = match fact.value.at("accepted") {
            Some(Value::Bool(true)) if old => style.attention("accepted"),
            Some(Value::Bool(true)) => style.good("accepted"),
            Some(Value::Bool(false)) => "refused".to_owned(),
            Some(value) => words(value, style),
            None => words(&fact.value, style),
        };
        row(&label(&fact.id), &text, style, out)?;
    }
    Ok(())
}

/// `suites`: for each version its suites in the server's order, a line each.
pub(super) fn suites(section: &Section, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", style.heading("suites"))?;
    for fact in &section.facts {
        let Some(Value::List(accepted)) = fact.value.at("accepted") else {
            row(&of_all(&fact.id), &left_open(&fact.value, style), style, out)?;
            continue;
        };
        let mut lines: Vec<String> = accepted.iter().map(|suite| words(suite, style)).collect();
        if !style.verbose && lines.len() > SUITES {
            let left = lines.len() - SUITES;
            lines.truncate(SUITES);
            lines.push(style.dim(&format!("… {left} more (-v shows all)")));
        }
        if lines.is_empty() {
            lines.push(style.dim("none"));
        }
        let notes: Vec<String> = match &fact.value {
            Value::Map(facts) => facts.iter().filter_map(note).collect(),
            _ => Vec::new(),
        };
        if !notes.is_empty() {
            lines.push(style.dim(&notes.join(", ")));
        }
        rows(&label(&fact.id), &lines, style, out)?;
    }
    Ok(())
}

/// What the suites of all versions come to, as names that fit their column.
fn of_all(id: &str) -> String {
    match id {
        "authentication" => "server key".to_owned(),
        "key_exchange" => "exchange".to_owned(),
        id => label(id),
    }
}

/// Words for kinds, of which the suites of TLS 1.3 leave open which (RFC 8446 §B.4).
fn left_open(value: &Value, style: &Style) -> String {
    let any = Value::Text("any".to_owned());
    match value {
        Value::List(kinds) if kinds.contains(&any) => {
            let kinds = kinds.iter().filter(|kind| **kind != any);
            let kinds = kinds.map(|kind| words(kind, style));
            let all: Vec<String> = kinds.chain(["any in TLS 1.3".to_owned()]).collect();
            all.join(", ")
        }
        value => words(value, style),
    }
}

/// `alpn`: the protocols, and what becomes of a client that speaks none of them.
pub(super) fn alpn(section: &Section, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", style.heading("ALPN"))?;
    for fact in &section.facts {
        match (&*fact.id, &fact.value) {
            ("required", Value::Bool(true)) => row("others", "refused", style, out)?,
            ("required", Value::Bool(false)) => row("others", "served without ALPN", style, out)?,
            (id, value) => row(&label(id), &words(value, style), style, out)?,
        }
    }
    Ok(())
}

/// What else there is to say of a version's suites, besides which they are.
fn note(fact: &Fact) -> Option<String> {
    match (&*fact.id, &fact.value) {
        ("preference", Value::Text(text)) => Some(format!("order: {}'s", brief(text, 40))),
        ("chacha_first", Value::Bool(true)) => Some("ChaCha20 first for clients that prefer it".to_owned()),
        ("accepted", _) | (_, Value::Bool(false) | Value::Absent | Value::List(_)) => None,
        (_, Value::Bool(true)) => Some(label(&fact.id)),
        (_, Value::Inconclusive(why)) => Some(format!("{} inconclusive ({})", label(&fact.id), escape(why))),
        (_, value) => Some(format!(
            "{} {}",
            label(&fact.id),
            words(value, &Style::plain(false))
        )),
    }
}

/// `weaknesses`: those found by name; the others in one row.
pub(super) fn weaknesses(section: &Section, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    sorted(section, true, "not found", style, out)
}

/// `tolerance`: what is not tolerated by name; the others in one row.
pub(super) fn tolerance(section: &Section, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    sorted(section, false, "tolerated", style, out)
}

/// Facts that are `bad` one by one, then those that could not be found out, then the rest together.
fn sorted(section: &Section, bad: bool, rest: &str, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", style.heading(&label(section.id)))?;
    let is_quiet = |fact: &&Fact| fact.value == Value::Bool(!bad);
    let (quiet, told): (Vec<&Fact>, Vec<&Fact>) = section.facts.iter().partition(is_quiet);
    let names: Vec<String> = told.iter().map(|fact| label(&fact.id)).collect();
    let table = Table::of(names.iter().map(String::as_str));
    for (fact, name) in told.iter().zip(&names) {
        let text = match &fact.value {
            Value::Bool(true) => style.bad("yes"),
            Value::Bool(false) => style.attention("no"),
            value => words(value, style),
        };
        table.row(name, &text, style, out)?;
    }
    if !quiet.is_empty() {
        let quiet: Vec<String> = quiet.iter().map(|fact| label(&fact.id)).collect();
        table.row(rest, &quiet.join(", "), style, out)?;
    }
    Ok(())
}
