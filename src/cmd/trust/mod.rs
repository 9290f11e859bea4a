//! `tlsctl trust`: plans the steps of each store, shows or carries them out, says for each place how it
//! went, and remembers what stands where. One store that fails does not stop the others.

mod candidate;
mod deed;
mod subject;

use self::deed::{Deed, Outcome};
use self::subject::Subject;
use super::local_ca;
use super::session::Session;
use crate::cli::{Stores, Trust, TrustAction};
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::model::{Fact, Report, Section, Value, Verdict};
use crate::trust::{self, Machine, Place, Record, Records, Root, Standing, Store};

/// A place of a store.
type At = (&'static dyn Store, Place);

/// Carries out `tlsctl trust`.
pub(super) fn run(arguments: &Trust, session: &Session) -> Result<Exit> {
    session.format(FORMATS)?;
    let action = &arguments.action;
    let machine = Machine::here()?;
    let records = local_ca::records()?;
    let deed = match action {
        TrustAction::Install(_) => Deed::Install,
        TrustAction::Status(_) => Deed::Status,
        TrustAction::Uninstall(_) => Deed::Uninstall,
    };
    let is_change = deed != Deed::Status && !action.stores().dry_run;
    let mut subjects = subjects(action, &records, &machine, session)?;
    if let TrustAction::Install(install) = action
        && subjects.iter().any(|(subject, _)| !subject.root.is_to_be())
    {
        check_permit(&install.permit)?;
    }
    // From here on the records are this run's, and what was found has to be looked at again.
    let _turn = if is_change {
        let turn = records.turn(|| session.note("waiting for another `tlsctl trust` to end"))?;
        if let TrustAction::Install(install) = action
            && subjects.iter().any(|(subject, _)| subject.root.is_to_be())
        {
            make_local_ca(&install.permit, session)?;
        }
        subjects = self::subjects(action, &records, &machine, session)?;
        Some(turn)
    } else {
        None
    };
    let warnings = subjects.iter().flat_map(|(subject, _)| &subject.warnings);
    warnings.for_each(|warning| session.warn(warning));
    let mut reports = Vec::new();
    for (subject, places) in subjects {
        let mut report = Report::new("trust", subject.from.display().to_string());
        report.sections.push(root_section(&subject, deed));
        treat(deed, subject, &places, action, &records, &machine, &mut report);
        reports.push(report);
    }
    session.reports(&reports, FORMATS)?;
    let exits = reports.iter().map(|report| {
        let judged = if report.verdict == Some(Verdict::Fail) {
            Exit::Wrong
        } else {
            Exit::Ok
        };
        report.problems.iter().map(Error::exit).fold(judged, Exit::and)
    });
    Ok(exits.fold(Exit::Ok, Exit::and))
}

const FORMATS: &[&str] = crate::cli::formats::OF_DEEDS;

/// The roots that are meant, each with the places to look at.
fn subjects(
    action: &TrustAction,
    records: &Records,
    machine: &Machine,
    session: &Session,
) -> Result<Vec<(Subject, Vec<At>)>> {
    let found = subject::find(action, records, session)?;
    let alone = found.iter().all(|subject| subject.is_former);
    let mut all = Vec::new();
    for subject in found {
        let places = places(&subject, action, machine);
        if !subject.is_former || alone {
            check_places(&places, action.stores())?;
        }
        all.push((subject, places));
    }
    all.retain(|(_, places)| !places.is_empty());
    Ok(all)
}

/// The places of the stores asked for, or of every store: those that are here, and those that the root is
/// known to stand in. A former root is looked for only where it was put.
fn places(subject: &Subject, action: &TrustAction, machine: &Machine) -> Vec<At> {
    let asked = &action.stores().store;
    let mut found: Vec<At> = Vec::new();
    for store in trust::ALL
        .iter()
        .filter(|store| asked.is_empty() || asked.iter().any(|id| id == store.id()))
    {
        if !subject.is_former {
            found.extend(store.places(machine).into_iter().map(|place| (*store, place)));
        }
        if matches!(action, TrustAction::Install(_)) {
            continue;
        }
        let known = subject.record.iter().flat_map(|record| &record.places);
        for (_, place) in known.filter(|(id, _)| id == store.id()) {
            let is_new = |(other, there): &At| other.id() != store.id() || there.path != place.path;
            if found.iter().all(is_new) && store.is_at(&place.path, machine) {
                found.push((*store, place.clone()));
            }
        }
    }
    found
}

fn check_places(places: &[At], stores: &Stores) -> Result<()> {
    let is_asked = |store: &&&dyn Store| stores.store.iter().any(|id| id == store.id());
    let mut asked = trust::ALL.iter().filter(is_asked);
    if let Some(missing) = asked.find(|store| places.iter().all(|(there, _)| there.id() != store.id())) {
        let error = Error::input(format!("there is no `{}` store on this machine", missing.id()));
        return Err(error.hint(missing.advice()));
    }
    if places.is_empty() {
        return Err(Error::input("no trust store was found on this machine"));
    }
    Ok(())
}

/// What the local CA may sign is said when it is made.
fn check_permit(permit: &[String]) -> Result<()> {
    if permit.is_empty() {
        return Ok(());
    }
    let directory = local_ca::directory()?;
    let shown = directory.display();
    Err(Error::refused(format!(
        "the local CA in `{shown}` exists, and what it may sign is fixed"
    ))
    .hint(format!(
        "to make another: tlsctl trust uninstall, then remove {shown}"
    )))
}

fn make_local_ca(permit: &[String], session: &Session) -> Result<()> {
    let directory = local_ca::directory()?;
    // Another run may have made it while this one waited.
    if local_ca::root(&directory).exists() {
        return check_permit(permit);
    }
    local_ca::make(&directory, permit, session)?;
    session.note(&format!(
        "made a local CA in {}: `gen` and `serve` sign with it while it is installed",
        directory.display()
    ));
    Ok(())
}

/// Does the deed to each place of one root, and remembers after each how it stands there.
fn treat(
    deed: Deed,
    subject: Subject,
    places: &[At],
    action: &TrustAction,
    records: &Records,
    machine: &Machine,
    report: &mut Report,
) {
    let is_change = deed != Deed::Status && !action.stores().dry_run;
    let Subject {
        root,
        from,
        record,
        is_former,
        ..
    } = subject;
    let mut record = record.unwrap_or_else(|| Record {
        root: root.clone(),
        from,
        places: Vec::new(),
    });
    if is_change {
        if let Err(error) = records.keep(&root) {
            report.problems.push(error);
            return;
        }
        // A profile or a Java that is gone trusts nobody.
        record
            .places
            .retain(|(_, place)| place.path.is_relative() || place.path.exists());
    }
    let mut rows = Vec::new();
    let mut verdict = Verdict::Pass;
    // A root that is yet to be made is made before anything else.
    let mut making = making(&root, action);
    for (store, place) in places {
        let mut outcome = deed.treat(*store, place, &root, action.stores().dry_run, machine);
        outcome.commands.splice(..0, making.take());
        if outcome.standing != Some(Standing::Present) {
            verdict = Verdict::Fail;
        }
        if let Some(standing) = outcome.standing.filter(|_| is_change)
            && record.note(store.id(), place, standing == Standing::Present)
            && !record.places.is_empty()
        {
            report.problems.extend(records.save(&record).err());
        }
        rows.push(row(*store, place, outcome, report));
    }
    if is_change && record.places.is_empty() {
        report.problems.extend(records.forget(&record).err());
    }
    // That a former root is gone is as it should be.
    if deed == Deed::Status && report.problems.is_empty() && !(is_former && verdict == Verdict::Fail) {
        report.verdict = Some(verdict);
    }
    report
        .sections
        .push(Section::new("stores").with("places", Value::List(rows)));
}

/// The command that would make the local CA, where that is yet to be done.
fn making(root: &Root, action: &TrustAction) -> Option<String> {
    match (action, root.file.parent()) {
        (TrustAction::Install(install), Some(directory)) if root.is_to_be() => {
            Some(local_ca::command(directory, &install.permit))
        }
        _ => None,
    }
}

fn row(store: &dyn Store, place: &Place, outcome: Outcome, report: &mut Report) -> Value {
    let mut facts = vec![
        Fact::new("store", store.id()),
        Fact::new("place", place.label.as_str()),
        Fact::new("path", place.path.display().to_string()),
        Fact::new("state", outcome.state),
    ];
    if !outcome.commands.is_empty() {
        facts.push(Fact::new("commands", Value::list(outcome.commands)));
    }
    report.problems.extend(outcome.problem);
    Value::Map(facts)
}

/// Which root it is, or that it is yet to be made.
fn root_section(subject: &Subject, deed: Deed) -> Section {
    let section = Section::new("root").with("file", subject.from.display().to_string());
    if subject.root.is_to_be() {
        return section.with("would_be_made", true);
    }
    let section = section.with("sha256", subject.root.sha256.as_str());
    // Who does away with a CA wants its key gone too, which is in no store.
    let key = subject.from.with_file_name("privkey.pem");
    if deed == Deed::Uninstall && key.exists() {
        section.with("key_stays_in", key.display().to_string())
    } else {
        section
    }
}
