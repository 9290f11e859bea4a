//! `--lint`: what is wrong with each certificate and revocation list, by the profile asked for. What verification or the
//! diagnosis found as well is said once, at its worst.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::gather::Input;
use super::index::place;
use super::verdict::profile;
use crate::cli::Inspect;
use crate::model::{Finding, Report, Section, Severity, Verdict};
use crate::pki::anatomy::Anatomy;
use crate::pki::format::Kind;
use crate::pki::lint::crl::{self, List};
use crate::pki::lint::{self, Pool};

/// Every certificate of every input.
pub(super) struct Docket<'a> {
    certs: Vec<Anatomy<'a>>,
    /// For each: the number of its input, and where it is.
    places: Vec<(usize, String)>,
    /// Every revocation list: the number of its input, where it is, and what is in it.
    lists: Vec<(usize, String, List<'a>)>,
}

/// Judges certificates by the lints of one profile.
pub(super) struct Linter<'a> {
    docket: &'a Docket<'a>,
    pool: Pool<'a>,
    profile: &'a str,
    gate: Severity,
    now: Timestamp,
}

/// The profile to lint by, where that is asked for: `--lint=PROFILE`, else `--profile`.
pub(super) fn asked(arguments: &Inspect) -> Option<&str> {
    let asked = arguments.lint.as_ref()?;
    Some(asked.as_deref().or(arguments.profile.as_deref()).unwrap_or("dev"))
}

impl<'a> Docket<'a> {
    /// Takes apart what can be; the description says what cannot.
    pub(super) fn new(inputs: &'a [Input]) -> Self {
        let (mut certs, mut places, mut lists) = (Vec::new(), Vec::new(), Vec::new());
        for (number, input) in inputs.iter().enumerate() {
            for piece in &input.pieces {
                let place = || place(input, piece);
                if piece.kind == Kind::Certificate
                    && let Ok(cert) = Anatomy::parse(&piece.der)
                {
                    certs.push(cert);
                    places.push((number, place()));
                } else if piece.kind == Kind::Crl
                    && let Ok(list) = List::read(&piece.der)
                {
                    lists.push((number, place(), list));
                }
            }
        }
        Self { certs, places, lists }
    }
}

impl<'a> Linter<'a> {
    /// A linter that finds issuers among all certificates at hand.
    pub(super) fn new(docket: &'a Docket<'a>, profile: &'a str, gate: Severity, now: Timestamp) -> Self {
        Self {
            docket,
            pool: Pool::new(&docket.certs),
            profile,
            gate,
            now,
        }
    }

    /// Adds what is wrong with the certificates and revocation lists of one input, or of all, to a report,
    /// and the verdict.
    pub(super) fn judge(&self, number: Option<usize>, report: &mut Report) {
        let concerns = |input: &usize| number.is_none_or(|number| *input == number);
        let all = self.docket.certs.iter().zip(&self.docket.places);
        let certs: Vec<_> = all.filter(|(_, (input, _))| concerns(input)).collect();
        let lists: Vec<_> = self
            .docket
            .lists
            .iter()
            .filter(|(input, ..)| concerns(input))
            .collect();
        if certs.is_empty() && lists.is_empty() {
            return;
        }
        let before = report.findings.len();
        let mut counts = BTreeMap::new();
        for (cert, (_, place)) in &certs {
            let title = cert.title();
            let subject = match certs.len() {
                1 => title.clone(),
                _ => format!("{title} ({place})"),
            };
            for finding in lint::lint(&self.pool.subject(cert, profile(self.profile)), self.now) {
                *counts.entry(finding.severity).or_insert(0_usize) += 1;
                add(&mut report.findings, before, finding, [&title, &subject]);
            }
        }
        for (_, place, list) in &lists {
            for finding in crl::lint(list, profile(self.profile), self.now) {
                *counts.entry(finding.severity).or_insert(0_usize) += 1;
                add(&mut report.findings, before, finding, [place, place]);
            }
        }
        report
            .sections
            .push(self.section(certs.len(), lists.len(), &counts));
        let worst = counts.last_key_value().map(|(severity, _)| *severity);
        report.verdict = match report.verdict {
            _ if worst >= Some(self.gate) => Some(Verdict::Fail),
            None => Some(Verdict::Pass),
            other => other,
        };
    }

    fn section(&self, certs: usize, lists: usize, counts: &BTreeMap<Severity, usize>) -> Section {
        let count = |severity| counts.get(&severity).copied().unwrap_or(0);
        Section::new("lint")
            .with("profile", self.profile)
            .with("certificates", certs)
            .with("revocation_lists", lists)
            .with("errors", count(Severity::Error))
            .with("warnings", count(Severity::Warning))
            .with("notices", count(Severity::Notice))
    }
}

/// Adds a finding, unless one of those `before` says the same of the same certificate.
fn add(findings: &mut Vec<Finding>, before: usize, finding: Finding, names: [&str; 2]) {
    let said = |other: &&mut Finding| {
        let of = other.subject.as_deref();
        other.rule.id == finding.rule.id && names.iter().any(|name| of == Some(name))
    };
    match findings[..before].iter_mut().find(said) {
        Some(other) => other.severity = other.severity.max(finding.severity),
        None => findings.push(finding.on(names[1])),
    }
}
