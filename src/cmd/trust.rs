//! `tlsctl trust`: plans the steps of each store, shows or carries them out, and says for each place how
//! it went. One store that fails does not stop the others.

use std::path::{Path, PathBuf};

use super::local_ca;
use super::session::Session;
use crate::cli::{Stores, Trust, TrustAction};
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::input;
use crate::model::{Fact, Report, Section, Value, Verdict};
use crate::pki::format::pem;
use crate::trust::{self, Machine, Place, Root, Store};

/// What is to be done to a place.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Deed {
    Install,
    Status,
    Uninstall,
}

/// Carries out `tlsctl trust`.
pub(super) fn run(arguments: &Trust, session: &Session) -> Result<Exit> {
    let machine = Machine::here()?;
    let (deed, stores) = match &arguments.action {
        TrustAction::Install(install) => (Deed::Install, &install.stores),
        TrustAction::Status(stores) => (Deed::Status, stores),
        TrustAction::Uninstall(stores) => (Deed::Uninstall, stores),
    };
    let places = places(stores, &machine)?;
    let local = stores.cert.is_none().then(local_ca::directory).transpose()?;
    let file = match (&local, &stores.cert) {
        (Some(directory), _) => local_root(directory, &arguments.action, session)?,
        (None, Some(file)) => file.clone(),
        (None, None) => return Err(Error::bug("neither a certificate nor a local CA")),
    };
    let root = root(&file)?;
    let mut report = Report::new("trust", file.display().to_string());
    let mut rows = Vec::new();
    for (store, place) in &places {
        let outcome = treat(deed, *store, place, &root, stores.dry_run, &machine);
        let (state, commands) = match outcome {
            Ok(outcome) => outcome,
            Err(error) => {
                let place = format!("{} ({}) failed", place.label, place.path.display());
                report.problems.push(error.context(place));
                ("failed", Vec::new())
            }
        };
        rows.push(row(*store, place, state, commands));
        if deed == Deed::Status && state == "absent" {
            report.verdict = Some(Verdict::Fail);
        }
    }
    if deed == Deed::Status && report.verdict.is_none() && report.problems.is_empty() {
        report.verdict = Some(Verdict::Pass);
    }
    let section = Section::new("root")
        .with("file", file.display().to_string())
        .with("sha256", root.sha256.as_str());
    report.sections = vec![section, Section::new("stores").with("places", Value::List(rows))];
    if let Some(directory) =
        local.filter(|_| report.problems.is_empty() && !stores.dry_run && deed != Deed::Status)
    {
        local_ca::mark(&directory, deed == Deed::Install)?;
    }
    session.reports(std::slice::from_ref(&report), &["human", "json", "jsonl"])?;
    let judged = if report.verdict == Some(Verdict::Fail) {
        Exit::Wrong
    } else {
        Exit::Ok
    };
    Ok(report.problems.iter().map(Error::exit).fold(judged, Exit::and))
}

/// Does one deed to one place: how the place stands afterwards, and the commands that were or would be run.
fn treat(
    deed: Deed,
    store: &dyn Store,
    place: &Place,
    root: &Root,
    dry_run: bool,
    machine: &Machine,
) -> Result<(&'static str, Vec<String>)> {
    let held = store.holds(root, place, machine)?;
    let steps = match deed {
        Deed::Status => return Ok((if held { "present" } else { "absent" }, Vec::new())),
        Deed::Install if held => return Ok(("present already", Vec::new())),
        Deed::Uninstall if !held => return Ok(("absent already", Vec::new())),
        Deed::Install => store.install(root, place, machine),
        Deed::Uninstall => store.uninstall(root, place, machine)?,
    };
    let commands = steps.iter().map(|step| step.shown(machine)).collect();
    if dry_run {
        return Ok((
            if deed == Deed::Install {
                "would install"
            } else {
                "would uninstall"
            },
            commands,
        ));
    }
    steps.iter().try_for_each(|step| step.carry_out(machine))?;
    // What was asked for is looked at, not believed.
    if store.holds(root, place, machine)? == (deed == Deed::Install) {
        Ok((
            if deed == Deed::Install {
                "installed"
            } else {
                "uninstalled"
            },
            commands,
        ))
    } else {
        Err(Error::output("the commands succeeded, and the store is as before").hint(commands.join(" && ")))
    }
}

fn row(store: &dyn Store, place: &Place, state: &'static str, commands: Vec<String>) -> Value {
    let mut facts = vec![
        Fact::new("store", store.id()),
        Fact::new("place", place.label.as_str()),
        Fact::new("path", place.path.display().to_string()),
        Fact::new("state", state),
    ];
    if !commands.is_empty() {
        facts.push(Fact::new("commands", Value::list(commands)));
    }
    Value::Map(facts)
}

/// The local CA's root; `install` makes the CA where there is none yet.
fn local_root(directory: &Path, action: &TrustAction, session: &Session) -> Result<PathBuf> {
    let root = local_ca::root(directory);
    let shown = directory.display();
    match action {
        TrustAction::Install(install) if !root.exists() => {
            if install.stores.dry_run {
                return Err(Error::refused(format!(
                    "there is no local CA in `{shown}` yet, so its steps are not known"
                ))
                .hint(
                    "`tlsctl trust install` makes it; to see the steps first, name a CERT of `tlsctl gen ca`",
                ));
            }
            local_ca::make(directory, &install.permit, session)?;
            session.note(&format!(
                "made a local CA in {shown}: `gen` and `serve` sign with it while it is installed"
            ));
        }
        TrustAction::Install(install) if !install.permit.is_empty() => {
            return Err(Error::refused(format!(
                "the local CA in `{shown}` exists, and what it may sign is fixed"
            ))
            .hint(format!(
                "to make another: tlsctl trust uninstall, then remove {shown}"
            )));
        }
        _ if !root.exists() => {
            return Err(Error::input(format!("there is no local CA in `{shown}`"))
                .hint("`tlsctl trust install` makes one, or name the CERT that is meant"));
        }
        _ => {}
    }
    Ok(root)
}

/// The places of the stores asked for, or of every store.
fn places(stores: &Stores, machine: &Machine) -> Result<Vec<(&'static dyn Store, Place)>> {
    let asked = |store: &&&'static dyn Store| {
        stores.store.is_empty() || stores.store.iter().any(|id| id == store.id())
    };
    let mut found = Vec::new();
    for store in trust::ALL.iter().filter(asked) {
        let places = store.places(machine);
        if places.is_empty() && !stores.store.is_empty() {
            return Err(
                Error::input(format!("there is no `{}` store on this machine", store.id()))
                    .hint("leave --store out to use every store that is here"),
            );
        }
        found.extend(places.into_iter().map(|place| (*store, place)));
    }
    if found.is_empty() {
        return Err(Error::input("no trust store was found on this machine"));
    }
    Ok(found)
}

/// The one certificate in a file.
fn root(file: &Path) -> Result<Root> {
    let name = file.display();
    let bytes = input::read(file, input::LIMIT)?;
    let (blocks, mut faults) = pem::blocks(&bytes);
    let mut certificates = blocks.into_iter().filter(|block| block.label == "CERTIFICATE");
    let first = match certificates.next() {
        Some(block) => block.der,
        None if bytes.first() == Some(&0x30) => bytes,
        None => {
            let error = Error::input(format!("there is no certificate in `{name}`"));
            return Err(if faults.is_empty() {
                error
            } else {
                error.because(faults.remove(0))
            });
        }
    };
    if certificates.next().is_some() {
        return Err(
            Error::input(format!("there is more than one certificate in `{name}`"))
                .hint("give a file with the root alone: `tlsctl gen ca` writes it as root.pem"),
        );
    }
    let absolute = std::path::absolute(file).unwrap_or_else(|_| PathBuf::from(file));
    Ok(Root::new(&first, &absolute))
}
