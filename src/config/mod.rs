//! The configuration file of `serve`: TOML, JSON or YAML, checked against one table of keys, from which the
//! schema for editors is made as well. Says what is written; what it means is not decided here.
//!
//! To add a key: one row in `key`, one place in `cmd::serve` that reads it, and
//! `TLSCTL_BLESS=1 cargo test config` for the schema.

mod check;
mod key;
#[cfg(test)]
mod schema;
mod strict;

pub(crate) use check::distance;

use std::path::Path;

use serde_json::{Map, Value};

use crate::error::{Error, Result};
use crate::input;

/// One object of a configuration; every key in it is known and of the right type.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Table {
    /// How messages call it; empty at the top.
    place: String,
    keys: Map<String, Value>,
}

/// Reads a configuration file: by its ending, or whichever of the three it is.
///
/// # Errors
///
/// An input error where it cannot be read or is malformed; a usage error where a key is unknown (with the
/// nearest known one) or a value is of the wrong type.
pub(crate) fn read(path: &Path) -> Result<Table> {
    let name = path.display().to_string();
    let text = input::receive_text(path, LARGEST)?;
    // Editors on Windows begin a file with it, and no language has a use for it.
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let ending = path
        .extension()
        .and_then(|ending| ending.to_str())
        .unwrap_or_default()
        .to_ascii_lowercase();
    let value = parse(text, &ending).map_err(|why| {
        Error::input(format!("`{name}` is malformed"))
            .because(why)
            .hint("write TOML, JSON or YAML, and end the file's name so")
    })?;
    let Value::Object(map) = value else {
        return Err(Error::input(format!("`{name}` holds no keys")));
    };
    check::check(&map, key::TOP, "").map_err(|e| e.context(format!("`{name}` is not understood")))?;
    Ok(Table {
        place: String::new(),
        keys: map,
    })
}

impl Table {
    /// Text.
    pub(crate) fn text(&self, key: &str) -> Option<&str> {
        self.keys.get(key)?.as_str().filter(|text| !text.is_empty())
    }

    /// Yes or no.
    pub(crate) fn flag(&self, key: &str) -> Option<bool> {
        self.keys.get(key)?.as_bool()
    }

    /// A whole number.
    pub(crate) fn number(&self, key: &str) -> Option<u64> {
        self.keys.get(key)?.as_u64()
    }

    /// A list of texts, which may be written as one text with commas or spaces between.
    pub(crate) fn list(&self, key: &str) -> Vec<String> {
        match self.keys.get(key) {
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
        let keys = match self.keys.get(key) {
            Some(Value::Object(map)) => map.clone(),
            _ => Map::new(),
        };
        Self {
            place: self.path(key),
            keys,
        }
    }

    /// A list of objects.
    pub(crate) fn tables(&self, key: &str) -> Vec<Self> {
        let items = self.keys.get(key).and_then(Value::as_array);
        let tables = items.into_iter().flatten().filter_map(Value::as_object);
        let place = self.path(key);
        let numbered = tables.enumerate().map(|(i, map)| Self {
            place: format!("{place}[{i}]"),
            keys: map.clone(),
        });
        numbered.collect()
    }

    /// How messages call a key of this object: with the objects that it is in.
    pub(crate) fn path(&self, key: &str) -> String {
        join(&self.place, key)
    }

    /// How messages call this object.
    pub(crate) fn place(&self) -> &str {
        &self.place
    }

    /// The same object with nothing in it.
    #[must_use]
    pub(crate) fn emptied(&self) -> Self {
        Self {
            place: self.place.clone(),
            keys: Map::new(),
        }
    }

    /// Those of these keys that are written there, as messages call them.
    pub(crate) fn paths<'a>(&'a self, keys: &'a [&str]) -> impl Iterator<Item = String> + 'a {
        keys.iter().filter(|key| self.has(key)).map(|key| self.path(key))
    }

    /// Whatever is written there.
    pub(crate) fn any(&self, key: &str) -> Option<&Value> {
        self.keys.get(key)
    }

    /// Whether anything is written there.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.keys.contains_key(key)
    }
}

/// A key of an object at `place`.
fn join(place: &str, key: &str) -> String {
    if place.is_empty() {
        key.to_owned()
    } else {
        format!("{place}.{key}")
    }
}

fn parse(text: &str, ending: &str) -> Result<Value, String> {
    let json = || {
        let mut reader = serde_json::Deserializer::from_str(text);
        let value = strict::read(&mut reader).map_err(|e| e.to_string())?;
        reader.end().map_err(|e| e.to_string())?;
        Ok(value)
    };
    let toml = || toml::from_str(text).map_err(|e| e.message().to_owned() + &place(text, e.span()));
    let yaml = || {
        is_quickly_read(text)?;
        strict::read(serde_yaml_ng::Deserializer::from_str(text)).map_err(|e| e.to_string())
    };
    match ending {
        "json" => json(),
        "toml" => toml(),
        "yaml" | "yml" => yaml(),
        // Without an ending the beginning says what it is meant to be, if it is any of them.
        _ if text.trim_start().starts_with('{') => json().or_else(|why| keys(yaml(), why)),
        _ if is_toml(text) => toml().or_else(|why| keys(yaml(), why)),
        _ => yaml().or_else(|why| keys(toml(), why)),
    }
}

/// What was read in another language, if that makes sense; else what was wrong in the first.
fn keys(other: Result<Value, String>, why: String) -> Result<Value, String> {
    other.ok().filter(Value::is_object).ok_or(why)
}

/// Whether the first line that says anything is one of TOML.
fn is_toml(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim_start);
    let first = lines.find(|line| !line.is_empty() && !line.starts_with('#'));
    first.is_some_and(|line| {
        let of_key = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '"' | '\'' | ' ');
        line.starts_with('[') || line.trim_start_matches(of_key).starts_with('=')
    })
}

/// Whether YAML is read in a moment. For each word its reader looks at every bracket that is open, and quotes can
/// hide from all but itself which ones are: as many may be as are written.
fn is_quickly_read(text: &str) -> Result<(), String> {
    let brackets = text.bytes().filter(|byte| matches!(byte, b'[' | b'{')).count();
    if brackets.saturating_mul(text.len()) <= MOST_LOOKS {
        return Ok(());
    }
    Err(format!(
        "it has {brackets} opening brackets, which take too long to read as YAML"
    ))
}

/// How often the reader of YAML may look at a bracket: less than a second.
const MOST_LOOKS: usize = 1 << 28;

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
    fn a_file_without_an_ending_is_faulted_in_the_language_that_it_is_in() {
        for (broken, said) in [
            ("# mine\n[tls\nenabled = true\n", "(line 2)"),
            ("listen = ':1'\nhttp = \n", "(line 2)"),
            ("{\"listen\": ':1',, }", "expected value at line 1 column 12"),
            ("listen: [\n", "line 2 column 1"),
        ] {
            let error = parse(broken, "").expect_err(broken);
            assert!(error.contains(said), "{broken}: {error}");
        }
    }

    #[test]
    fn a_key_that_is_written_twice_is_refused_in_every_language() {
        for (twice, ending, said) in [
            (
                r#"{"tls": {"alpn": "h2", "alpn": "h3"}}"#,
                "json",
                "duplicate key `alpn`",
            ),
            ("tls:\n  alpn: h2\n  alpn: h3\n", "yaml", "duplicate key `alpn`"),
            (
                "[tls]\nalpn = 'h2'\nalpn = 'h3'\n",
                "toml",
                "duplicate key (line 3)",
            ),
        ] {
            let error = parse(twice, ending).expect_err(twice);
            assert!(error.contains(said), "{ending}: {error}");
        }
    }

    #[test]
    fn a_small_file_that_stands_for_a_large_one_is_refused_at_once() {
        let began = std::time::Instant::now();
        let repeated = format!("a: &a {}\nb: [{}]\n", "x".repeat(100_000), "*a,".repeat(500));
        for (bomb, said) in [
            (repeated, "it repeats itself"),
            ("{a: ".repeat(50_000), "50000 opening brackets"),
            (
                format!("a: [{}", "\"]\",[".repeat(50_000)),
                "50001 opening brackets",
            ),
        ] {
            let error = parse(&bomb, "yaml").expect_err("a bomb");
            assert!(error.contains(said), "{error}");
        }
        for (deep, ending) in [
            (format!("a = {}", "[".repeat(100_000)), "toml"),
            (format!("[{}]", vec!["a"; 100_000].join(".")), "toml"),
            ("{\"a\":".repeat(100_000), "json"),
            ("- ".repeat(100_000), "yaml"),
        ] {
            parse(&deep, ending).expect_err(ending);
        }
        assert!(began.elapsed().as_secs() < 20, "{:?}", began.elapsed());
        let harmless = parse("a: &a [':1']\nb: *a\n", "yaml").expect("an alias");
        assert_eq!(harmless["a"], harmless["b"]);
    }

    #[test]
    fn a_list_may_be_one_text() {
        let table = |value: Value| Table {
            place: String::new(),
            keys: [("k".to_owned(), value)].into_iter().collect(),
        };
        for value in ["a.test, b.test", "a.test b.test", "a.test,b.test"] {
            assert_eq!(table(value.into()).list("k"), ["a.test", "b.test"]);
        }
        assert_eq!(
            table(serde_json::json!([" a.test ", "b.test"])).list("k"),
            ["a.test", "b.test"]
        );
    }
}
