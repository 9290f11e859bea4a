//! The configuration file of `serve`: TOML, JSON or YAML, checked against one table of keys, from which the
//! schema for editors is made as well. Says what is written; what it means is not decided here.
//!
//! To add a key: one row in `key`, one place in `cmd::serve` that reads it, and
//! `TLSCTL_BLESS=1 cargo test config` for the schema.

mod check;
mod key;
#[cfg(test)]
mod schema;

pub(crate) use check::distance;

use std::path::Path;

use serde_json::{Map, Value};

use crate::error::{Error, Result};
use crate::input;

/// One object of a configuration; every key in it is known and of the right type.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Table(Map<String, Value>);

/// Reads a configuration file: by its ending, or whichever of the three it is.
///
/// # Errors
///
/// An input error where it cannot be read or is malformed; a usage error where a key is unknown (with the
/// nearest known one) or a value is of the wrong type.
pub(crate) fn read(path: &Path) -> Result<Table> {
    let name = path.display().to_string();
    let text = input::read_text(path, LARGEST)?;
    let ending = path
        .extension()
        .and_then(|ending| ending.to_str())
        .unwrap_or_default()
        .to_ascii_lowercase();
    let value = parse(&text, &ending).map_err(|why| {
        Error::input(format!("`{name}` is malformed"))
            .because(why)
            .hint("write TOML, JSON or YAML, and end the file's name so")
    })?;
    let Value::Object(map) = value else {
        return Err(Error::input(format!("`{name}` holds no keys")));
    };
    check::check(&map, key::TOP, "").map_err(|e| e.context(format!("`{name}` is not understood")))?;
    Ok(Table(map))
}

impl Table {
    /// Text.
    pub(crate) fn text(&self, key: &str) -> Option<&str> {
        self.0.get(key)?.as_str().filter(|text| !text.is_empty())
    }

    /// Yes or no.
    pub(crate) fn flag(&self, key: &str) -> Option<bool> {
        self.0.get(key)?.as_bool()
    }

    /// A whole number.
    pub(crate) fn number(&self, key: &str) -> Option<u64> {
        self.0.get(key)?.as_u64()
    }

    /// A list of texts, which may be written as one text with commas or spaces between.
    pub(crate) fn list(&self, key: &str) -> Vec<String> {
        match self.0.get(key) {
            Some(Value::Array(items)) => items
                .iter()
                .filter_map(Value::as_str)
                .map(|text| text.trim().to_owned())
                .collect(),
            Some(Value::String(text)) => text
                .split([',', ' '])
                .filter(|part| !part.is_empty())
                .map(str::to_owned)
                .collect(),
            _ => Vec::new(),
        }
    }

    /// An object within this one; an empty one where it is absent.
    pub(crate) fn table(&self, key: &str) -> Self {
        match self.0.get(key) {
            Some(Value::Object(map)) => Self(map.clone()),
            _ => Self::default(),
        }
    }

    /// A list of objects.
    pub(crate) fn tables(&self, key: &str) -> Vec<Self> {
        let items = self.0.get(key).and_then(Value::as_array);
        let tables = items.into_iter().flatten().filter_map(Value::as_object);
        tables.map(|map| Self(map.clone())).collect()
    }

    /// Whatever is written there.
    pub(crate) fn any(&self, key: &str) -> Option<&Value> {
        self.0.get(key)
    }

    /// Whether anything is written there.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.0.contains_key(key)
    }
}

fn parse(text: &str, ending: &str) -> Result<Value, String> {
    let json = || serde_json::from_str(text).map_err(|e| e.to_string());
    let toml = || toml::from_str(text).map_err(|e| e.message().to_owned() + &place(text, e.span()));
    let yaml = || serde_yaml_ng::from_str(text).map_err(|e| e.to_string());
    match ending {
        "json" => json(),
        "toml" => toml(),
        "yaml" | "yml" => yaml(),
        _ => json().or_else(|_| toml()).or_else(|_| yaml()),
    }
}

/// Where in the text an error is, as people count.
fn place(text: &str, span: Option<std::ops::Range<usize>>) -> String {
    let before = span.and_then(|span| text.get(..span.start));
    before.map_or(String::new(), |before| {
        format!(" (line {})", before.matches('\n').count() + 1)
    })
}

/// No configuration is larger, in bytes.
const LARGEST: u64 = 4 << 20;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_three_languages_say_the_same() {
        let toml = parse("listen = ':1'\n[tls]\nenabled = true\n", "toml").expect("TOML");
        assert_eq!(
            toml,
            parse(r#"{"listen":":1","tls":{"enabled":true}}"#, "json").expect("JSON")
        );
        assert_eq!(
            toml,
            parse("listen: ':1'\ntls:\n  enabled: true\n", "yaml").expect("YAML")
        );
        assert_eq!(
            toml,
            parse("listen: ':1'\ntls:\n  enabled: true\n", "").expect("some language")
        );
        assert!(parse("a = \n", "toml").expect_err("malformed").contains("line 1"));
    }

    #[test]
    fn a_list_may_be_one_text() {
        let table = |value: Value| Table([("k".to_owned(), value)].into_iter().collect());
        for value in ["a.test, b.test", "a.test b.test", "a.test,b.test"] {
            assert_eq!(table(value.into()).list("k"), ["a.test", "b.test"]);
        }
        assert_eq!(
            table(serde_json::json!([" a.test ", "b.test"])).list("k"),
            ["a.test", "b.test"]
        );
    }
}
