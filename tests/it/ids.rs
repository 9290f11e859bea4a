//! The ids of rules are public and never change: a snapshot lists them all. `TLSCTL_BLESS=1` rewrites it,
//! which is right for new ids and a breach of promise for others.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::tlsctl::tlsctl;

const SNAPSHOT: &str = "tests/it/rule_ids.txt";

#[test]
fn the_ids_of_rules_are_those_of_the_snapshot() {
    let text: String = listed().iter().map(|id| format!("{id}\n")).collect();
    if std::env::var_os("TLSCTL_BLESS").is_some() {
        fs::write(SNAPSHOT, text).expect("it can be written");
        return;
    }
    let snapshot = fs::read_to_string(SNAPSHOT).expect("the snapshot is here");
    assert_eq!(
        text, snapshot,
        "new ids: TLSCTL_BLESS=1 cargo test; others must not change"
    );
}

#[test]
fn every_rule_in_the_source_is_listed() {
    let listed = listed();
    let mut unlisted = Vec::new();
    for (path, text) in sources(Path::new("src")) {
        let code = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
        for rule in code.split(": Rule = Rule {").skip(1) {
            let id = rule.split("id: ").nth(1).and_then(|rest| rest.split(',').next());
            // A macro's parameter is no id.
            let Some(id) = id.and_then(|id| id.strip_prefix('"')?.strip_suffix('"')) else {
                continue;
            };
            if !listed.contains(id) {
                unlisted.push(format!("{path}: {id}"));
            }
        }
    }
    assert_eq!(unlisted, Vec::<String>::new());
}

/// The ids that `inspect --rules` lists.
fn listed() -> BTreeSet<String> {
    let report = tlsctl(["inspect", "--rules", "--format", "json"]).ok();
    let report: Value = serde_json::from_str(&report).expect("JSON");
    let rules = &report["sections"]["rules"];
    let all = ["lints", "others"].map(|kind| rules[kind].as_array().expect("a list").clone());
    let ids = all
        .concat()
        .into_iter()
        .map(|rule| rule["id"].as_str().expect("an id").to_owned());
    ids.collect()
}

fn sources(directory: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(directory)
        .expect("the source is here")
        .filter_map(Result::ok)
    {
        let path = entry.path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).expect("text");
            found.push((path.display().to_string(), text));
        }
    }
    found
}
