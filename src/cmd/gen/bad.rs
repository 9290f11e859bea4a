//! `tlsctl gen bad`: the catalogue of broken certificates, written case by case, or listed.

use std::path::{Path, PathBuf};

use super::super::session::Session;
use super::kept::Kept;
use super::made::shell;
use super::{existing, told};
use crate::cli::Bad;
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::model::{Fact, Report, Section, Value};
use crate::output::directory::{self, Entry};
use crate::pki::bad::{self, Case, Catalogue, GROUPS, document};
use crate::pki::format::pem;
use crate::pki::verify::Purpose;

/// What the description of the catalogue can be written as.
const FORMATS: &[&str] = crate::cli::formats::OF_DEEDS;

/// Makes the cases asked for, or lists them.
pub(super) fn run(arguments: &Bad, session: &Session) -> Result<Exit> {
    session.format(FORMATS)?;
    let name = bad::checked_name(&arguments.name).map_err(|e| e.context("`--for` is not understood"))?;
    let cases = bad::chosen(&arguments.case)?;
    let catalogue = Catalogue::new(&name, session.now, None)?;
    if arguments.list {
        list(&cases, &catalogue, session)?;
        return Ok(Exit::Ok);
    }
    let place = arguments.out.clone().unwrap_or_else(|| PathBuf::from("bad"));
    let existing = existing(arguments.force);
    let described: Vec<String> = cases
        .iter()
        .map(|case| format!("{}/case.json", case.id))
        .collect();
    let names = described.iter().map(String::as_str).chain([CASES]);
    directory::check(&place, names, existing)?;
    let kept = Kept::below(&place, &cases, &name)?;
    let entries = entries(&cases, &kept, &catalogue)?;
    directory::write(&place, &entries, &[], existing)?;
    told(report(&cases, &name, &place), session)?;
    Ok(Exit::Ok)
}

const CASES: &str = "cases.json";

/// Every file: a directory for each case, the anchors of all of them in one file, and the list, both with
/// those of cases that were there before.
fn entries(cases: &[&'static Case], kept: &[Kept], catalogue: &Catalogue) -> Result<Vec<Entry>> {
    let mut entries = Vec::new();
    let mut roots = vec![catalogue.root().to_vec()];
    for case in cases {
        let made = catalogue.make(case)?;
        for file in made.files() {
            let name = format!("{}/{}", case.id, file.name);
            entries.push(if file.is_private {
                Entry::private(name, file.bytes)
            } else {
                Entry::public(name, file.bytes)
            });
        }
        entries.push(json(
            format!("{}/case.json", case.id),
            &document::case(case, catalogue, &made),
        )?);
        roots.extend(made.roots.into_iter().filter(|root| root != catalogue.root()));
    }
    for root in kept.iter().flat_map(|kept| &kept.roots) {
        if !roots.contains(root) {
            roots.push(root.clone());
        }
    }
    let roots: String = roots
        .iter()
        .map(|root| pem::encode("CERTIFICATE", root))
        .collect();
    entries.push(Entry::public("roots.pem", roots));
    let list = described(cases, kept, catalogue);
    entries.push(json(CASES.to_owned(), &list)?);
    Ok(entries)
}

/// The list, in the order of the catalogue.
fn described(cases: &[&'static Case], kept: &[Kept], catalogue: &Catalogue) -> serde_json::Value {
    let of = |case: &'static Case| {
        if cases.iter().any(|made| made.id == case.id) {
            return Some(document::on_disk(case, catalogue));
        }
        let kept = kept.iter().find(|kept| kept.case.id == case.id)?;
        Some(document::kept_on_disk(case, kept.described.clone()))
    };
    let all: Vec<serde_json::Value> = bad::all().filter_map(of).collect();
    document::cases(&all, catalogue)
}

fn json(name: String, value: &serde_json::Value) -> Result<Entry> {
    let text =
        serde_json::to_string_pretty(value).map_err(|e| Error::bug("the catalogue is no JSON").because(e))?;
    Ok(Entry::public(name, text + "\n"))
}

/// The catalogue for people, or as the document that also lies beside the files.
fn list(cases: &[&'static Case], catalogue: &Catalogue, session: &Session) -> Result<()> {
    if !session.is_human() {
        return session.document(&described(cases, &[], catalogue));
    }
    let mut section = Section::new("cases");
    for group in GROUPS {
        let wanted = group
            .cases
            .iter()
            .filter(|case| cases.iter().any(|c| c.id == case.id));
        let facts: Vec<Fact> = wanted.map(|case| Fact::new(case.id, line(case))).collect();
        if !facts.is_empty() {
            section.facts.push(Fact::new(group.id, Value::Map(facts)));
        }
    }
    let mut report = Report::new("gen", "bad");
    report.sections.push(section);
    session.reports(&[report], FORMATS)
}

fn line(case: &Case) -> String {
    match case.rule {
        None => format!("good: {}", case.wrong),
        Some(rule) => format!("{}: {} ({rule})", case.expect.id(), case.wrong),
    }
}

fn report(cases: &[&'static Case], name: &str, place: &Path) -> Report {
    let mut report = Report::new("gen", place.display().to_string());
    let controls = cases.iter().filter(|case| case.is_control()).count();
    let unserved: Vec<&str> = cases
        .iter()
        .filter(|case| case.unserved.is_some() && case.purpose == Purpose::Server)
        .map(|case| case.id)
        .collect();
    let mut section = Section::new("catalogue")
        .with("name", name)
        .with("broken", cases.len() - controls)
        .with("controls", controls);
    section.push("cannot_be_served", Value::list(unserved));
    report.sections.push(section);
    report.sections.push(
        Section::new("files")
            .with("directory", place.display().to_string())
            .with("cases", CASES)
            .with("roots", "roots.pem"),
    );
    if let Some(case) = cases.iter().find(|case| !case.is_control()).or(cases.first()) {
        let directory = place.join(case.id);
        let file = |name: &str| shell(&directory.join(name));
        let whose = match case.purpose {
            Purpose::Client => "--purpose client".to_owned(),
            _ => format!("--host {}", case.host(name)),
        };
        let inspect = format!(
            "tlsctl inspect {} --verify --roots {} {whose}",
            file("fullchain.pem"),
            file("root.pem"),
        );
        let serve = format!("tlsctl serve --bad all --name {name}");
        report
            .sections
            .push(Section::new("next").with("inspect", inspect).with("serve", serve));
    }
    report
}
