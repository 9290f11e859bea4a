//! `cases`: the catalogue of broken certificates, group by group. Groups and cases bear the words that the
//! command line takes, letter by letter: no label stands for an id here.

use std::io::{self, Write};

use super::words;
use crate::model::{Section, Value};
use crate::report::Style;
use crate::report::text::{escape, width, wrap};

/// A heading for each group, and a row for each of its cases.
pub(super) fn view(section: &Section, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    for (i, group) in section.facts.iter().enumerate() {
        if i > 0 {
            writeln!(out)?;
        }
        writeln!(out, "{}", style.heading(&escape(&group.id)))?;
        let Value::Map(cases) = &group.value else { continue };
        let widths = cases.iter().map(|case| width(&case.id));
        let column = widths.max().unwrap_or(0).min(24);
        for case in cases {
            let id = escape(&case.id);
            let pad = " ".repeat(column.saturating_sub(width(&id)));
            let room = style.width.saturating_sub(column + 4).max(30);
            let lines = wrap(&words(&case.value, style), room);
            let text = lines.join(&format!("\n{}", " ".repeat(column + 4)));
            writeln!(out, "  {}{pad}  {text}", style.dim(&id))?;
        }
    }
    Ok(())
}
