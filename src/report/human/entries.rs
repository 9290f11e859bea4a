//! `entries`: what of a PKI was made or has to be, and why: a row each.

use std::io::{self, Write};

use super::page::{items, row, string};
use super::words;
use crate::model::{Section, Value};
use crate::report::Style;
use crate::report::text::{escape, width};

/// A row for each entry, its place on the left.
pub(super) fn view(section: &Section, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", style.heading("entries"))?;
    let all = Value::Map(section.facts.clone());
    let changes = items(&all, "changes");
    if changes.is_empty() {
        return row("all", "up to date", style, out);
    }
    let place = |change: &Value| escape(string(change, "entry"));
    let column = changes
        .iter()
        .map(|change| width(&place(change)))
        .max()
        .unwrap_or(0)
        .min(40);
    for change in changes {
        let place = place(change);
        let why: Vec<String> = items(change, "because")
            .iter()
            .map(|why| words(why, &Style::plain(false)))
            .collect();
        let pad = " ".repeat(column.saturating_sub(width(&place)));
        writeln!(out, "  {}{pad}  {}", style.accent(&place), why.join("; "))?;
    }
    Ok(())
}
