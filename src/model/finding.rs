//! A finding: a rule broken by one subject, with what was seen and what to do.

use super::{Fact, Rule, Severity, Value};

/// A rule broken by one subject.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Finding {
    /// Which rule.
    pub(crate) rule: &'static Rule,
    /// How bad it is here: the rule's own severity unless a profile says otherwise.
    pub(crate) severity: Severity,
    /// What broke it: a file, a certificate of a chain, a server.
    pub(crate) subject: Option<String>,
    /// What is so, in one line.
    pub(crate) message: String,
    /// What was seen that shows it.
    pub(crate) evidence: Vec<Fact>,
    /// What to do about it.
    pub(crate) advice: Option<String>,
}

impl Finding {
    /// A broken rule, with what is so in one line.
    pub(crate) fn new(rule: &'static Rule, message: impl Into<String>) -> Self {
        Self {
            rule,
            severity: rule.severity,
            subject: None,
            message: message.into(),
            evidence: Vec::new(),
            advice: None,
        }
    }

    /// Names what broke the rule.
    #[must_use]
    pub(crate) fn on(mut self, subject: impl Into<String>) -> Self {
        self.subject = Some(subject.into());
        self
    }

    /// Adds what was seen.
    #[must_use]
    pub(crate) fn evidence(mut self, id: &'static str, value: impl Into<Value>) -> Self {
        self.evidence.push(Fact::new(id, value));
        self
    }

    /// Says what to do.
    #[must_use]
    pub(crate) fn advice(mut self, advice: impl Into<String>) -> Self {
        self.advice = Some(advice.into());
        self
    }

    /// Sets another severity than the rule's own.
    #[must_use]
    pub(crate) fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }
}
