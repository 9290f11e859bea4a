//! `tlsctl inspect`: reads every input, describes what is in it, judges what it was asked to judge.

mod aia;
mod bulk;
mod convert;
mod diagnosis;
mod diff;
mod effort;
mod expiry;
mod facts;
mod fix;
mod gather;
mod index;
mod lint;
mod remote;
mod rules;
mod verdict;

use jiff::Timestamp;

use super::session::Session;
use crate::cli::Inspect;
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::input;
use crate::model::{Moment, Report, Severity, Verdict};
use crate::pki::format::Kind;
use crate::probe::target::Target;
use diagnosis::Asked;
use effort::Effort;
use expiry::Within;
use gather::{Input, Reading};
use index::Index;
use lint::{Docket, Linter};
use verdict::Court;

/// Inspects the inputs and reports on each.
pub(super) fn run(arguments: &Inspect, session: &Session) -> Result<Exit> {
    let session = &session.treating(convert::existing(arguments.force));
    if arguments.fix.is_none() && !convert::is_asked(arguments) {
        session.check_place()?;
    }
    let now = match &arguments.at {
        Some(text) => Moment::parse(text)?.resolve(session.now),
        None => session.now,
    };
    only_lists(arguments)?;
    if arguments.rules {
        return session.reports(&[rules::report()], FORMATS).map(|()| Exit::Ok);
    }
    let password = super::password::given(&arguments.password)?;
    let proxy = super::proxy::named(arguments.proxy.as_deref())?;
    let connect = arguments.connect.as_deref().map(Target::parse).transpose()?;
    let effort = Effort::default();
    let reading = Reading {
        password: password.as_deref(),
        proxy: proxy.as_ref(),
        starttls: arguments.starttls.as_deref(),
        sni: arguments.sni.as_deref(),
        connect: connect.as_ref(),
        timeout: Some(super::probe::patience("--timeout", &arguments.timeout)?),
        effort: Some(&effort),
    };
    if let Some(sides) = &arguments.diff {
        let report = diff::report(sides, reading, now)?;
        return conclude(vec![report], arguments, session);
    }
    let within = arguments
        .expires_within
        .as_deref()
        .map(Within::parse)
        .transpose()?;
    if let Some(file) = bulk::is_fit(arguments, session) {
        return match within {
            Some(within) => conclude(vec![bulk::watch(file, within, now)?], arguments, session),
            None => bulk::run(file, arguments, session, now),
        };
    }
    let inputs = gather::gather(&arguments.inputs, reading)?;
    if let Some(file) = &arguments.fix {
        return fix::fix(file, arguments, &inputs, session);
    }
    if convert::is_asked(arguments) {
        return convert::convert(arguments, &inputs, password.as_deref(), session, now);
    }
    to_judge(arguments, &inputs)?;
    let reports = match within {
        Some(within) => lists(&inputs, session)
            .map(|inputs| expiry::report(inputs, within, now))
            .collect(),
        None => describe(arguments, &inputs, session, now)?,
    };
    conclude(reports, arguments, session)
}

/// Refuses flags of verification beside those that only list.
fn only_lists(arguments: &Inspect) -> Result<()> {
    let lists = arguments.short || arguments.diff.is_some() || arguments.expires_within.is_some();
    if !lists || !verdict::is_asked(arguments) {
        return Ok(());
    }
    Err(
        Error::usage("--short, --diff and --expires-within list certificates and verify none")
            .hint("leave them out, or --profile, --untrusted and --aia"),
    )
}

/// Decides the exit code, then shows the reports.
fn conclude(mut reports: Vec<Report>, arguments: &Inspect, session: &Session) -> Result<Exit> {
    let gate = gate(arguments);
    // Every format must say what the exit code says.
    for report in &mut reports {
        if gate.is_some_and(|gate| report.worst() >= Some(gate)) {
            report.verdict = Some(Verdict::Fail);
        }
    }
    let exit = reports
        .iter()
        .map(|report| exit(report, gate))
        .fold(Exit::Ok, Exit::and);
    show(reports, session)?;
    Ok(exit)
}

/// Findings count where a gate is set; otherwise only the verdict on what was asked does.
fn exit(report: &Report, gate: Option<Severity>) -> Exit {
    let judged = match (gate, report.verdict) {
        (Some(gate), _) if report.worst().is_some_and(|worst| worst >= gate) => Exit::Wrong,
        (_, Some(Verdict::Fail)) => Exit::Wrong,
        _ => Exit::Ok,
    };
    report.problems.iter().map(Error::exit).fold(judged, Exit::and)
}

/// The gate that was set; who asks for lints means those that are errors.
fn gate(arguments: &Inspect) -> Option<Severity> {
    let default = lint::asked(arguments).map(|_| Severity::Error);
    arguments.fail_on.as_deref().and_then(severity).or(default)
}

fn severity(id: &str) -> Option<Severity> {
    Severity::ALL.iter().copied().find(|severity| severity.id() == id)
}

/// What is to be judged must be there: an exit code of 0 would say that it is right.
fn to_judge(arguments: &Inspect, inputs: &[Input]) -> Result<()> {
    let holds = |kinds: &[Kind]| {
        let mut pieces = inputs.iter().flat_map(|input| &input.pieces);
        pieces.any(|piece| kinds.contains(&piece.kind))
    };
    let missing = if inputs.iter().any(|input| !input.problems.is_empty()) {
        return Ok(());
    } else if (verdict::is_asked(arguments) || arguments.expires_within.is_some())
        && !holds(&[Kind::Certificate])
    {
        "certificate"
    } else if lint::asked(arguments).is_some() && !holds(&[Kind::Certificate, Kind::Crl]) {
        "certificate or revocation list"
    } else {
        return Ok(());
    };
    let names: Vec<String> = inputs.iter().map(|input| format!("`{}`", input.name)).collect();
    let [verb, what] = [if names.len() == 1 { "holds" } else { "hold" }, missing];
    Err(
        Error::input(format!("{} {verb} no {what} to judge", names.join(" and ")))
            .hint("without --verify, --lint and --expires-within, inspect shows what is there"),
    )
}

fn describe(arguments: &Inspect, inputs: &[Input], session: &Session, now: Timestamp) -> Result<Vec<Report>> {
    let court = match verdict::is_asked(arguments) {
        true => Some(Court::new(arguments, inputs, session, now)?),
        false => None,
    };
    for problem in court.iter().flat_map(Court::unfetched) {
        session.warn(&format!("{problem}; {}", problem.hints().join(", ")));
    }
    let docket = lint::asked(arguments).map(|profile| (profile, Docket::new(inputs)));
    let gate = gate(arguments).unwrap_or(Severity::Error);
    let linter = docket
        .as_ref()
        .map(|(profile, docket)| Linter::new(docket, profile, gate, now));
    if court.is_none() && is_short(arguments, inputs, session) {
        if session.is_metrics() {
            let each = inputs.iter().enumerate();
            let report = |(number, input)| {
                let mut report = short(std::slice::from_ref(input), now);
                if let Some(linter) = &linter {
                    linter.judge(Some(number), &mut report);
                }
                report
            };
            return Ok(each.map(report).collect());
        }
        let mut report = short(inputs, now);
        if let Some(linter) = &linter {
            linter.judge(None, &mut report);
        }
        return Ok(vec![report]);
    }
    let index = Index::new(inputs);
    let asked = if arguments.inputs.iter().any(|path| input::is_directory(path)) {
        Asked::No
    } else {
        Asked::Pair
    };
    let report = |(number, input): (usize, &Input)| {
        let mut report = facts::report(input, &index, now);
        if arguments.tree {
            report.sections = facts::chain(input).into_iter().collect();
        }
        diagnosis::add(&mut report, input, &index, asked);
        if let Some(court) = &court {
            court.judge(input, &mut report);
        }
        if let Some(linter) = &linter {
            linter.judge(Some(number), &mut report);
        }
        report
    };
    Ok(inputs.iter().enumerate().map(report).collect())
}

/// What is listed together: everything, but for metrics, which are kept apart by their target.
fn lists<'a>(inputs: &'a [Input], session: &Session) -> std::slice::Chunks<'a, Input> {
    inputs.chunks(if session.is_metrics() {
        1
    } else {
        inputs.len().max(1)
    })
}

/// A line for each certificate: asked for, or so many that nobody would read more.
fn is_short(arguments: &Inspect, inputs: &[Input], session: &Session) -> bool {
    let certificates = |input: &Input| input.certificates().count();
    let many = || inputs.iter().map(certificates).sum::<usize>() > MANY;
    arguments.short || (session.is_human() && !session.is_verbose() && !arguments.tree && many())
}

fn short(inputs: &[Input], now: Timestamp) -> Report {
    let names: Vec<&str> = inputs.iter().map(|input| input.name.as_str()).collect();
    let mut report = Report::new("inspect", names.join(" "));
    if inputs.iter().any(|input| !input.pieces.is_empty()) {
        report.sections.push(facts::listing(inputs, now));
    }
    report.problems = facts::problems(inputs, now);
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
            // A table of what ends too soon, or of what changed, says all that its findings say.
            if ["listing.examined", "difference.unchanged"]
                .iter()
                .any(|fact| report.fact(fact).is_some())
            {
                report.findings.clear();
            }
        }
        reports.retain(|report| !report.sections.is_empty() || !report.findings.is_empty());
        if reports.is_empty() {
            return Ok(());
        }
    }
    session.reports(&reports, FORMATS)
}

/// More certificates than this are listed rather than described, unless `-v` is given.
const MANY: usize = 12;

/// The formats that make sense here.
const FORMATS: &[&str] = crate::cli::formats::OF_FINDINGS;
