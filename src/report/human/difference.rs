//! What changed between two sets of certificates: lost in red, gained in green, and always with a sign.

use std::io::{self, Write};

use super::certificate::words;
use super::page::{brief, count, items, number, string};
use crate::model::{Section, Value};
use crate::report::Style;
use crate::report::label::label;

/// `difference`.
pub(super) fn view(section: &Section, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let all = Value::Map(section.facts.clone());
    let changed = items(&all, "changed");
    for item in changed {
        writeln!(
            out,
            "{}",
            style.heading(&brief(string(item, "title"), style.width))
        )?;
        for change in items(item, "changes") {
            let name = label(string(change, "fact"));
            writeln!(out, "  {}", style.dim(&brief(&name, style.width)))?;
            for line in signed(change, style) {
                writeln!(out, "    {line}")?;
            }
        }
        writeln!(out)?;
    }
    let title = |item: &Value| match item {
        Value::Text(title) => brief(title, 2 * style.width),
        _ => String::new(),
    };
    for item in items(&all, "lost") {
        writeln!(out, "{}", style.bad(&format!("- {}", title(item))))?;
    }
    for item in items(&all, "gained") {
        writeln!(out, "{}", style.good(&format!("+ {}", title(item))))?;
    }
    let of = |id: &str| usize::try_from(number(&all, id).unwrap_or(0)).unwrap_or(0);
    let mut same = vec![count(of("unchanged"), "certificate")];
    if of("unchanged_others") > 0 {
        same.push(count(of("unchanged_others"), "other thing"));
        same.retain(|count| !count.starts_with("0 "));
    }
    writeln!(out, "{}", style.dim(&format!("{} unchanged", same.join(" and "))))
}

/// The lines of one change.
fn signed(change: &Value, style: &Style) -> Vec<String> {
    const ROOM: usize = 74;
    let limit = if style.verbose { usize::MAX - 1 } else { ROOM };
    let minus = |value: &Value| style.bad(&super::page::cut(&format!("- {}", words(value, style)), limit));
    let plus = |value: &Value| style.good(&super::page::cut(&format!("+ {}", words(value, style)), limit));
    if let (Some(old), Some(new)) = (change.at("old"), change.at("new")) {
        return vec![minus(old), plus(new)];
    }
    let (lost, gained) = (items(change, "lost"), items(change, "gained"));
    let mut lines: Vec<String> = lost.iter().map(minus).chain(gained.iter().map(plus)).collect();
    if lines.is_empty() {
        lines.push("in another order".to_owned());
    }
    const LINES: usize = 20;
    if lines.len() > LINES && !style.verbose {
        let left = lines.len() - LINES;
        lines.truncate(LINES);
        lines.push(format!("… {}", count(left, "more change")));
    }
    lines
}
