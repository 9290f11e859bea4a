//! What was done to places, and what to do next: commands stand on lines of their own, so that they can
//! be copied whole.

use std::io::{self, Write};

use super::page::{items, row, string};
use super::words;
use crate::model::{Section, Value};
use crate::report::Style;
use crate::report::label::label;
use crate::report::text::escape;

/// `stores`: for each place how it stands, and the commands.
pub(super) fn stores(section: &Section, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", style.heading("trust stores"))?;
    let all = Value::Map(section.facts.clone());
    for place in items(&all, "places") {
        let state = match string(place, "state") {
            state @ ("present" | "present already" | "installed") => style.good(state),
            state @ ("failed" | "unknown") => style.bad(state),
            state => style.attention(state),
        };
        row(
            string(place, "store"),
            &format!(
                "{state}: {} ({})",
                escape(string(place, "place")),
                escape(string(place, "path"))
            ),
            style,
            out,
        )?;
        for command in items(place, "commands") {
            writeln!(out, "    {}", style.accent(&words(command, &Style::plain(false))))?;
        }
    }
    Ok(())
}

/// `next`: what one would do now, a command each.
pub(super) fn next(section: &Section, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", style.heading("next"))?;
    for fact in &section.facts {
        let name = label(&fact.id);
        writeln!(out, "  {}", style.dim(&format!("{name}:")))?;
        writeln!(
            out,
            "    {}",
            style.accent(&words(&fact.value, &Style::plain(false)))
        )?;
    }
    Ok(())
}
