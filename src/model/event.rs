//! An event: something that happens while a command runs, for whoever watches. Servers and scans emit
//! them; `cmd` decides where they go and `report` how they read.

use super::{Fact, Severity, Value};

/// Something that happened while a command runs.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Event {
    /// `kebab-case`: `ready`, `reloaded`, `strict-refusal`.
    pub(crate) id: &'static str,
    /// `Notice` for the ordinary course of things.
    pub(crate) severity: Severity,
    /// What happened, in one line.
    pub(crate) message: String,
    /// The same in typed values, for machines.
    pub(crate) facts: Vec<Fact>,
}

impl Event {
    /// Something in the ordinary course.
    pub(crate) fn notice(id: &'static str, message: impl Into<String>) -> Self {
        Self::new(id, Severity::Notice, message)
    }

    /// Something the user should look at.
    pub(crate) fn warning(id: &'static str, message: impl Into<String>) -> Self {
        Self::new(id, Severity::Warning, message)
    }

    fn new(id: &'static str, severity: Severity, message: impl Into<String>) -> Self {
        Self {
            id,
            severity,
            message: message.into(),
            facts: Vec::new(),
        }
    }

    /// Adds a typed value.
    #[must_use]
    pub(crate) fn with(mut self, id: &'static str, value: impl Into<Value>) -> Self {
        self.facts.push(Fact::new(id, value));
        self
    }
}
