//! One line for each certificate: when it ends, whose it is, its key, and where it was found.

use std::io::{self, Write};

use super::certificate::state;
use super::page::{brief, count, items, number, string};
use crate::model::{Section, Value, rfc3339};
use crate::report::Style;
use crate::report::text::{duration, width};

/// `listing`.
pub(super) fn view(section: &Section, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let all = Value::Map(section.facts.clone());
    let rows = items(&all, "certificates");
    if let (true, Some(examined)) = (rows.is_empty(), number(&all, "examined")) {
        let examined = count(usize::try_from(examined).unwrap_or(0), "certificate");
        return writeln!(out, "{examined} examined, none ends that soon");
    }
    let others = items(&all, "others");
    if !rows.is_empty() {
        table(rows, style, out)?;
    }
    if !rows.is_empty() && !others.is_empty() {
        writeln!(out)?;
    }
    let kinds = others
        .iter()
        .map(|other| width(string(other, "kind")))
        .max()
        .unwrap_or(0);
    for other in others {
        let limit = if style.fits {
            style.width - kinds - 4
        } else {
            usize::MAX - 1
        };
        let title = string(other, "title");
        let what = format!("{title}  {}", string(other, "place"));
        let kind = padded(string(other, "kind"), kinds);
        writeln!(out, "{}  {}", style.dim(&kind), brief(what.trim(), limit))?;
    }
    Ok(())
}

/// The certificates, in columns.
fn table(rows: &[Value], style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let common = common(rows);
    let widest = |column: &dyn Fn(&Value) -> usize| rows.iter().map(column).max().unwrap_or(0);
    let escaped = |text: &str| width(&crate::report::escape(text));
    let places = widest(&|row| escaped(&string(row, "place")[common..]));
    let keys = widest(&|row| escaped(string(row, "key.name"))).max(3);
    let names = widest(&|row| escaped(string(row, "title"))).max(4);
    // On a terminal the columns share its width; whoever reads a pipe or a file gets every word whole.
    let (name, keys, places) = if style.fits {
        let (keys, places) = (keys.min(14), places.min(22));
        let name = style
            .width
            .saturating_sub(10 + 2 + 10 + 2 + 2 + keys + 2 + places);
        (name, keys, places)
    } else {
        (names, keys, places)
    };
    let header = format!(
        "{:<10}  {:<10}  {:<name$}  {:<keys$}  {}",
        "until", "ends in", "name", "key", "where"
    );
    writeln!(out, "{}", style.heading(header.trim_end()))?;
    for row in rows {
        line(row, common, (name, keys, places), style, out)?;
    }
    Ok(())
}

fn line(
    row: &Value,
    common: usize,
    columns: (usize, usize, usize),
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let (name, keys, places) = columns;
    let until = match row.at("not_after") {
        Some(Value::Time(time)) => rfc3339(*time).chars().take(10).collect(),
        _ => "?".to_owned(),
    };
    let left = left(row, style);
    let place = tail(&string(row, "place")[common..], places);
    let text = format!(
        "{until:<10}  {left}  {}  {}  {place}",
        padded(&brief(string(row, "title"), name), name),
        padded(&brief(string(row, "key.name"), keys), keys),
    );
    writeln!(out, "{}", text.trim_end())
}

/// How many bytes all places begin with alike, up to a `/` or before a `#`: they need no saying.
fn common(rows: &[Value]) -> usize {
    let mut places = rows.iter().map(|row| string(row, "place"));
    let Some(first) = places.next() else { return 0 };
    let mut shared = first.len();
    for place in places {
        let alike = first
            .bytes()
            .zip(place.bytes())
            .take_while(|(a, b)| a == b)
            .count();
        shared = shared.min(alike);
    }
    if rows.len() < 2 {
        return 0;
    }
    let start = &first.as_bytes()[..shared];
    let cut = start.iter().rposition(|b| matches!(b, b'/' | b'#'));
    cut.map_or(0, |at| if start[at] == b'#' { at } else { at + 1 })
}

/// What is left of the validity, dressed and padded to its column.
fn left(row: &Value, style: &Style) -> String {
    let words = match (string(row, "validity"), number(row, "ends_in_seconds")) {
        ("expired", _) => "expired".to_owned(),
        ("not-yet-valid", _) => "not yet".to_owned(),
        (_, Some(seconds)) => duration(seconds),
        _ => "unknown".to_owned(),
    };
    // The colour is that of the full sentence.
    let sentence = state(row, style);
    let plain = state(row, &Style::plain(false));
    let padded = padded(&words, 10);
    if words == "unknown" {
        padded
    } else {
        sentence.replacen(&plain, &padded, 1)
    }
}

fn padded(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(width(text))))
}

/// The end of a path, which says more than its beginning.
fn tail(text: &str, columns: usize) -> String {
    let safe = crate::report::escape(text);
    let count = safe.chars().count();
    if count <= columns {
        return safe;
    }
    let end: String = safe.chars().skip(count - columns.saturating_sub(1)).collect();
    format!("…{end}")
}
