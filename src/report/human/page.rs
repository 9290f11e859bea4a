//! What the views are laid out with: rows of a name and wrapped text, limited in length, and the words
//! for numbers and times. It knows no section.

use std::io::{self, Write};

use jiff::Timestamp;

use crate::model::{Value, rfc3339};
use crate::report::Style;
use crate::report::text::{escape, width, wrap};

/// The columns that a row's name takes, with what is left and right of it.
const NAME: usize = 14;

/// Lines of one row that are shown unless all is asked for.
const LINES: usize = 6;

/// Writes a name and its text: broken at spaces, and cut after some lines unless all is to be shown.
/// The text is escaped already.
pub(super) fn row(name: &str, text: &str, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    Table { column: NAME }.row(name, text, style, out)
}

/// Writes a name and the lines beside it.
pub(super) fn rows(name: &str, lines: &[String], style: &Style, out: &mut dyn Write) -> io::Result<()> {
    Table { column: NAME }.rows(name, lines, style, out)
}

/// Rows whose names may be longer than usual, with their texts in one column all the same.
#[derive(Clone, Copy, Debug)]
pub(super) struct Table {
    column: usize,
}

impl Table {
    /// With room for the longest of these names.
    pub(super) fn of<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        let longest = names.into_iter().map(width).max().unwrap_or(0);
        Self {
            column: NAME.max(2 + longest + 2),
        }
    }

    /// The columns that are left beside the names.
    pub(super) fn room(self, style: &Style) -> usize {
        style.width.saturating_sub(self.column)
    }

    /// As [`row`].
    pub(super) fn row(self, name: &str, text: &str, style: &Style, out: &mut dyn Write) -> io::Result<()> {
        let lines = fold(text, self.room(style), style.verbose);
        self.rows(name, &lines, style, out)
    }

    /// As [`rows`].
    pub(super) fn rows(
        self,
        name: &str,
        lines: &[String],
        style: &Style,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let pad = " ".repeat(self.column.saturating_sub(2 + width(name)).max(1));
        for (i, line) in lines.iter().enumerate() {
            if i == 0 {
                writeln!(out, "  {}{pad}{line}", style.dim(name))?;
            } else {
                writeln!(out, "{}{line}", " ".repeat(self.column))?;
            }
        }
        Ok(())
    }
}

/// Items with commas between, the number of those left out at the end.
pub(super) fn list(items: &[String], limit: usize, style: &Style) -> String {
    if style.verbose {
        return items.join(", ");
    }
    let mut text = String::new();
    for (i, item) in items.iter().enumerate() {
        // A row is cut after some lines, and the count must not be what is cut.
        let is_full = || {
            let lines = wrap(&format!("{text}, {item}"), style.width.saturating_sub(NAME)).len();
            lines >= LINES || width(&text) + width(item) > limit
        };
        if i > 0 && is_full() {
            let left = grouped(items.len() - i);
            return format!("{text}, … {left} more (-v shows all)");
        }
        text.push_str(if i > 0 { ", " } else { "" });
        text.push_str(item);
    }
    text
}

/// Text as it may be shown: escaped, and cut to `limit` columns.
pub(super) fn brief(text: &str, limit: usize) -> String {
    // Escaping makes text longer, never shorter: more than this need not be looked at.
    let start: String = text.chars().take(limit + 1).collect();
    cut(&escape(&start), limit)
}

/// Escaped text, cut to `limit` columns.
pub(super) fn cut(text: &str, limit: usize) -> String {
    if width(text) <= limit {
        return text.to_owned();
    }
    let mut kept = String::new();
    for c in text.chars() {
        if width(&kept) + 2 > limit {
            break;
        }
        kept.push(c);
    }
    kept.push('…');
    kept
}

/// A whole number with commas between the thousands.
pub(super) fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A number of things: `1 certificate`, `12 certificates`.
pub(super) fn count(number: usize, thing: &str) -> String {
    format!(
        "{} {thing}{}",
        grouped(number),
        if number == 1 { "" } else { "s" }
    )
}

/// A moment to the second: `2027-02-19 02:43:10`, in UTC.
pub(super) fn moment(time: Timestamp) -> String {
    rfc3339(time).replace('T', " ").trim_end_matches('Z').to_owned()
}

/// The text under `path`, or nothing.
pub(super) fn string<'a>(value: &'a Value, path: &str) -> &'a str {
    match value.at(path) {
        Some(Value::Text(text)) => text,
        _ => "",
    }
}

/// The number under `path`.
pub(super) fn number(value: &Value, path: &str) -> Option<i64> {
    match value.at(path) {
        Some(Value::Int(number)) => Some(*number),
        _ => None,
    }
}

/// The items under `path`.
pub(super) fn items<'a>(value: &'a Value, path: &str) -> &'a [Value] {
    match value.at(path) {
        Some(Value::List(items)) => items,
        _ => &[],
    }
}

/// The texts under `path`, escaped and none longer than a line.
pub(super) fn strings(value: &Value, path: &str, style: &Style) -> Vec<String> {
    let limit = if style.verbose {
        usize::MAX - 1
    } else {
        style.width - NAME
    };
    // More than a screen of names is only counted, so only that much is made readable.
    let shown = |(i, item): (usize, &Value)| match item {
        Value::Text(text) if i < 500 || style.verbose => brief(text, limit),
        _ => String::new(),
    };
    items(value, path).iter().enumerate().map(shown).collect()
}

/// Breaks text into lines; a word longer than a line is broken too.
fn fold(text: &str, limit: usize, all: bool) -> Vec<String> {
    let mut lines = wrap(text, limit);
    if !all && lines.len() > LINES {
        let left = lines.len() - LINES;
        lines.truncate(LINES);
        lines.push(format!("… {}", count(left, "more line")));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_list_says_how_much_is_left_out() {
        let items: Vec<String> = (0..10_000).map(|i| format!("san{i}.example")).collect();
        let text = list(&items, 60, &Style::plain(false));
        assert!(text.ends_with("… 9,996 more (-v shows all)"), "{text}");
        assert!(list(&items, 60, &Style::plain(true)).ends_with("san9999.example"));
    }

    #[test]
    fn a_long_name_moves_the_text_of_every_row() {
        let table = Table::of(["RC4", "anonymous cipher"]);
        let mut out = Vec::new();
        for name in ["RC4", "anonymous cipher"] {
            let written = table.row(name, "yes", &Style::plain(false), &mut out);
            written.expect("a vector takes all");
        }
        let text = String::from_utf8(out).expect("text");
        let places: Vec<_> = text.lines().map(|line| line.find("yes")).collect();
        assert_eq!(places, [Some(20), Some(20)], "{text}");
    }

    #[test]
    fn text_is_cut_by_columns_and_after_escaping() {
        assert_eq!(brief("example", 7), "example");
        assert_eq!(brief("examples", 7), "exampl…");
        assert_eq!(brief("\u{1b}[2J", 20), "\\u{1b}[2J");
        assert_eq!(grouped(1_234_567), "1,234,567");
    }
}
