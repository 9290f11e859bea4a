//! What changed between two certificates, or two sets of them, by meaning: names gained and lost, another
//! key, another issuer, other dates. Works on the facts, so whatever is described is also compared.

use jiff::Timestamp;

use super::certificate;
use crate::model::{Fact, Finding, Rule, Section, Severity, Value};
use crate::pki::anatomy::Anatomy;

/// Something differs, where what is asked is whether anything does.
pub(crate) static CONTENT_CHANGED: Rule = Rule {
    id: "content-changed",
    severity: Severity::Error,
    citation: "what --diff asks",
    summary: "What two files or directories hold is not the same.",
};

/// One side of a comparison.
pub(crate) struct Side<'a> {
    pub(crate) certificates: Vec<Anatomy<'a>>,
    pub(crate) others: Vec<Other>,
}

/// A thing that is no certificate: a key, a request, a list, a response.
pub(crate) struct Other {
    /// What people call it, with what it is of.
    pub(crate) title: String,
    /// The same in both sides is unchanged.
    pub(crate) identity: Vec<u8>,
    /// Of those that changed, the same in both sides belong together; `None` for what never changes.
    pub(crate) of: Option<String>,
    /// What it says.
    pub(crate) facts: Vec<Fact>,
}

/// What changed from `old` to `new`.
pub(crate) struct Difference {
    /// Pairs that belong together and are not the same, with what changed.
    changed: Vec<(String, Vec<Value>)>,
    gained: Vec<String>,
    lost: Vec<String>,
    unchanged: usize,
    unchanged_others: usize,
}

impl Difference {
    /// Compares two sides. The same certificate in both is unchanged; the rest is paired by subject and
    /// key, then by subject, then by a name that both have; one leaf alone in each belongs to the other.
    pub(crate) fn between(old: &Side, new: &Side, now: Timestamp) -> Self {
        let mut olds: Vec<&Anatomy> = old.certificates.iter().collect();
        let mut news: Vec<&Anatomy> = new.certificates.iter().collect();
        let unchanged = pair(&mut olds, &mut news, |a, b| a.der == b.der).len();
        let mut pairs = pair(&mut olds, &mut news, |a, b| {
            a.subject.raw.full == b.subject.raw.full && a.key.spki.full == b.key.spki.full
        });
        pairs.extend(pair(&mut olds, &mut news, |a, b| {
            a.subject.raw.full == b.subject.raw.full
        }));
        let is_only_leaf = |side: &Side| side.certificates.iter().filter(|c| !c.is_ca()).count() == 1;
        let are_alone = is_only_leaf(old) && is_only_leaf(new);
        pairs.extend(pair(&mut olds, &mut news, |a, b| {
            let shares_name = || {
                let names = b.sans();
                a.sans()
                    .iter()
                    .any(|name| names.iter().any(|other| name.to_string() == other.to_string()))
            };
            !a.is_ca() && !b.is_ca() && (are_alone || shares_name())
        }));
        let titles = |list: Vec<&Anatomy>| list.iter().map(|c| c.title()).collect();
        let mut difference = Self {
            changed: pairs
                .iter()
                .map(|(old, new)| (new.title(), changes(old, new, now)))
                .collect(),
            gained: titles(news),
            lost: titles(olds),
            unchanged,
            unchanged_others: 0,
        };
        difference.add(&old.others, &new.others);
        difference
    }

    /// Compares what is no certificate.
    fn add(&mut self, old: &[Other], new: &[Other]) {
        let mut olds: Vec<&Other> = old.iter().collect();
        let mut news: Vec<&Other> = new.iter().collect();
        self.unchanged_others = pair(&mut olds, &mut news, |a, b| a.identity == b.identity).len();
        let pairs = pair(&mut olds, &mut news, |a, b| a.of.is_some() && a.of == b.of);
        self.changed.extend(
            pairs
                .iter()
                .map(|(old, new)| (new.title.clone(), other_changes(&old.facts, &new.facts))),
        );
        self.gained.extend(news.iter().map(|other| other.title.clone()));
        self.lost.extend(olds.iter().map(|other| other.title.clone()));
    }

    /// A finding for each thing that is not the same.
    pub(crate) fn findings(&self) -> Vec<Finding> {
        let finding = |title: &String, what: String| Finding::new(&CONTENT_CHANGED, what).on(title);
        let fact = |change: &Value| match change.at("fact") {
            Some(Value::Text(name)) => name.replace('_', " "),
            _ => String::new(),
        };
        let changed = self.changed.iter().map(|(title, changes)| {
            let facts: Vec<String> = changes.iter().map(fact).collect();
            finding(title, format!("it changed: {}", facts.join(", ")))
        });
        let lost = self
            .lost
            .iter()
            .map(|title| finding(title, "it is gone".to_owned()));
        let gained = self
            .gained
            .iter()
            .map(|title| finding(title, "it is new".to_owned()));
        changed.chain(lost).chain(gained).collect()
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
            .with("unchanged_others", self.unchanged_others)
    }
}

/// Takes out of both lists the pairs that belong together.
fn pair<'b, T>(
    olds: &mut Vec<&'b T>,
    news: &mut Vec<&'b T>,
    belong: impl Fn(&T, &T) -> bool,
) -> Vec<(&'b T, &'b T)> {
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

/// What changed of a thing that is no certificate: each of its facts but those that say where or when it
/// was looked at.
fn other_changes(old: &[Fact], new: &[Fact]) -> Vec<Value> {
    let of = |all: &[Fact], id: &str| {
        let found = all.iter().find(|fact| fact.id == id);
        found.map_or(Value::Absent, |fact| fact.value.clone())
    };
    let mut changes: Vec<Value> = Vec::new();
    let mut seen: Vec<&str> = Vec::new();
    for fact in old.iter().chain(new) {
        if NO_CONTENT.contains(&&*fact.id) || seen.contains(&&*fact.id) {
            continue;
        }
        seen.push(&fact.id);
        let (was, is) = (of(old, &fact.id), of(new, &fact.id));
        if was != is {
            changes.push(change(&fact.id, was, is));
        }
    }
    changes.extend(extension_changes(&extension_list(old), &extension_list(new)));
    changes
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

/// Facts that are not what a thing says, or are compared one by one.
const NO_CONTENT: &[&str] = &["extensions", "place", "private_key", "title"];
