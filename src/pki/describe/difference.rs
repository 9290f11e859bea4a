//! What changed between two certificates, or two sets of them, by meaning: names gained and lost, another
//! key, another issuer, other dates. Works on the facts, so whatever is described is also compared.

use jiff::Timestamp;

use super::certificate;
use crate::model::{Fact, Section, Value};
use crate::pki::anatomy::Anatomy;

/// What changed from `old` to `new`.
pub(crate) struct Difference {
    /// Pairs that belong together and are not the same, with what changed.
    changed: Vec<(String, Vec<Value>)>,
    gained: Vec<String>,
    lost: Vec<String>,
    unchanged: usize,
}

impl Difference {
    /// Compares two sets of certificates. The same one in both is unchanged; the rest is paired by
    /// subject and key, then by subject, then leaf with leaf.
    pub(crate) fn between(old: &[Anatomy], new: &[Anatomy], now: Timestamp) -> Self {
        let mut olds: Vec<&Anatomy> = old.iter().collect();
        let mut news: Vec<&Anatomy> = new.iter().collect();
        let unchanged = pair(&mut olds, &mut news, |a, b| a.der == b.der).len();
        let mut pairs = pair(&mut olds, &mut news, |a, b| {
            a.subject.raw.full == b.subject.raw.full && a.key.spki.full == b.key.spki.full
        });
        pairs.extend(pair(&mut olds, &mut news, |a, b| {
            a.subject.raw.full == b.subject.raw.full
        }));
        pairs.extend(pair(&mut olds, &mut news, |a, b| !a.is_ca() && !b.is_ca()));
        let titles = |list: Vec<&Anatomy>| list.iter().map(|c| c.title()).collect();
        Self {
            changed: pairs
                .iter()
                .map(|(old, new)| (new.title(), changes(old, new, now)))
                .collect(),
            gained: titles(news),
            lost: titles(olds),
            unchanged,
        }
    }

    /// Whether nothing changed.
    pub(crate) fn is_empty(&self) -> bool {
        self.changed.is_empty() && self.gained.is_empty() && self.lost.is_empty()
    }

    /// The facts.
    pub(crate) fn section(self) -> Section {
        let changed = self.changed.into_iter().map(|(title, changes)| {
            Value::map([
                Fact::new("title", title),
                Fact::new("changes", Value::List(changes)),
            ])
        });
        Section::new("difference")
            .with("changed", Value::List(changed.collect()))
            .with("gained", self.gained)
            .with("lost", self.lost)
            .with("unchanged", self.unchanged)
    }
}

/// Takes out of both lists the pairs that belong together.
fn pair<'a, 'b>(
    olds: &mut Vec<&'b Anatomy<'a>>,
    news: &mut Vec<&'b Anatomy<'a>>,
    belong: impl Fn(&Anatomy, &Anatomy) -> bool,
) -> Vec<(&'b Anatomy<'a>, &'b Anatomy<'a>)> {
    let mut pairs = Vec::new();
    olds.retain(|old| match news.iter().position(|new| belong(old, new)) {
        Some(at) => {
            pairs.push((*old, news.remove(at)));
            false
        }
        None => true,
    });
    pairs
}

/// Every fact that is not the same, in the order of description.
fn changes(old: &Anatomy, new: &Anatomy, now: Timestamp) -> Vec<Value> {
    let (old, new) = (certificate(old, now), certificate(new, now));
    let mut changes = Vec::new();
    for (before, after) in facts(&old).into_iter().zip(facts(&new)) {
        if before.1 != after.1 {
            changes.push(change(before.0, before.1, after.1));
        }
    }
    changes.extend(extension_changes(&extension_list(&old), &extension_list(&new)));
    changes
}

/// An extension by its id and name, with its criticality and value.
type Extension<'a> = (&'a str, &'a str, Value);

fn extension_changes(before: &[Extension], after: &[Extension]) -> Vec<Value> {
    let mut changes = Vec::new();
    let mut seen: Vec<&str> = Vec::new();
    for (id, name, _) in before.iter().chain(after) {
        if SHOWN_ABOVE.contains(id) || seen.contains(id) {
            continue;
        }
        seen.push(id);
        let (was, is) = (value_of(before, id), value_of(after, id));
        if content(&was) != content(&is) {
            changes.push(change(name, content(&was), content(&is)));
        }
        if let (Some(was), Some(is)) = (was.at("critical"), is.at("critical"))
            && was != is
        {
            changes.push(change(&format!("{name}, critical"), was.clone(), is.clone()));
        }
    }
    changes
}

fn value_of(list: &[Extension], id: &str) -> Value {
    let found = list.iter().find(|(known, ..)| *known == id);
    found.map_or(Value::Absent, |(.., value)| value.clone())
}

/// What an extension says, or its bytes where nobody knows.
fn content(extension: &Value) -> Value {
    let of = |id| extension.at(id).cloned();
    of("value")
        .or_else(|| of("bytes"))
        .or_else(|| of("damaged"))
        .unwrap_or(Value::Absent)
}

/// One change: what was gained and lost of a list, or the old and the new value.
fn change(name: &str, old: Value, new: Value) -> Value {
    if let (Value::List(old), Value::List(new)) = (&old, &new) {
        let without = |of: &[Value], other: &[Value]| {
            Value::List(of.iter().filter(|item| !other.contains(item)).cloned().collect())
        };
        return Value::map([
            Fact::new("fact", name.to_owned()),
            Fact::new("gained", without(new, old)),
            Fact::new("lost", without(old, new)),
        ]);
    }
    Value::map([
        Fact::new("fact", name.to_owned()),
        Fact::new("old", old),
        Fact::new("new", new),
    ])
}

/// The facts that are compared, each certificate's in the same order.
fn facts(all: &[Fact]) -> Vec<(&'static str, Value)> {
    let value = |id: &str| {
        all.iter()
            .find(|fact| fact.id == id)
            .map(|fact| fact.value.clone())
    };
    COMPARED
        .iter()
        .map(|id| (*id, value(id).unwrap_or(Value::Absent)))
        .collect()
}

/// The extensions by id: name, and criticality with value.
fn extension_list(all: &[Fact]) -> Vec<Extension<'_>> {
    let Some(Value::List(list)) = all
        .iter()
        .find(|fact| fact.id == "extensions")
        .map(|fact| &fact.value)
    else {
        return Vec::new();
    };
    list.iter()
        .filter_map(|extension| {
            let (Some(Value::Text(id)), Some(Value::Text(name))) =
                (extension.at("oid"), extension.at("name"))
            else {
                return None;
            };
            let Value::Map(facts) = extension else { return None };
            let rest = facts.iter().filter(|fact| fact.id != "oid" && fact.id != "name");
            Some((id.as_str(), name.as_str(), Value::Map(rest.cloned().collect())))
        })
        .collect()
}

/// In the order of importance to whoever replaces a certificate.
const COMPARED: &[&str] = &[
    "names",
    "subject",
    "issuer",
    "not_before",
    "not_after",
    "lifetime_days",
    "key",
    "spki_pin",
    "signature",
    "key_usage",
    "extended_key_usage",
    "serial",
    "version",
    "sha256",
];

/// Extensions whose content is compared as facts of its own.
const SHOWN_ABOVE: &[&str] = &["2.5.29.15", "2.5.29.17", "2.5.29.37"];
