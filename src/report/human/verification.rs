//! The answer to a verification: what was asked, the path that holds, and each that does not.

use std::io::{self, Write};

use super::page::{brief, count, items, row, rows, string};
use crate::model::{Section, Value};
use crate::report::Style;

/// Ways that ended which are shown unless all is asked for.
const REJECTED: usize = 4;

/// `verification`.
pub(super) fn view(section: &Section, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let all = Value::Map(section.facts.clone());
    if let Some(Value::Text(why)) = all.at("not_judged") {
        return writeln!(
            out,
            "{} not judged: {}",
            style.heading("Verification"),
            brief(why, style.width)
        );
    }
    let (mark, word) = match all.at("accepted") {
        Some(Value::Bool(true)) => (style.good("✓"), style.good("accepted")),
        _ => (style.bad("✗"), style.bad("refused")),
    };
    writeln!(out, "{} {mark} {word}", style.heading("Verification"))?;
    let leaf = brief(string(&all, "leaf"), style.width - 40);
    let why = string(&all, "leaf_chosen_for");
    let why = if why.is_empty() {
        String::new()
    } else {
        style.dim(&format!("  ({why})"))
    };
    row("leaf", &format!("{leaf}{why}"), style, out)?;
    for (name, fact) in [("host", "host"), ("purpose", "purpose")] {
        let text = string(&all, fact);
        if !text.is_empty() {
            row(name, &brief(text, style.width * 3), style, out)?;
        }
    }
    if let Some(Value::Time(at)) = all.at("at") {
        row("at", &format!("{} UTC", super::page::moment(*at)), style, out)?;
    }
    let path = items(&all, "path");
    if !path.is_empty() {
        rows("path", &steps(path, style), style, out)?;
    }
    let stores = items(&all, "stores");
    if !stores.is_empty() {
        let each: Vec<String> = stores.iter().map(|store| self::store(store, style)).collect();
        row("stores", &each.join(", "), style, out)?;
    }
    let rejected = items(&all, "rejected_paths");
    let shown = if style.verbose { rejected.len() } else { REJECTED };
    for way in rejected.iter().take(shown) {
        let mut lines = steps(items(way, "certificates"), style);
        lines.push(style.bad(&brief(string(way, "message"), 2 * style.width)));
        rows("path tried", &lines, style, out)?;
    }
    if rejected.len() > shown {
        row(
            "",
            &format!("… {}", count(rejected.len() - shown, "more path")),
            style,
            out,
        )?;
    }
    Ok(())
}

/// What one store of anchors says.
fn store(store: &Value, style: &Style) -> String {
    let name = brief(string(store, "store"), style.width);
    match store.at("accepted") {
        Some(Value::Bool(true)) => format!("{} {name}", style.good("✓")),
        _ => format!(
            "{} {name} ({})",
            style.attention("✗"),
            brief(string(store, "rule"), 40)
        ),
    }
}

/// The certificates of a path, the leaf first, each below and to the right of whom it was issued by.
fn steps(path: &[Value], style: &Style) -> Vec<String> {
    let line = |(i, certificate): (usize, &Value)| {
        let Value::Text(title) = certificate else {
            return String::new();
        };
        let branch = if i == 0 {
            String::new()
        } else {
            format!("{}└─ ", "   ".repeat(i.min(8) - 1))
        };
        format!("{branch}{}", brief(title, style.width - 44))
    };
    path.iter().rev().enumerate().map(line).collect()
}
