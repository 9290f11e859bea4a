//! A report: what was looked at, the facts in sections, the findings and the verdict. Everything that
//! tlsctl prints on stdout is a rendering of one.

use super::{Fact, Finding, Severity, Value};
use crate::error::Error;

/// The verbs that make reports.
pub(crate) const COMMANDS: &[&str] = &["gen", "inspect", "probe", "serve", "trust"];

/// What one target turned out to be.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Report {
    /// The verb that made it: `gen`, `inspect`, `serve`, `probe`.
    pub(crate) command: &'static str,
    /// What was looked at, as the user wrote it.
    pub(crate) target: String,
    /// The facts.
    pub(crate) sections: Vec<Section>,
    /// The broken rules, in the order they were found.
    pub(crate) findings: Vec<Finding>,
    /// Errors that kept part of it from being looked at.
    pub(crate) problems: Vec<Error>,
    /// The outcome, where something was asked to be judged.
    pub(crate) verdict: Option<Verdict>,
}

/// Facts that belong together.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Section {
    /// `snake_case`; the first step of every path to a fact in it.
    pub(crate) id: &'static str,
    /// In the order they are shown.
    pub(crate) facts: Vec<Fact>,
}

/// The outcome of judging a target.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Verdict {
    /// Something at or above the gate is wrong.
    Fail,
    /// Nothing at or above the gate is wrong.
    Pass,
}

impl Report {
    /// An empty report of `command` on `target`.
    pub(crate) fn new(command: &'static str, target: impl Into<String>) -> Self {
        debug_assert!(COMMANDS.contains(&command), "{command} makes no reports");
        Self {
            command,
            target: target.into(),
            sections: Vec::new(),
            findings: Vec::new(),
            problems: Vec::new(),
            verdict: None,
        }
    }

    /// The value of the fact at `path`, whose first step is a section's id.
    pub(crate) fn fact(&self, path: &str) -> Option<&Value> {
        let (section, rest) = path.split_once('.')?;
        let (id, inner) = rest
            .split_once('.')
            .map_or((rest, None), |(id, inner)| (id, Some(inner)));
        let section = self.sections.iter().find(|s| s.id == section)?;
        let value = &section.facts.iter().find(|fact| fact.id == id)?.value;
        inner.map_or(Some(value), |inner| value.at(inner))
    }

    /// Why it failed, where no finding of severity `error` says so: milder ones counted.
    pub(crate) fn unexplained_failure(&self) -> Option<String> {
        if self.verdict != Some(Verdict::Fail) || self.worst() == Some(Severity::Error) {
            return None;
        }
        Some(match self.worst() {
            Some(worst) => format!("the verdict is fail: findings from {} on count", worst.id()),
            None => "the verdict is fail".to_owned(),
        })
    }

    /// The worst severity among the findings.
    pub(crate) fn worst(&self) -> Option<Severity> {
        self.findings.iter().map(|finding| finding.severity).max()
    }
}

impl Section {
    /// An empty section.
    pub(crate) fn new(id: &'static str) -> Self {
        Self {
            id,
            facts: Vec::new(),
        }
    }

    /// Adds a fact and gives the section back.
    #[must_use]
    pub(crate) fn with(
        mut self,
        id: impl Into<std::borrow::Cow<'static, str>>,
        value: impl Into<Value>,
    ) -> Self {
        self.facts.push(Fact::new(id, value));
        self
    }

    /// Adds a fact.
    pub(crate) fn push(&mut self, id: impl Into<std::borrow::Cow<'static, str>>, value: impl Into<Value>) {
        self.facts.push(Fact::new(id, value));
    }
}

impl Verdict {
    /// The word for it in JSON.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::Fail => "fail",
            Self::Pass => "pass",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fact_is_found_by_its_path() {
        let mut report = Report::new("probe", "localhost");
        let accepted = Value::map([Fact::new("accepted", true)]);
        report
            .sections
            .push(Section::new("protocol").with("tls1_2", accepted));
        assert_eq!(report.fact("protocol.tls1_2.accepted"), Some(&Value::Bool(true)));
        assert_eq!(report.fact("protocol.tls1_3"), None);
        assert_eq!(report.fact("protocol"), None);
    }
}
