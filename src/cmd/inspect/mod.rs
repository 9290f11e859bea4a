//! `tlsctl inspect`: reads every input, describes what is in it, judges what it was asked to judge.

mod diagnosis;
mod diff;
mod expiry;
mod facts;
mod gather;
mod index;

use jiff::Timestamp;

use super::session::Session;
use crate::cli::Inspect;
use crate::error::Result;
use crate::exit::Exit;
use crate::model::{Moment, Report, Severity, Verdict};
use expiry::Within;
use gather::Input;
use index::Index;

/// Inspects the inputs and reports on each.
pub(super) fn run(arguments: &Inspect, session: &Session) -> Result<Exit> {
    let now = match &arguments.at {
        Some(text) => Moment::parse(text)?.resolve(session.now),
        None => session.now,
    };
    let within = arguments
        .expires_within
        .as_deref()
        .map(Within::parse)
        .transpose()?;
    let password = super::password::given(&arguments.password)?;
    if let Some(sides) = &arguments.diff {
        let report = diff::report(sides, password.as_deref(), now)?;
        let judged = if report.verdict == Some(Verdict::Fail) {
            Exit::Wrong
        } else {
            Exit::Ok
        };
        let exit = Session::exit(&report, Severity::Error).and(judged);
        show(vec![report], session)?;
        return Ok(exit);
    }
    let inputs = gather::gather(&arguments.inputs, password.as_deref())?;
    let mut reports = match within {
        Some(within) => vec![expiry::report(&inputs, within, now)],
        None => describe(arguments, &inputs, session, now),
    };
    let exit = reports
        .iter()
        .map(|report| Session::exit(report, Severity::Error))
        .fold(Exit::Ok, Exit::and);
    if within.is_some() && session.is_human() {
        // The table says it all.
        reports.iter_mut().for_each(|report| report.findings.clear());
    }
    show(reports, session)?;
    Ok(exit)
}

fn describe(arguments: &Inspect, inputs: &[Input], session: &Session, now: Timestamp) -> Vec<Report> {
    if is_short(arguments, inputs, session) {
        return vec![short(inputs, now)];
    }
    let index = Index::new(inputs);
    let mut reports: Vec<Report> = inputs
        .iter()
        .map(|input| facts::report(input, &index, now))
        .collect();
    if arguments.tree {
        for (report, input) in reports.iter_mut().zip(inputs) {
            report.sections = facts::chain(input).into_iter().collect();
        }
    }
    reports
}

/// A line for each certificate: asked for, or so many that nobody would read more.
fn is_short(arguments: &Inspect, inputs: &[Input], session: &Session) -> bool {
    let many = || inputs.iter().map(|input| input.pieces.len()).sum::<usize>() > MANY;
    arguments.short || (session.is_human() && !session.is_verbose() && !arguments.tree && many())
}

fn short(inputs: &[Input], now: Timestamp) -> Report {
    let names: Vec<&str> = inputs.iter().map(|input| input.name.as_str()).collect();
    let mut report = Report::new("inspect", names.join(" "));
    report.sections.push(facts::listing(inputs, now));
    report.problems = inputs.iter().flat_map(|input| input.problems.clone()).collect();
    report
}

/// Shows the reports; to people, errors go to standard error and an input with nothing else is no report.
fn show(mut reports: Vec<Report>, session: &Session) -> Result<()> {
    for report in &mut reports {
        for problem in &report.problems {
            session.fail(problem);
        }
    }
    if session.is_human() {
        for report in &mut reports {
            report.problems.clear();
        }
        reports.retain(|report| !report.sections.is_empty() || !report.findings.is_empty());
        if reports.is_empty() {
            return Ok(());
        }
    }
    session.reports(&reports, FORMATS)
}

/// More pieces than this are listed rather than described, unless `-v` is given.
const MANY: usize = 12;

/// The formats that make sense here.
const FORMATS: &[&str] = &[
    "human",
    "json",
    "jsonl",
    "csv",
    "junit",
    "sarif",
    "html",
    "markdown",
    "github",
    "prometheus",
];
