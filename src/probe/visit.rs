//! One target from its name to its reports: resolve, reach, ask, conclude. One report for each address
//! that was asked for.

use std::sync::Arc;
use std::time::Duration;

use super::engine::{self, Usage};
use super::limit::Limits;
use super::preflight;
use super::stop::Stop;
use super::task::Task;
use super::transport::{Family, Place, Proxy, Route, resolve};
use super::{Evidence, Scan};
use crate::error::{Error, Kind};
use crate::model::{Finding, Report, Section};

/// How to visit targets: the same for all of them.
#[derive(Clone)]
pub(crate) struct Visit {
    /// Where to connect instead of the target's own address.
    pub(crate) connect: Option<super::target::Target>,
    /// Who makes the connections instead of this machine.
    pub(crate) proxy: Option<Arc<Proxy>>,
    /// Which addresses to use.
    pub(crate) family: Family,
    /// Whether to ask every address of a name, not the first that answers.
    pub(crate) every_address: bool,
    /// What one address may cost.
    pub(crate) limits: Limits,
    /// What to ask.
    pub(crate) scans: Vec<&'static dyn Scan>,
    /// When to stop before all is asked.
    pub(crate) stop: Stop,
}

/// Asks one target. A target that cannot be asked has a report too, with the problem in it.
pub(crate) async fn visit(task: Task, how: &Visit) -> Vec<Report> {
    let task = Arc::new(task);
    let routes = match routes(&task, how).await {
        Ok(routes) => routes,
        Err(problem) => return vec![report(&task, problem)],
    };
    let mut reports = Vec::new();
    for (i, route) in routes.iter().enumerate() {
        let (seen, problem) = engine::run(task.clone(), route.clone(), how).await;
        // The first address that answers stands for the name, as it does for every other client.
        let is_dead = problem.as_ref().is_some_and(|p| p.kind() == Kind::Unreachable);
        if is_dead && !how.every_address && i + 1 < routes.len() {
            continue;
        }
        reports.push(conclude(&seen, route, problem, &how.scans));
        if !how.every_address {
            break;
        }
    }
    reports
}

/// The certificates that a server sends, in its order, and nothing else of it.
///
/// # Errors
///
/// An error that says why the server could not be reached, or spoke no TLS.
pub(crate) async fn chain(task: Task, how: &Visit) -> Result<Vec<Vec<u8>>, Error> {
    let task = Arc::new(task);
    let mut failure = None;
    for route in routes(&task, how).await? {
        let (seen, problem) = engine::run(task.clone(), route.clone(), how).await;
        let shown = seen.shown();
        if !shown.chain.is_empty() {
            return Ok(shown.chain.to_vec());
        }
        failure = preflight::unserved(&seen, &route.place)
            .or(failure)
            .or(problem)
            .or_else(|| preflight::unfinished(&seen, &route.place));
    }
    Err(failure.unwrap_or_else(|| Error::new(Kind::NoTls, format!("`{}` sent no certificate", task.target))))
}

/// The ways to a target: one to each of its addresses, or one alone where a proxy resolves its name.
async fn routes(task: &Task, how: &Visit) -> Result<Vec<Route>, Error> {
    let to = how.connect.as_ref().unwrap_or(&task.target);
    let port = to.port.unwrap_or_else(|| task.port());
    let within = how.limits.timeout.max(Duration::from_secs(5));
    let chooses = how.every_address || how.family != Family::Any;
    let places = if !chooses && how.proxy.as_ref().is_some_and(|proxy| proxy.resolves()) {
        vec![Place::new(&to.host, port)]
    } else {
        let addresses = resolve(&to.host, port, how.family, within, task.resolver.as_deref()).await?;
        addresses.into_iter().map(Place::Address).collect()
    };
    let name = task.sni.clone().unwrap_or_else(|| task.target.host.to_string());
    let route = |place| Route {
        place,
        proxy: how.proxy.clone(),
        starttls: task.starttls.map(|protocol| (protocol, name.clone())),
    };
    Ok(places.into_iter().map(route).collect())
}

fn conclude(seen: &Evidence, route: &Route, problem: Option<Error>, scans: &[&'static dyn Scan]) -> Report {
    let mut report = Report::new("probe", seen.task.target.to_string());
    report.sections.push(target(seen, route));
    let asked = problem.is_none() || seen.is_cut_short;
    for scan in scans.iter().filter(|_| asked) {
        let (section, findings) = scan.conclude(seen);
        // Scans of one kind share a section.
        if let Some(shared) = report.sections.iter_mut().find(|other| other.id == section.id) {
            shared.facts.extend(section.facts);
        } else if !section.facts.is_empty() {
            report.sections.push(section);
        }
        findings
            .into_iter()
            .for_each(|finding| add(&mut report.findings, finding));
    }
    report.sections.push(connections(&seen.usage));
    // Where the first handshake is judged, that it was refused is a finding with the same hint; where names are, it
    // is what was asked for.
    let is_told = scans.iter().any(|scan| ["handshake", "sni"].contains(&scan.id()));
    report.problems.extend(
        problem
            .or_else(|| preflight::unfinished(seen, &route.place))
            .or_else(|| preflight::unserved(seen, &route.place).filter(|_| !is_told)),
    );
    report
}

/// The facts about where a target is.
pub(crate) const TARGET: &[(&str, &str)] = &[
    ("target.address", "the address and port that was asked"),
    ("target.proxy", "the proxy that it was asked through"),
    ("target.server_name", "the server name sent"),
];

/// The facts about what a scan cost.
pub(crate) const CONNECTIONS: &[(&str, &str)] = &[
    ("connections.connections", "connections opened or tried"),
    (
        "connections.retries",
        "those of them that repeated an inconclusive one",
    ),
    ("connections.round_trips", "waits for the server"),
    (
        "connections.longest_chain",
        "the most questions that waited for one another",
    ),
    ("connections.bytes_sent", "bytes sent"),
    ("connections.bytes_received", "bytes received"),
];

/// Where the target is, and how it was reached. An address that only a proxy knows is not stated.
fn target(seen: &Evidence, route: &Route) -> Section {
    let mut section = Section::new("target");
    if let Place::Address(address) = &route.place {
        section.push("address", address.to_string());
    }
    if let Some(proxy) = &route.proxy {
        section.push("proxy", proxy.to_string());
    }
    section.with("server_name", seen.task.sni.clone())
}

/// A report on a target that was never asked.
fn report(task: &Task, problem: Error) -> Report {
    let mut report = Report::new("probe", task.target.to_string());
    report.problems.push(problem);
    report
}

/// Adds a finding; of two scans that find one rule broken by one subject, the graver word stands.
fn add(findings: &mut Vec<Finding>, fresh: Finding) {
    let same = |known: &&mut Finding| known.rule.id == fresh.rule.id && known.subject == fresh.subject;
    match findings.iter_mut().find(same) {
        Some(known) if fresh.severity <= known.severity => {}
        Some(known) => *known = fresh,
        None => findings.push(fresh),
    }
}

/// What it cost, for the owner of the server as much as for the caller.
fn connections(usage: &Usage) -> Section {
    Section::new("connections")
        .with("connections", usage.connections)
        .with("retries", usage.retries)
        .with("round_trips", usage.round_trips)
        .with("longest_chain", usage.longest_chain)
        .with("bytes_sent", usage.sent)
        .with("bytes_received", usage.received)
}
