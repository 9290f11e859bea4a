//! The answer to a verification, as data for a report: accepted or not, every way that was tried with its
//! first error, and the findings that say why.

use super::Question;
use super::search::Found;
use crate::model::{Fact, Finding, Section, Severity, Value};
use crate::pki::cert::Cert;
use crate::pki::format::der::hex;
use crate::pki::rule;

/// A way that was tried and ended.
#[derive(Clone, Debug)]
pub(crate) struct Candidate {
    /// Leaf first, as far as it went.
    pub(crate) path: Vec<Cert>,
    /// Whether its last certificate is a trust anchor.
    pub(crate) anchored: bool,
    /// Why it ended.
    pub(crate) finding: Finding,
}

/// The answer.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    leaf: Cert,
    path: Option<Vec<Cert>>,
    rejected: Vec<Candidate>,
    findings: Vec<Finding>,
    purpose: &'static str,
    host: Option<String>,
}

impl Answer {
    pub(super) fn new(question: &Question<'_>, leaf: Vec<Finding>, found: Found) -> Self {
        let mut findings = leaf;
        let (path, notes) = found.accepted.unzip();
        match notes {
            Some(notes) => findings.extend(notes.into_iter().chain(detours(&found.rejected))),
            None => findings.extend(why_none(question, &found.rejected, found.spent)),
        }
        distinct(&mut findings);
        Self {
            leaf: question.leaf.clone(),
            path,
            rejected: found.rejected,
            findings,
            purpose: question.purpose.id(),
            host: question.host.map(ToString::to_string),
        }
    }

    /// Whether a path holds and nothing is wrong with the leaf.
    pub(crate) fn is_accepted(&self) -> bool {
        self.path.is_some() && self.errors().next().is_none()
    }

    /// The path that holds, leaf first and anchor last, even where the leaf itself is refused.
    pub(crate) fn path(&self) -> Option<&[Cert]> {
        self.path.as_deref()
    }

    /// The ways that were tried and ended, each with its first error.
    pub(crate) fn rejected(&self) -> &[Candidate] {
        &self.rejected
    }

    /// What is wrong, worst first known first: ready for a report.
    pub(crate) fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// What makes it no.
    pub(crate) fn errors(&self) -> impl Iterator<Item = &Finding> {
        self.findings
            .iter()
            .filter(|finding| finding.severity == Severity::Error)
    }

    /// The facts: what was asked, the verdict, the path, and every other way with its error.
    pub(crate) fn section(&self) -> Section {
        let rejected = |candidate: &Candidate| {
            Value::map([
                Fact::new("certificates", labels(&candidate.path)),
                Fact::new("anchored", candidate.anchored),
                Fact::new("rule", candidate.finding.rule.id),
                Fact::new("message", candidate.finding.message.clone()),
            ])
        };
        let anchor = self.path.as_ref().and_then(|path| path.last());
        Section::new("verification")
            .with("accepted", self.is_accepted())
            .with("leaf", self.leaf.label())
            .with("host", self.host.clone())
            .with("purpose", self.purpose)
            .with("path", self.path.as_deref().map(labels))
            .with("anchor", anchor.map(Cert::label))
            .with("anchor_sha256", anchor.map(|anchor| hex(anchor.fingerprint())))
            .with(
                "rejected_paths",
                self.rejected.iter().map(rejected).collect::<Vec<_>>(),
            )
    }
}

fn labels(path: &[Cert]) -> Vec<String> {
    path.iter().map(Cert::label).collect()
}

/// What a path that holds was found in spite of: a client that does not go back ends there.
fn detours(rejected: &[Candidate]) -> impl Iterator<Item = Finding> {
    let is_dated = |candidate: &&Candidate| {
        let id = candidate.finding.rule.id;
        id == rule::EXPIRED.id || id == rule::NOT_YET_VALID.id
    };
    rejected.iter().filter(is_dated).map(|candidate| {
        let mut finding = candidate.finding.clone().severity(Severity::Warning);
        finding.message = format!("another path, which some clients take: {}", finding.message);
        finding.advice("leave it out of the chain")
    })
}

/// The reason of the way that came closest first: one that reached an anchor, else the longest; then the
/// reasons of the others as remarks.
fn why_none(question: &Question<'_>, rejected: &[Candidate], spent: Option<&'static str>) -> Vec<Finding> {
    let mut order: Vec<&Candidate> = rejected.iter().collect();
    order.sort_by_key(|candidate| std::cmp::Reverse((candidate.anchored, candidate.path.len())));
    let mut findings: Vec<Finding> = order.iter().map(|candidate| candidate.finding.clone()).collect();
    for other in findings.iter_mut().skip(1) {
        other.severity = Severity::Notice;
        other.message = format!("another path: {}", other.message);
    }
    if let Some(what) = spent {
        let message = format!("gave up looking for a path: {what}");
        findings.insert(0, Finding::new(&rule::GAVE_UP, message).on(question.leaf.label()));
    }
    findings
}

/// Each broken rule once per certificate, the first and worst kept.
fn distinct(findings: &mut Vec<Finding>) {
    let mut seen: Vec<(&str, Option<String>)> = Vec::new();
    findings.retain(|finding| {
        let key = (finding.rule.id, finding.subject.clone());
        let first = !seen.contains(&key);
        if first {
            seen.push(key);
        }
        first
    });
}
