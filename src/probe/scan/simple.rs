//! A scan that is its metadata and two functions: most scans.

use crate::model::{Finding, Rule, Section};
use crate::probe::{Evidence, Inquiry, Scan};

/// A scan as data.
pub(super) struct Simple {
    /// See [`Scan::id`].
    pub(super) id: &'static str,
    /// See [`Scan::summary`].
    pub(super) summary: &'static str,
    /// The section that its facts stand in; several scans may share one.
    pub(super) section: &'static str,
    /// See [`Scan::facts`].
    pub(super) facts: &'static [(&'static str, &'static str)],
    /// See [`Scan::rules`].
    pub(super) rules: &'static [&'static Rule],
    /// See [`Scan::plan`].
    pub(super) plan: fn(&Evidence) -> Vec<Box<dyn Inquiry>>,
    /// See [`Scan::conclude`].
    pub(super) conclude: fn(&Evidence, &mut Section, &mut Vec<Finding>),
}

impl Scan for Simple {
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
        (self.plan)(seen)
    }

    fn conclude(&self, seen: &Evidence) -> (Section, Vec<Finding>) {
        let mut section = Section::new(self.section);
        let mut findings = Vec::new();
        (self.conclude)(seen, &mut section, &mut findings);
        (section, findings)
    }
}
