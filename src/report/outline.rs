//! A section as headings and tables, for pages that people read: the same words and labels as the report
//! on a terminal, and no knowledge of any one section. Text is escaped, and not yet marked up.

use super::Style;
use super::human::words;
use super::label::label;
use super::text::escape;
use crate::model::{Fact, Section, Value, rfc3339};

/// A part of a page.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Block {
    /// A heading this deep below the section's own, and what it says.
    Heading(usize, String),
    /// Names with what is so.
    Facts(Vec<(String, String)>),
    /// Column heads, and rows of as many cells.
    Table(Vec<String>, Vec<Vec<String>>),
}

/// What a section holds, in its order: plain facts first, then what has parts of its own.
pub(super) fn blocks(section: &Section) -> Vec<Block> {
    let mut blocks = Vec::new();
    facts(&section.facts, 1, &mut blocks);
    blocks
}

fn facts(of: &[Fact], depth: usize, blocks: &mut Vec<Block>) {
    let (plain, parts): (Vec<&Fact>, Vec<&Fact>) = of.iter().partition(|fact| is_plain(&fact.value));
    let rows: Vec<(String, String)> = plain
        .iter()
        .map(|fact| (escape(&label(&fact.id)), text(&fact.value)))
        .collect();
    if !rows.is_empty() {
        blocks.push(Block::Facts(rows));
    }
    for fact in parts {
        part(&escape(&label(&fact.id)), &fact.value, depth, blocks);
    }
}

/// What has parts of its own, under its name.
fn part(name: &str, value: &Value, depth: usize, blocks: &mut Vec<Block>) {
    match value {
        Value::Map(inner) => {
            blocks.push(Block::Heading(depth, name.to_owned()));
            facts(inner, depth + 1, blocks);
        }
        Value::List(items) if items.iter().all(is_row) => {
            blocks.push(Block::Heading(depth, name.to_owned()));
            blocks.push(table(items));
        }
        Value::List(items) => {
            for item in items {
                // The heading says it.
                let untitled = match item {
                    Value::Map(facts) => {
                        Value::Map(facts.iter().filter(|fact| fact.id != "title").cloned().collect())
                    }
                    item => item.clone(),
                };
                let title = match item.at("title") {
                    Some(Value::Text(title)) if !title.is_empty() => format!("{name}: {}", escape(title)),
                    _ => name.to_owned(),
                };
                part(&title, &untitled, depth, blocks);
            }
        }
        value => blocks.push(Block::Facts(vec![(name.to_owned(), text(value))])),
    }
}

/// Whether a value reads well on one line: no maps in it but small ones of plain values.
fn is_plain(value: &Value) -> bool {
    match value {
        Value::List(items) => items
            .iter()
            .all(|item| !matches!(item, Value::List(_) | Value::Map(_))),
        Value::Map(facts) => facts.len() <= 3 && facts.iter().all(|fact| is_scalar(&fact.value)),
        _ => true,
    }
}

fn is_scalar(value: &Value) -> bool {
    !matches!(value, Value::List(_) | Value::Map(_))
}

/// Whether an item of a list is a row of a table: few cells, in each of which stands what is short.
fn is_row(item: &Value) -> bool {
    match item {
        Value::Map(facts) => facts.len() <= 10 && !facts.iter().any(|fact| has_rows(&fact.value)),
        _ => true,
    }
}

fn has_rows(value: &Value) -> bool {
    match value {
        Value::List(items) => items.iter().any(|item| match item {
            Value::Map(facts) => facts.iter().any(|fact| !is_scalar(&fact.value)),
            _ => false,
        }),
        _ => false,
    }
}

/// Rows under the names of all facts that any of them has.
fn table(items: &[Value]) -> Block {
    let mut columns: Vec<&str> = Vec::new();
    for item in items {
        if let Value::Map(facts) = item {
            for fact in facts {
                if !columns.contains(&&*fact.id) {
                    columns.push(&fact.id);
                }
            }
        }
    }
    let cell = |item: &Value, id: &str| match item {
        Value::Map(facts) => facts
            .iter()
            .find(|fact| fact.id == id)
            .map(|fact| text(&fact.value))
            .unwrap_or_default(),
        _ => String::new(),
    };
    let row = |item: &Value| match item {
        Value::Map(_) => columns.iter().map(|id| cell(item, id)).collect(),
        // An item that is no map among such that are.
        value => std::iter::once(text(value))
            .chain(columns.iter().skip(1).map(|_| String::new()))
            .collect(),
    };
    let rows = items.iter().map(row).collect();
    Block::Table(columns.iter().map(|id| escape(&label(id))).collect(), rows)
}

/// A value on one line, in the words of the report on a terminal.
fn text(value: &Value) -> String {
    match value {
        Value::Absent => String::new(),
        Value::Time(time) => {
            let written = rfc3339(*time).replace('T', " ");
            format!("{} UTC", written.trim_end_matches('Z'))
        }
        value => words(value, &Style::plain(true)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_come_first_and_lists_of_maps_become_tables_or_parts() {
        let extension = |name: &str| Value::map([Fact::new("name", name), Fact::new("critical", true)]);
        let certificate = Value::map([
            Fact::new("title", "a.test"),
            Fact::new("sha256", "00"),
            Fact::new(
                "extensions",
                Value::list([Value::map([
                    Fact::new("name", "key usage"),
                    Fact::new("value", Value::list([extension("x")])),
                ])]),
            ),
        ]);
        let section = Section::new("contents")
            .with("certificates", Value::list([certificate]))
            .with("count", 1_usize)
            .with("extensions", Value::list([extension("one"), extension("two")]));
        let expected = [
            Block::Facts(vec![("count".to_owned(), "1".to_owned())]),
            Block::Heading(1, "certificates: a.test".to_owned()),
        ];
        let blocks = blocks(&section);
        assert_eq!(blocks[..2], expected, "{blocks:#?}");
        let last = Block::Table(
            vec!["name".to_owned(), "critical".to_owned()],
            vec![
                vec!["one".to_owned(), "yes".to_owned()],
                vec!["two".to_owned(), "yes".to_owned()],
            ],
        );
        assert_eq!(blocks.last(), Some(&last), "{blocks:#?}");
        assert!(blocks.iter().any(|block| match block {
            Block::Facts(rows) => rows.contains(&("SHA-256".to_owned(), "00".to_owned())),
            _ => false,
        }));
    }
}
