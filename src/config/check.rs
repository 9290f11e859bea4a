//! A configuration against the table of keys: an unknown key is an error that names the nearest known one,
//! since a setting that is silently ignored is worse than none.

use serde_json::{Map, Value};

use super::join;
use super::key::{Key, Kind};
use crate::error::{Error, Result};

/// Checks an object and what is in it; `place` is how messages call it.
pub(super) fn check(map: &Map<String, Value>, keys: &'static [Key], place: &str) -> Result<()> {
    for (name, value) in map {
        let path = join(place, name);
        let Some(key) = keys.iter().find(|key| key.name == name) else {
            return Err(unknown(&path, name, keys));
        };
        fits(value, key, &path)?;
    }
    Ok(())
}

fn fits(value: &Value, key: &Key, path: &str) -> Result<()> {
    let wrong = |wanted: &str| {
        Error::usage(format!("`{path}` is {}, not {wanted}", kind_of(value)))
            .hint(format!("`{path}`: {}", key.summary))
    };
    match (key.kind, value) {
        (Kind::Flag | Kind::TextOrFlag, Value::Bool(_))
        | (Kind::Choice(_) | Kind::Text | Kind::TextOrFlag | Kind::List, Value::String(_))
        | (Kind::Object, Value::Object(_)) => Ok(()),
        (Kind::Number, Value::Number(number)) if number.is_u64() => Ok(()),
        (Kind::List, Value::Array(items)) if items.iter().all(Value::is_string) => Ok(()),
        (Kind::Table(keys), Value::Object(map)) => check(map, keys, path),
        (Kind::Tables(keys), Value::Array(items)) => {
            for (i, item) in items.iter().enumerate() {
                let path = format!("{path}[{i}]");
                let map = item.as_object();
                let map =
                    map.ok_or_else(|| Error::usage(format!("`{path}` is {}, not an object", kind_of(item))))?;
                check(map, keys, &path)?;
            }
            Ok(())
        }
        (Kind::Flag, _) => Err(wrong("true or false")),
        (Kind::List, _) => Err(wrong("a list of texts")),
        (Kind::Number, _) => Err(wrong("a whole number")),
        (Kind::Object | Kind::Table(_), _) => Err(wrong("an object")),
        (Kind::Tables(_), _) => Err(wrong("a list of objects")),
        (Kind::Choice(words), _) => Err(wrong(&format!("one of these texts: {}", words.join(", ")))),
        (Kind::Text, _) => Err(wrong("text")),
        (Kind::TextOrFlag, _) => Err(wrong("text, true or false")),
    }
}

fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Array(_) => "a list",
        Value::Bool(_) => "true or false",
        Value::Null => "nothing",
        Value::Number(_) => "a number",
        Value::Object(_) => "an object",
        Value::String(_) => "text",
    }
}

fn unknown(path: &str, name: &str, keys: &'static [Key]) -> Error {
    let error = Error::usage(format!("`{path}` is no key that there is"));
    match meant(name, keys).as_slice() {
        [] => {
            let all: Vec<&str> = keys.iter().map(|key| key.name).collect();
            error.hint(format!("the keys are: {}", all.join(", ")))
        }
        [key] => error.hint(format!("did you mean `{}`? ({})", key.name, key.summary)),
        several => {
            let several: Vec<String> = several.iter().map(|key| format!("`{}`", key.name)).collect();
            error.hint(format!("did you mean {}?", several.join(" or ")))
        }
    }
}

/// The keys that an unknown one was meant to be: the nearest, or all that are as near. Who leaves words out
/// (`cert_file`) means the key with these words, and of several the one that takes a file, as others call it.
fn meant(name: &str, keys: &'static [Key]) -> Vec<&'static Key> {
    let farness = |key: &Key| {
        let spelt = distance(key.name, name);
        let (off, missing) = match abbreviates(name, key.name) {
            Some(missing) if spelt > 1 => (1, missing),
            _ => (spelt, 0),
        };
        (off, !key.name.ends_with("_file"), missing)
    };
    let Some(least) = keys.iter().map(farness).min() else {
        return Vec::new();
    };
    if least.0 > name.len().max(3) / 2 {
        return Vec::new();
    }
    keys.iter().filter(|key| farness(key) == least).collect()
}

/// How many words of `key` are left out in `name`, which has some of them in their order, with or without
/// what stands between them; `None` where it is something else.
fn abbreviates(name: &str, key: &str) -> Option<usize> {
    let words: Vec<&str> = key.split('_').collect();
    let mut rest = name;
    let mut missing = words.len();
    for word in words {
        if let Some(behind) = rest.strip_prefix(word) {
            rest = behind.strip_prefix('_').unwrap_or(behind);
            missing -= 1;
        }
    }
    (rest.is_empty() && missing > 0).then_some(missing)
}

/// How many letters have to change to make one word of the other (Levenshtein).
pub(crate) fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, b) in other.iter().enumerate() {
            let changed = diagonal + usize::from(a != *b);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use super::super::key::TOP;
    use super::*;

    fn refusal(json: Value) -> String {
        let map = json.as_object().expect("an object").clone();
        let error = check(&map, TOP, "").expect_err("refused");
        format!("{error} {:?}", error.hints())
    }

    #[test]
    fn an_unknown_key_names_the_nearest_known_one() {
        assert!(refusal(serde_json::json!({"lisen": ":1"})).contains("did you mean `listen`"));
        let nested = refusal(serde_json::json!({"tls": {"cert_pem_fil": "x"}}));
        assert!(
            nested.contains("`tls.cert_pem_fil`") && nested.contains("`cert_pem_file`"),
            "{nested}"
        );
        assert!(refusal(serde_json::json!({"zzzzzzzzzz": 1})).contains("the keys are"));
    }

    #[test]
    fn who_leaves_words_out_means_the_key_that_has_them_and_takes_a_file() {
        for (wrong, right) in [
            ("cert_file", "did you mean `cert_pem_file`?"),
            ("certfile", "did you mean `cert_pem_file`?"),
            ("cert", "did you mean `cert_pem_file`?"),
            ("key_file", "did you mean `key_pem_file`?"),
            ("client_ca_file", "did you mean `client_ca_pem_file`?"),
            (
                "ca_file",
                "did you mean `server_ca_pem_file` or `client_ca_pem_file`?",
            ),
            ("password", "did you mean `password_file`?"),
            ("version", "did you mean `min_version` or `max_version`?"),
            ("name", "did you mean `names`?"),
        ] {
            let said = refusal(serde_json::json!({"tls": {wrong: "x"}}));
            assert!(said.contains(right), "{wrong}: {said}");
        }
    }

    #[test]
    fn a_wrong_type_says_what_is_and_what_should_be() {
        let said = refusal(serde_json::json!({"tls": {"enabled": "yes"}}));
        assert!(
            said.contains("`tls.enabled` is text, not true or false"),
            "{said}"
        );
        assert!(
            refusal(serde_json::json!({"tls": {"certificates": [{"names": 1}]}}))
                .contains("`tls.certificates[0].names`")
        );
        assert!(refusal(serde_json::json!({"listen": [1]})).contains("a list of texts"));
        assert!(
            refusal(serde_json::json!({"tls": {"meta": 7}}))
                .contains("`tls.meta` is a number, not an object")
        );
    }
}
