//! `tlsctl probe`: what its flags mean, many targets at a time, and the exit code.

use std::collections::VecDeque;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use rustls::sign::CertifiedKey;
use tokio::task::JoinSet;

use super::session::Session;
use super::{ech, facts, length, proxy, roots};
use crate::cli::formats::OF_FINDINGS;
use crate::cli::{FailOn, Probe};
use crate::error::{Error, Kind, Result};
use crate::exit::Exit;
use crate::input;
use crate::model::{Moment, Report, Severity, Verdict};
use crate::pki::cert::Cert;
use crate::pki::format::{self, pieces};
use crate::pki::host::Host;
use crate::pki::lint::Profile;
use crate::pki::verify::Crl;
use crate::probe::dns::Resolver;
use crate::probe::limit::Limits;
use crate::probe::stop::{Stop, Stopper};
use crate::probe::target::Target;
use crate::probe::task::Task;
use crate::probe::transport::Family;
use crate::probe::visit::{Visit, visit};
use crate::probe::{Scan, quic, scan, starttls};
use crate::tlsconf::anchors::{self, RootsSpec, Store};
use crate::tlsconf::password::PasswordSource;
use crate::tlsconf::source::{self, Source, Spec};
use crate::trust::{self, Machine};

/// Probes what the arguments name.
pub(super) fn run(arguments: &Probe, session: &Session) -> Result<Exit> {
    if arguments.facts {
        return facts::list(session);
    }
    session.format(OF_FINDINGS)?;
    let gate = gate(arguments.fail_on);
    let stopper = Stopper::new();
    let how = how(arguments, stopper.listen())?;
    let tasks = tasks(arguments, session)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|e| Error::bug("the runtime does not start").because(e))?;
    let (mut reports, is_interrupted) =
        runtime.block_on(probe(tasks, how, arguments.concurrency, &stopper, session));
    runtime.shutdown_background();
    for report in &mut reports {
        report.verdict = verdict(report, gate);
    }
    show(&reports, session)?;
    let exit = reports
        .iter()
        .map(|report| Session::exit(report, gate))
        .fold(Exit::Ok, Exit::and);
    Ok(if is_interrupted { Exit::Interrupted } else { exit })
}

/// Visits every target, so many at a time, in the order given. Interrupted, it gives what it has, of the targets
/// being asked too; interrupted again, it waits for none of them.
async fn probe(
    tasks: Vec<Task>,
    how: Visit,
    concurrency: u16,
    stopper: &Stopper,
    session: &Session,
) -> (Vec<Report>, bool) {
    let total = tasks.len();
    let how = Arc::new(how);
    let mut waiting: VecDeque<(usize, Task)> = tasks.into_iter().enumerate().collect();
    let mut done: Vec<Vec<Report>> = vec![Vec::new(); total];
    let mut running = JoinSet::new();
    let bar = session.progress(total as u64);
    let names: Vec<String> = waiting.iter().map(|(_, task)| task.target.to_string()).collect();
    let interrupt = tokio::signal::ctrl_c();
    let moment = tokio::time::sleep(MOMENT);
    tokio::pin!(interrupt, moment);
    let mut is_slow = false;
    let mut is_interrupted = false;
    loop {
        while running.len() < usize::from(concurrency)
            && let Some((place, task)) = waiting.pop_front()
        {
            let how = how.clone();
            running.spawn(async move { (place, visit(task, &how).await) });
        }
        tokio::select! {
            next = running.join_next() => match next {
                None => break,
                Some(Ok((place, reports))) => {
                    if total > 1 {
                        bar.step(&names[place]);
                    }
                    done[place] = reports;
                }
                Some(Err(_)) => {}
            },
            () = &mut moment, if !is_slow => {
                is_slow = true;
                bar.linger(names.first().map_or("", String::as_str));
            }
            _ = &mut interrupt => {
                if std::mem::replace(&mut is_interrupted, true) {
                    break;
                }
                stopper.stop();
                waiting.clear();
                interrupt.set(tokio::signal::ctrl_c());
            }
        }
    }
    bar.finish();
    (done.into_iter().flatten().collect(), is_interrupted)
}

/// How long nothing is shown of what is done quickly.
const MOMENT: Duration = Duration::from_secs(1);

/// The sections of a report on a target that could not be asked: where it is, and what it cost.
const BARE: usize = 2;

/// Writes the reports. What kept a target from being probed is an error as of any command: on standard
/// error where a person reads one report, else in the report.
fn show(reports: &[Report], session: &Session) -> Result<()> {
    if let [report] = reports
        && session.is_human()
        && !report.problems.is_empty()
        && report.findings.is_empty()
        && report.sections.len() <= BARE
    {
        for problem in &report.problems {
            session.fail(problem);
        }
        return Ok(());
    }
    session.reports(reports, OF_FINDINGS)
}

/// What the findings amount to; nothing where there was nothing to judge.
fn verdict(report: &Report, gate: Severity) -> Option<Verdict> {
    if report.worst().is_some_and(|worst| worst >= gate) {
        return Some(Verdict::Fail);
    }
    report.problems.is_empty().then_some(Verdict::Pass)
}

fn how(arguments: &Probe, stop: Stop) -> Result<Visit> {
    let defaults = if arguments.polite {
        Limits::POLITE
    } else {
        Limits {
            in_flight: usize::from(arguments.per_host),
            rate: arguments.rate,
            ..Limits::DEFAULT
        }
    };
    let family = match (arguments.ipv4, arguments.ipv6) {
        (true, _) => Family::V4,
        (_, true) => Family::V6,
        _ => Family::Any,
    };
    let proxy = proxy::named(arguments.proxy.as_deref())?;
    let chooses = arguments.all_ips || family != Family::Any;
    if let Some(proxy) = proxy.as_ref().filter(|proxy| chooses && proxy.insists_on_names()) {
        return Err(Error::usage(format!(
            "`{proxy}` resolves names, and leaves no address to choose"
        ))
        .hint("socks5:// instead of socks5h:// resolves them here: -4, -6 and --all-ips need that"));
    }
    Ok(Visit {
        proxy,
        connect: arguments.connect.as_deref().map(Target::parse).transpose()?,
        family,
        every_address: arguments.all_ips,
        limits: Limits {
            connections: arguments.max_connections,
            timeout: patience("--timeout", &arguments.timeout)?,
            total: match &arguments.total_timeout {
                Some(text) => patience("--total-timeout", text)?,
                None => defaults.total,
            },
            retries: arguments.retries,
            fetches_privately: arguments.aia.as_deref() == Some("private"),
            ..defaults
        },
        scans: chosen(arguments)?,
        stop,
    })
}

fn chosen(arguments: &Probe) -> Result<Vec<&'static dyn Scan>> {
    for (scan, switch, is_there) in NEEDS {
        if named(arguments, &[scan]) && !is_there(arguments) {
            return Err(
                Error::usage(format!("`--scan {scan}` has nothing to ask without {switch}"))
                    .hint(format!("add {switch}, or take `{scan}` out of --scan")),
            );
        }
    }
    let scans = scan::ALL.iter().copied().filter(|scan| {
        let named = |list: &[String]| list.iter().any(|id| id == scan.id());
        let wanted = match (arguments.fast, arguments.scan.is_empty()) {
            (true, _) => scan.is_free(),
            (false, true) => scan.is_default(),
            (false, false) => named(&arguments.scan),
        };
        let is_quic = arguments.quic && QUIC.contains(&scan.id());
        (wanted || is_quic) && !named(&arguments.skip)
    });
    let scans: Vec<_> = scans.collect();
    if scans.is_empty() {
        return Err(Error::usage("--skip leaves nothing to ask")
            .hint("take out of --skip what --scan names, or leave both out to ask everything"));
    }
    Ok(scans)
}

/// Whether one of these scans is named.
fn named(arguments: &Probe, scans: &[&str]) -> bool {
    arguments.scan.iter().any(|scan| scans.contains(&scan.as_str()))
}

/// A scan, the switch without which it asks nothing, and whether that is there. Naming the scan does not stand for
/// it: the DNS is told who is being looked at only where that is said.
type Need = (&'static str, &'static str, fn(&Probe) -> bool);

const NEEDS: &[Need] = &[
    ("caa", "--dns", asks_dns),
    ("ech", "--dns or --ech", |arguments| {
        asks_dns(arguments) || arguments.ech.is_some()
    }),
    ("https-record", "--dns", asks_dns),
    ("starttls-injection", "--starttls", |arguments| {
        arguments.starttls.is_some()
    }),
    ("tlsa", "--dns", asks_dns),
];

fn asks_dns(arguments: &Probe) -> bool {
    arguments.dns || arguments.resolver.is_some()
}

/// The scans that `--quic` adds to those chosen otherwise, and that naming one stands for.
const QUIC: &[&str] = &["quic", "quic-certificate"];

/// Whether to ask over QUIC.
fn asks_quic(arguments: &Probe) -> Result<bool> {
    let asks = arguments.quic || named(arguments, QUIC);
    if asks && !quic::IS_THERE {
        return Err(Error::usage("this tlsctl was built without the feature `quic`")
            .hint("build it with the default features, or leave --quic out"));
    }
    Ok(asks)
}

/// The profile that `--lint` names: that of what clients ask where it names none, or only the scan is named.
fn lint(arguments: &Probe) -> Option<Profile> {
    let is_named = named(arguments, &["lint"]);
    Some(match arguments.lint.as_deref().or(is_named.then_some("dev"))? {
        "private" => Profile::Private,
        "public" => Profile::Public,
        _ => Profile::Dev,
    })
}

/// A length of time that makes sense to wait for.
pub(super) fn patience(flag: &str, text: &str) -> Result<Duration> {
    length::wait(flag, text, 1..=86_400)
}

fn gate(given: FailOn) -> Severity {
    match given {
        FailOn::Error => Severity::Error,
        FailOn::Notice => Severity::Notice,
        FailOn::Warning => Severity::Warning,
    }
}

fn tasks(arguments: &Probe, session: &Session) -> Result<Vec<Task>> {
    let now = match &arguments.at {
        Some(text) => Moment::parse(text)?.resolve(session.now),
        None => session.now,
    };
    let trust = trusted(arguments, session)?;
    let identity = identity(arguments, now)?;
    let resolver = resolver(arguments)?;
    let ech = arguments.ech.as_deref().map(ech::given).transpose()?;
    let crls: Arc<[Crl]> = lists(&arguments.crl)?.into();
    targets(arguments, session)?
        .into_iter()
        .map(|target| {
            let mut task = task(target, arguments, now, &trust)?;
            task.identity.clone_from(&identity);
            task.crls = Arc::clone(&crls);
            task.resolver.clone_from(&resolver);
            task.ech.clone_from(&ech);
            Ok(task)
        })
        .collect()
}

/// Who is asked about names, where somebody is.
fn resolver(arguments: &Probe) -> Result<Option<Arc<Resolver>>> {
    if !asks_dns(arguments) {
        return Ok(None);
    }
    let address = arguments.resolver.as_deref().map(server).transpose()?;
    let timeout = patience("--timeout", &arguments.timeout)?;
    Resolver::new(address, timeout).map(|resolver| Some(Arc::new(resolver)))
}

/// The address of a DNS server: at port 53 unless another is written.
fn server(text: &str) -> Result<SocketAddr> {
    let bare: Option<IpAddr> = text.parse().ok();
    let address = text.parse().ok();
    address
        .or_else(|| bare.map(|ip| SocketAddr::new(ip, 53)))
        .ok_or_else(|| {
            Error::usage(format!("`--resolver {text}` is not an address"))
                .hint("write it as 192.0.2.1, 192.0.2.1:5353 or [2001:db8::1]:53")
        })
}

/// The revocation lists in these files, each of which must hold one.
fn lists(files: &[PathBuf]) -> Result<Vec<Crl>> {
    let mut found = Vec::new();
    for file in files {
        let name = file.display();
        let (pieces, faults) = pieces(&input::read(file, input::LIMIT)?);
        let damaged = |e: Error| e.context(format!("`{name}` is damaged"));
        if let Some(fault) = faults.into_iter().next() {
            return Err(damaged(fault));
        }
        let before = found.len();
        for piece in pieces.iter().filter(|piece| piece.kind == format::Kind::Crl) {
            found.push(Crl::parse(&piece.der).map_err(damaged)?);
        }
        if found.len() == before {
            return Err(Error::input(format!("`{name}` holds no revocation list")));
        }
    }
    Ok(found)
}

fn task(target: Target, arguments: &Probe, now: Timestamp, trust: &Trust) -> Result<Task> {
    let sni = match arguments.sni.as_deref() {
        None => target.server_name(),
        Some("none") => None,
        Some(name) => Some(server_name(name)?),
    };
    let host = match (&arguments.host, &sni) {
        (Some(name), _) => Host::parse(name)?,
        (None, Some(name)) => Host::parse(name)?,
        (None, None) => target.host.clone(),
    };
    let starttls = starttls::ALL
        .iter()
        .copied()
        .find(|protocol| arguments.starttls.as_deref() == Some(protocol.id));
    let is_web = starttls.is_none() && matches!(target.port, None | Some(443));
    Ok(Task {
        starttls,
        fetches_issuers: arguments.aia.is_some(),
        asks_quic: asks_quic(arguments)?,
        http_port: arguments.http_port.or(is_web.then_some(80)),
        target,
        sni,
        host: Some(host),
        now,
        anchors: trust.anchors.clone(),
        stores: Arc::clone(&trust.stores),
        crls: Arc::new([]),
        lint: lint(arguments),
        identity: None,
        resolver: None,
        ech: None,
    })
}

/// The certificate to present, with its key.
fn identity(arguments: &Probe, now: Timestamp) -> Result<Option<Arc<CertifiedKey>>> {
    let Some(cert) = arguments.cert.clone() else {
        return Ok(None);
    };
    let password = PasswordSource::new(
        arguments.password.password_file.clone(),
        arguments.password.password_env.clone(),
    )?;
    let pair = Source::Pair {
        cert: source::Material::at(cert)?,
        key: arguments.key.clone().map(source::Material::at).transpose()?,
    };
    let loaded = source::load(&[Spec::of(pair, None, password)], now)?;
    Ok(loaded
        .identities
        .first()
        .map(|identity| identity.certified().clone()))
}

pub(super) fn server_name(name: &str) -> Result<String> {
    match Host::parse(name)? {
        Host::Dns(name) => Ok(name),
        Host::Ip(_) | Host::Mailbox(_) => Err(Error::usage(format!("`--sni {name}` is an address"))
            .because("a server name is never an address (RFC 6066 section 3)")
            .hint(
                "give a name, or `--sni none`; `--host` names the address that the certificate must cover",
            )),
    }
}

fn targets(arguments: &Probe, session: &Session) -> Result<Vec<Target>> {
    let mut parsed: Vec<Result<Target>> = arguments.target.iter().map(|text| Target::parse(text)).collect();
    if let Some(file) = &arguments.targets {
        parsed.extend(listed(file)?);
    }
    let mut targets = Vec::new();
    let mut skipped = 0;
    for target in parsed {
        match target {
            Ok(target) => targets.push(target),
            Err(error) if arguments.skip_bad_targets => {
                if skipped < MOST_WARNINGS {
                    session.warn(&error.to_string());
                }
                skipped += 1;
            }
            Err(error) => return Err(error),
        }
    }
    if skipped > MOST_WARNINGS {
        let more = skipped - MOST_WARNINGS;
        session.warn(&format!("{more} more are no targets and left out"));
    }
    if targets.is_empty() {
        return Err(Error::new(Kind::Usage, "there is no target").hint("name one: tlsctl probe example.com"));
    }
    Ok(targets)
}

/// How many of the targets that are none are named.
const MOST_WARNINGS: usize = 20;

/// The targets in a file: one a line, comments and empty lines left out. What is none is told with its place.
fn listed(file: &Path) -> Result<Vec<Result<Target>>> {
    let text = input::read_text(file, input::LIMIT)?;
    let lines = text.lines().zip(1..).filter_map(|(line, number): (&str, u32)| {
        let written = line.split('#').next().unwrap_or_default().trim();
        let place = || match file.to_str() {
            Some("-") => format!("line {number} of standard input"),
            _ => format!("line {number} of `{}`", file.display()),
        };
        let target = || Target::parse(written).map_err(|error| error.context(place()));
        (!written.is_empty()).then(target)
    });
    Ok(lines.collect())
}

/// Whom to trust.
struct Trust {
    /// Those that decide the verdict; none with `--insecure`.
    anchors: Option<Arc<[Cert]>>,
    /// Those that trust is stated for beside it.
    stores: Arc<[Store]>,
}

/// The verdict follows what `--roots` names, all of it together. Stated beside it, one by one, is what each of
/// them says, and the stores that everyone else's clients have.
fn trusted(arguments: &Probe, session: &Session) -> Result<Trust> {
    if arguments.insecure {
        session.warn("`--insecure`: whether the certificates are trusted is not judged");
        return Ok(Trust {
            anchors: None,
            stores: Arc::new([]),
        });
    }
    let named = roots::named(&arguments.roots, session)?;
    let mut stores: Vec<Store> = named.iter().map(Store::load).collect::<Result<_>>()?;
    let anchors = Some(anchors::together(&stores).into());
    if named == [RootsSpec::None] {
        stores.clear();
        return Ok(Trust {
            anchors,
            stores: stores.into(),
        });
    }
    stores.retain(|store| store.name != "none");
    // What is not there or cannot be read was not asked for.
    let others = [RootsSpec::System, RootsSpec::Mozilla];
    let others = others.into_iter().filter(|spec| !named.contains(spec));
    stores.extend(others.filter_map(|spec| Store::load(&spec).ok()));
    stores.extend(java());
    Ok(Trust {
        anchors,
        stores: stores.into(),
    })
}

/// What Java trusts on this machine, where there is one.
fn java() -> Option<Store> {
    let machine = Machine::here().ok()?;
    let store = trust::ALL.iter().find(|store| store.id() == "java")?;
    let place = store.places(&machine).into_iter().next()?;
    let anchors = anchors::file(&place.path).ok()?;
    Some(Store {
        name: store.id().to_owned(),
        anchors,
    })
}
