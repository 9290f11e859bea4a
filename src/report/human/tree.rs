//! Who signed whom: issuers above, what they issued below and to the right.

use std::io::{self, Write};

use super::page::{brief, grouped, items, string};
use crate::model::{Section, Value};
use crate::report::Style;
use crate::report::text::width;

/// `tree`: the fact `roots` holds trees of `title`, `note` and `issued`.
pub(super) fn view(section: &Section, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", style.heading("Chain"))?;
    let all = Value::Map(section.facts.clone());
    let mut lines = 0;
    for root in items(&all, "roots") {
        node(root, "  ", "  ", style, &mut lines, out)?;
    }
    if lines > LINES && !style.verbose {
        writeln!(out, "  … {} more", grouped(lines - LINES))?;
    }
    Ok(())
}

/// Lines of a tree that are shown unless all is asked for.
const LINES: usize = 30;

fn node(
    value: &Value,
    first: &str,
    below: &str,
    style: &Style,
    lines: &mut usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    *lines += 1;
    if *lines <= LINES || style.verbose {
        let note = brief(string(value, "note"), 30);
        let room = style
            .width
            .saturating_sub(width(first) + width(&note) + 3)
            .max(20);
        let title = brief(string(value, "title"), room);
        let note = if note.is_empty() {
            note
        } else {
            format!("  {}", style.dim(&note))
        };
        writeln!(out, "{first}{title}{note}")?;
    }
    // Deep chains stop moving to the right before they leave the screen.
    let below = if width(below) > style.width / 2 {
        "  "
    } else {
        below
    };
    let issued = items(value, "issued");
    for (i, child) in issued.iter().enumerate() {
        let (branch, bar) = if i + 1 == issued.len() {
            ("└─ ", "   ")
        } else {
            ("├─ ", "│  ")
        };
        node(
            child,
            &format!("{below}{branch}"),
            &format!("{below}{bar}"),
            style,
            lines,
            out,
        )?;
    }
    Ok(())
}
