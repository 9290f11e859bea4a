//! Who signed whom: issuers above, what they issued below and to the right.

use std::io::{self, Write};

use super::page::{brief, grouped, items, string};
use crate::model::{Section, Value};
use crate::report::Style;
use crate::report::text::width;

/// `tree`: the fact `certificates` holds rows of `title`, `note` and `level`, each below the nearest one
/// before it of a lower level.
pub(super) fn view(section: &Section, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", style.heading("Chain"))?;
    let all = Value::Map(section.facts.clone());
    let rows = items(&all, "certificates");
    let limit = if style.verbose { rows.len() } else { LINES };
    // What stands before the rows below a row of each level.
    let mut below: Vec<String> = Vec::new();
    for (row, is_last) in rows.iter().zip(lasts(rows)).take(limit) {
        let level = level(row).min(below.len());
        below.truncate(level);
        let (first, next) = match below.last() {
            None => (INDENT.to_owned(), INDENT.to_owned()),
            Some(before) if is_last => (format!("{before}└─ "), format!("{before}   ")),
            Some(before) => (format!("{before}├─ "), format!("{before}│  ")),
        };
        line(row, &first, style, out)?;
        // Deep chains stop moving to the right before they leave the screen.
        let is_wide = width(&next) > style.width / 2;
        below.push(if is_wide { INDENT.to_owned() } else { next });
    }
    if rows.len() > limit {
        writeln!(out, "  … {} more", grouped(rows.len() - limit))?;
    }
    Ok(())
}

/// Lines of a tree that are shown unless all is asked for.
const LINES: usize = 30;
const INDENT: &str = "  ";

fn level(row: &Value) -> usize {
    match row.at("level") {
        Some(Value::Int(level)) => usize::try_from(*level).unwrap_or(0),
        _ => 0,
    }
}

/// For each row, whether it is the last below its issuer.
fn lasts(rows: &[Value]) -> Vec<bool> {
    let mut followed: Vec<bool> = Vec::new();
    let mut lasts: Vec<bool> = rows
        .iter()
        .rev()
        .map(|row| {
            let level = level(row);
            followed.resize(level + 1, false);
            !std::mem::replace(&mut followed[level], true)
        })
        .collect();
    lasts.reverse();
    lasts
}

fn line(row: &Value, first: &str, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let note = brief(string(row, "note"), 30);
    let room = style
        .width
        .saturating_sub(width(first) + width(&note) + 3)
        .max(20);
    let title = brief(string(row, "title"), room);
    let note = if note.is_empty() {
        note
    } else {
        format!("  {}", style.dim(&note))
    };
    writeln!(out, "{first}{title}{note}")
}
