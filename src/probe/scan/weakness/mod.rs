//! Known attacks that follow from what a server accepts, with no further question to it.
//!
//! To add one: a file with a static [`Weakness`], and two lines: `pub(super) mod x;` here and
//! `&weakness::x::X` in the table of scans.

pub(super) mod anonymous;
pub(super) mod beast;
pub(super) mod broken_cipher;
pub(super) mod drown;
pub(super) mod freak;
pub(super) mod logjam;
pub(super) mod null_cipher;
pub(super) mod poodle;
pub(super) mod rc4;
pub(super) mod sweet32;

use crate::model::{Finding, Rule, Section, Value};
use crate::probe::survey::known;
use crate::probe::{Evidence, Inquiry, Scan};
use crate::wire::suite::Suite;
use crate::wire::version::Version;

/// A weakness as data.
pub(super) struct Weakness {
    /// See [`Scan::id`].
    pub(super) id: &'static str,
    /// See [`Scan::summary`].
    pub(super) summary: &'static str,
    /// The path of its fact, and what that says.
    pub(super) facts: &'static [(&'static str, &'static str)],
    /// Its rule.
    pub(super) rules: &'static [&'static Rule],
    /// What is so when it was found.
    pub(super) message: &'static str,
    /// What to do then.
    pub(super) advice: &'static str,
    /// The versions that it is in: what is not known of the others leaves nothing open.
    pub(super) versions: &'static [Version],
    /// What shows it: names of suites, versions or primes; empty where nothing does.
    pub(super) look: fn(&Evidence) -> Vec<String>,
}

impl Scan for Weakness {
    fn id(&self) -> &'static str {
        self.id
    }

    fn summary(&self) -> &'static str {
        self.summary
    }

    fn facts(&self) -> &'static [(&'static str, &'static str)] {
        self.facts
    }

    fn rules(&self) -> &'static [&'static Rule] {
        self.rules
    }

    fn plan(&self, seen: &Evidence) -> Vec<Box<dyn Inquiry>> {
        known::lists(seen)
    }

    fn conclude(&self, seen: &Evidence) -> (Section, Vec<Finding>) {
        let shown = (self.look)(seen);
        let value = match seen.is_complete(self.versions) {
            _ if !shown.is_empty() => Value::Bool(true),
            Err(why) => Value::Inconclusive(why),
            Ok(()) => Value::Bool(false),
        };
        let fact = self.facts.first().and_then(|(path, _)| path.split_once('.'));
        let mut section = Section::new("weaknesses");
        section.push(fact.map_or(self.id, |(_, id)| id), value);
        if shown.is_empty() {
            return (section, Vec::new());
        }
        let finding = self.rules.first().map(|rule| {
            Finding::new(rule, self.message)
                .evidence("accepted", Value::list(shown))
                .advice(self.advice)
        });
        (section, finding.into_iter().collect())
    }
}

/// The versions whose suites are asked for one by one.
const WITH_SUITES: &[Version] = &[
    Version::TLS1_3,
    Version::TLS1_2,
    Version::TLS1_1,
    Version::TLS1_0,
    Version::SSL3,
];

/// The names of the accepted suites of which `test` is true.
fn suites(seen: &Evidence, test: impl Fn(&Suite) -> bool) -> Vec<String> {
    seen.every_suite()
        .iter()
        .filter(|suite| test(suite))
        .map(Suite::to_string)
        .collect()
}

/// The CBC suites that are accepted in one version.
fn in_version(seen: &Evidence, version: Version) -> Vec<String> {
    let picked = seen
        .suites(version)
        .map(|list| list.picked.as_slice())
        .unwrap_or_default();
    picked
        .iter()
        .filter(|suite| suite.is_cbc())
        .map(|suite| format!("{suite} in {version}"))
        .collect()
}
