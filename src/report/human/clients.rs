//! Which well-known clients could connect: how many in each version, and by name those that could not and
//! why. Where all is asked for, a line for each.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::page::{count, row, rows, string};
use super::words;
use crate::model::{Section, Value};
use crate::report::Style;
use crate::report::text::{escape, width};

/// `clients`.
pub(super) fn view(section: &Section, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", style.heading("clients"))?;
    // The newest version first, as the words for versions sort.
    let mut agreed: BTreeMap<&str, Vec<&Value>> = BTreeMap::new();
    let mut refused: BTreeMap<&str, Vec<&Value>> = BTreeMap::new();
    let mut open: BTreeMap<&str, Vec<&Value>> = BTreeMap::new();
    for client in section.facts.iter().map(|fact| &fact.value) {
        match client.at("connects") {
            Some(Value::Bool(true)) => agreed.entry(string(client, "version")).or_default().push(client),
            Some(Value::Inconclusive(why)) => open.entry(why).or_default().push(client),
            _ => refused.entry(string(client, "reason")).or_default().push(client),
        }
    }
    for (version, clients) in agreed.iter().rev() {
        if style.verbose {
            let names = clients.iter().map(|client| width(string(client, "name")));
            let column = names.max().unwrap_or(0);
            let lines: Vec<String> = clients.iter().map(|client| line(client, column, style)).collect();
            rows(version, &lines, style, out)?;
        } else {
            row(version, &count(clients.len(), "client"), style, out)?;
        }
    }
    for (reason, clients) in &refused {
        let text = format!("{}: {}", style.attention(&escape(reason)), names(clients));
        row("cannot", &text, style, out)?;
    }
    for (reason, clients) in &open {
        let text = format!("{} ({})", names(clients), escape(reason));
        row("inconclusive", &text, style, out)?;
    }
    Ok(())
}

fn names(clients: &[&Value]) -> String {
    let names: Vec<String> = clients
        .iter()
        .map(|client| escape(string(client, "name")))
        .collect();
    names.join(", ")
}

/// One client with what it agrees on.
fn line(client: &Value, column: usize, style: &Style) -> String {
    let part = |id| {
        client
            .at(id)
            .filter(|value| **value != Value::Absent)
            .map(|value| words(value, style))
    };
    let parts: Vec<String> = ["suite", "group"].into_iter().filter_map(part).collect();
    let name = escape(string(client, "name"));
    let pad = " ".repeat(column.saturating_sub(width(&name)));
    let mut line = format!("{name}{pad}  {}", style.dim(&parts.join(", ")));
    if client.at("other_certificate").is_some() {
        line.push_str(&style.attention(" (another certificate)"));
    }
    line
}
