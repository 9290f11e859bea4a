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
    let mut report = Report::new("inspect", names.join(" "));
    report.problems = facts::problems(inputs, now);
    let mut ending = Vec::new();
    let mut examined = 0_usize;
    for input in inputs {
        for piece in input.certificates() {
            let Ok(certificate) = Anatomy::parse(&piece.der) else {
                continue;
            };
            let place = place(input, piece);
            let Some(validity) = certificate.validity() else {
                let message = format!("the validity of `{place}` cannot be read");
                report.problems.push(Error::input(message));
                continue;
            };
            examined += 1;
            if let Some((end, finding)) = judge(&certificate, validity, within, now) {
                let finding = finding.on(place.clone());
                ending.push((end, row(&certificate, place, now), finding));
            }
        }
    }
    ending.sort_by_key(|(end, ..)| *end);
    report.verdict = Some(if ending.is_empty() {
        Verdict::Pass
    } else {
        Verdict::Fail
    });
    let (mut rows, mut findings) = (Vec::new(), Vec::new());
    for (_, row, finding) in ending {
        rows.push(row);
        findings.push(finding);
    }
    report.findings = findings;
    report.sections.push(
        Section::new("listing")
            .with("examined", examined)
            .with("certificates", Value::List(rows)),
    );
    report
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
