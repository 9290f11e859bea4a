//! The schema for editors, made from the table of keys and compared with the file that is published.

use serde_json::{Map, Value, json};

use super::key::{Key, Kind, TOP};

fn object(keys: &[Key]) -> Value {
    let properties: Map<String, Value> = keys
        .iter()
        .map(|key| {
            let mut schema = of(key.kind);
            schema["description"] = json!(key.summary);
            (key.name.to_owned(), schema)
        })
        .collect();
    let mut schema = json!({ "type": "object", "additionalProperties": false, "properties": properties });
    let required: Vec<&str> = keys
        .iter()
        .map(|key| key.name)
        .filter(|name| REQUIRED.contains(name))
        .collect();
    if !required.is_empty() {
        schema["required"] = json!(required);
    }
    schema
}

/// What no object that may have it can do without.
const REQUIRED: &[&str] = &["address"];

fn of(kind: Kind) -> Value {
    match kind {
        Kind::Choice(words) => json!({ "enum": words }),
        Kind::Flag => json!({ "type": "boolean" }),
        Kind::List => json!({ "type": ["array", "string"], "items": { "type": "string" } }),
        Kind::Number => json!({ "type": "integer", "minimum": 0 }),
        Kind::Object => json!({ "type": "object" }),
        Kind::Table(keys) => object(keys),
        Kind::Tables(keys) => json!({ "type": "array", "items": object(keys) }),
        Kind::Text => json!({ "type": "string" }),
        Kind::TextOrFlag => json!({ "type": ["string", "boolean"] }),
    }
}

#[test]
#[allow(
    clippy::disallowed_methods,
    reason = "the published file is compared, or made anew"
)]
fn the_published_schema_is_current() {
    let mut schema = object(TOP);
    schema["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    schema["title"] = json!("tlsctl serve --config");
    let text = format!("{schema:#}\n");
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/config/config-1.schema.json");
    if std::env::var_os("TLSCTL_BLESS").is_some() {
        std::fs::write(path, &text).expect("written");
    }
    assert_eq!(std::fs::read_to_string(path).expect("read"), text);
}
