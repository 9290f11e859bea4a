//! Which well-known clients could connect: how many in each version, and by name those that could not and
//! why. Where all is asked for, a line for each.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::page::{Table, count, string};
use super::words;
use crate::model::{Section, Value};
use crate::report::Style;
use crate::report::text::{escape, width, wrap};

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
    let table = Table::of((!open.is_empty()).then_some("inconclusive"));
    for (version, clients) in agreed.iter().rev() {
        if style.verbose {
            let names = clients.iter().map(|client| width(string(client, "name")));
            let column = names.max().unwrap_or(0);
            let lines: Vec<String> = clients
                .iter()
                .flat_map(|client| lines(client, column, table.room(style), style))
                .collect();
            table.rows(version, &lines, style, out)?;
        } else {
            table.row(version, &count(clients.len(), "client"), style, out)?;
        }
    }
    for (reason, clients) in &refused {
        let text = format!("{}: {}", style.attention(&escape(reason)), names(clients));
        table.row("cannot", &text, style, out)?;
    }
    for (reason, clients) in &open {
        let text = format!("{} ({})", names(clients), escape(reason));
        table.row("inconclusive", &text, style, out)?;
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

/// One client with what it agrees on, each part on a line of its own where they do not fit on one, and below
/// the name where they do not fit beside it.
fn lines(client: &Value, column: usize, room: usize, style: &Style) -> Vec<String> {
    let plain = Style::plain(true);
    let part = |id| {
        client
            .at(id)
            .filter(|value| **value != Value::Absent)
            .map(|value| words(value, &plain))
    };
    let mut parts: Vec<String> = ["suite", "group"].into_iter().filter_map(part).collect();
    if client.at("other_certificate").is_some() {
        parts.push("another certificate".to_owned());
    }
    let limit = room.saturating_sub(column + 2);
    let all = parts.join(", ");
    let texts = if width(&all) <= limit {
        vec![all]
    } else {
        parts.iter().flat_map(|part| wrap(part, limit)).collect()
    };
    let name = escape(string(client, "name"));
    if texts.iter().any(|text| width(text) > limit) {
        let below = texts.iter().map(|text| format!("  {}", style.dim(text)));
        return std::iter::once(name).chain(below).collect();
    }
    let mut heads = std::iter::once(name).chain(std::iter::repeat(String::new()));
    let line = |text: &String| {
        let head = heads.next().unwrap_or_default();
        let pad = " ".repeat(column.saturating_sub(width(&head)));
        format!("{head}{pad}  {}", style.dim(text))
    };
    texts.iter().map(line).collect()
}
