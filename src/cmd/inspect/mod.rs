//! `tlsctl inspect`: reads every input, describes what is in it, judges what it was asked to judge.

mod facts;
mod gather;
mod index;

use super::session::Session;
use crate::cli::Inspect;
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::model::{Moment, Report};
use gather::Input;
use index::Index;

/// Inspects the inputs and reports on each.
pub(super) fn run(arguments: &Inspect, session: &Session) -> Result<Exit> {
    let now = match &arguments.at {
        Some(text) => Moment::parse(text)?.resolve(session.now),
        None => session.now,
    };
    let inputs = gather::gather(&arguments.inputs)?;
    let index = Index::new(&inputs);
    let mut reports: Vec<Report> = if is_short(arguments, &inputs, session) {
        vec![short(&inputs, now)]
    } else {
        inputs
            .iter()
            .map(|input| facts::report(input, &index, now))
            .collect()
    };
    if arguments.tree {
        for (report, input) in reports.iter_mut().zip(&inputs) {
            report.sections = facts::chain(input).into_iter().collect();
        }
    }
    let exit = reports
        .iter()
        .flat_map(|report| &report.problems)
        .map(Error::exit)
        .fold(Exit::Ok, Exit::and);
    show(reports, session)?;
    Ok(exit)
}

/// A line for each certificate: asked for, or so many that nobody would read more.
fn is_short(arguments: &Inspect, inputs: &[Input], session: &Session) -> bool {
    let many = || inputs.iter().map(|input| input.pieces.len()).sum::<usize>() > MANY;
    arguments.short || (session.is_human() && !session.is_verbose() && !arguments.tree && many())
}

fn short(inputs: &[Input], now: jiff::Timestamp) -> Report {
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
