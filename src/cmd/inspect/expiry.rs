//! `--expires-within`: every certificate that ends too soon, the soonest first. The limit is a span, or a
//! share of each certificate's own lifetime, which is what certificates of 6 or 47 days need.

use jiff::Timestamp;

use super::facts::{self, row};
use super::gather::Input;
use super::index::place;
use crate::error::{Error, Result};
use crate::model::{Finding, Report, Section, Severity, Span, Value, Verdict};
use crate::pki::anatomy::Anatomy;
use crate::pki::rule;

/// How close an end may be.
#[derive(Clone, Copy, Debug)]
pub(super) enum Within {
    /// Less than this share of the lifetime is left, in percent.
    Percent(i64),
    /// It comes within this time.
    Span(Span),
}

impl Within {
    /// Reads `30d`, or `33%`.
    ///
    /// # Errors
    ///
    /// A usage error with examples.
    pub(super) fn parse(text: &str) -> Result<Self> {
        let Some(share) = text.strip_suffix('%') else {
            return Span::parse(text).map(Self::Span);
        };
        match share.parse() {
            Ok(percent @ 0..=100) => Ok(Self::Percent(percent)),
            _ => Err(Error::usage(format!("`{text}` is no share of a lifetime"))
                .hint("write a whole number from 0% to 100%, or a length of time such as 30d")),
        }
    }

    /// The moment up to which an end is too soon, for a certificate with this validity.
    fn limit(self, from: Timestamp, to: Timestamp, now: Timestamp) -> Timestamp {
        match self {
            Self::Span(span) => span.after(now),
            Self::Percent(percent) => {
                let lifetime = to.as_second().saturating_sub(from.as_second());
                let share = lifetime / 100 * percent;
                Timestamp::from_second(now.as_second().saturating_add(share)).unwrap_or(Timestamp::MAX)
            }
        }
    }
}

/// The report on all inputs together.
pub(super) fn report(inputs: &[Input], within: Within, now: Timestamp) -> Report {
    let names: Vec<&str> = inputs.iter().map(|input| input.name.as_str()).collect();
    let mut watch = Watch::new(within, now);
    watch.look(inputs);
    watch.report(names.join(" "))
}

/// Certificates looked at some at a time, of which those are kept that end too soon.
pub(super) struct Watch {
    within: Within,
    now: Timestamp,
    /// How many certificates were looked at.
    pub(super) examined: usize,
    ending: Vec<(Timestamp, Value, Finding)>,
    problems: Vec<Error>,
}

impl Watch {
    pub(super) fn new(within: Within, now: Timestamp) -> Self {
        Self {
            within,
            now,
            examined: 0,
            ending: Vec::new(),
            problems: Vec::new(),
        }
    }

    /// Looks at the certificates of these inputs.
    pub(super) fn look(&mut self, inputs: &[Input]) {
        self.problems.extend(facts::problems(inputs, self.now));
        for (input, piece) in inputs
            .iter()
            .flat_map(|input| input.certificates().map(move |piece| (input, piece)))
        {
            let Ok(certificate) = Anatomy::parse(&piece.der) else {
                continue;
            };
            let place = place(input, piece);
            let Some(validity) = certificate.validity() else {
                let message = format!("the validity of `{place}` cannot be read");
                self.problems.push(Error::input(message));
                continue;
            };
            self.examined += 1;
            if let Some((end, finding)) = judge(&certificate, validity, self.within, self.now) {
                let finding = finding.on(place.clone());
                self.ending
                    .push((end, row(&certificate, place, self.now), finding));
            }
        }
    }

    /// What ends too soon, the soonest first.
    pub(super) fn report(mut self, target: String) -> Report {
        let mut report = Report::new("inspect", target);
        report.problems = self.problems;
        self.ending.sort_by_key(|(end, ..)| *end);
        report.verdict = Some(if self.ending.is_empty() {
            Verdict::Pass
        } else {
            Verdict::Fail
        });
        let mut rows = Vec::new();
        for (_, row, finding) in self.ending {
            rows.push(row);
            report.findings.push(finding);
        }
        report.sections.push(
            Section::new("listing")
                .with("examined", self.examined)
                .with("certificates", Value::List(rows)),
        );
        report
    }
}

/// The finding for a certificate that ends too soon, with its end.
fn judge(
    certificate: &Anatomy,
    (from, to): (Timestamp, Timestamp),
    within: Within,
    now: Timestamp,
) -> Option<(Timestamp, Finding)> {
    let title = certificate.title();
    if to < now {
        let finding = Finding::new(&rule::EXPIRED, format!("{title} expired at {to}"));
        return Some((to, finding.advice("renew it now")));
    }
    if to > within.limit(from, to, now) {
        return None;
    }
    let days = (to.as_second() - now.as_second()) / 86_400;
    let finding = Finding::new(
        &rule::EXPIRES_SOON,
        format!("{title} expires at {to}, {days} days from now"),
    );
    // Asked for by name, so it decides the exit code.
    Some((to, finding.severity(Severity::Error).advice("renew it")))
}
