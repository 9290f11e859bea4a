//! `tlsctl gen csr`: a key, and a request for a certificate with it.

use std::path::{Path, PathBuf};

use super::super::password;
use super::super::session::Session;
use super::made::shell;
use super::who::{own_place, wanted_names};
use super::{FORMATS, authority, existing, kind, new_key, purposes, seed, told};
use crate::cli::Csr;
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::input::{self, LIMIT};
use crate::model::{Report, Section};
use crate::output::directory::{self, Entry};
use crate::pki::format::pem;
use crate::pki::key::Key;
use crate::pki::{csr, profile, subject};

/// Makes a request and writes it.
pub(super) fn run(arguments: &Csr, session: &Session) -> Result<Exit> {
    session.format(FORMATS)?;
    let subject = arguments.subject.as_deref().map(subject::parse).transpose()?;
    let names = wanted_names(&arguments.name, subject.as_ref(), &arguments.purposes)?;
    let purposes = purposes(&arguments.purposes)?;
    let kind = kind(&arguments.key)?;
    let place = arguments.out.clone();
    let place = place.unwrap_or_else(|| own_place(&names, subject.as_ref()));
    let existing = existing(arguments.existing.force);
    directory::check(&place, ["privkey.pem", "request.pem"], existing)?;
    let key = match &arguments.key_file {
        Some(file) => password::key(
            &input::read(file, LIMIT)?,
            &file.display().to_string(),
            &arguments.password,
        )?,
        None => new_key(seed(&arguments.key, None)?.as_ref(), kind, "request")?,
    };
    refuse_other(&key, &place)?;
    let name = subject.as_ref().map(|name| name.raw().to_vec());
    let name = name.unwrap_or_else(|| profile::subject(&names));
    // Key identifiers and basic constraints are the issuer's to decide.
    let extensions = profile::leaf(&names, &purposes, key.spki(), !profile::is_empty(&name));
    let request = csr::make(&name, &extensions[1..], &key)?;
    let files = [
        Entry::private("privkey.pem", pem::encode("PRIVATE KEY", key.pkcs8())),
        Entry::public("request.pem", pem::encode("CERTIFICATE REQUEST", &request)),
    ];
    directory::write(&place, &files, &[], existing)?;
    let mut report = Report::new("gen", place.display().to_string());
    let names: Vec<String> = names.iter().map(ToString::to_string).collect();
    let mut asked = Section::new("request");
    if let Some(subject) = &subject {
        asked.push("subject", subject.to_string());
    }
    asked.push("names", names);
    report.sections = vec![
        asked.with("key_type", key.label()),
        Section::new("files")
            .with("directory", place.display().to_string())
            .with("privkey", "privkey.pem")
            .with("request", "request.pem"),
        Section::new("next").with(
            "sign",
            format!("tlsctl gen sign {} --ca ca", shell(&place.join("request.pem"))),
        ),
    ];
    told(report, session)?;
    Ok(Exit::Ok)
}

/// Refuses to part a certificate from its key: a server that reads both would not start again.
fn refuse_other(key: &Key, place: &Path) -> Result<()> {
    let is_other = |file: &PathBuf| {
        let there = file.symlink_metadata().is_ok();
        let own = || {
            authority::certificates(file).is_ok_and(|all| all.first().is_some_and(|c| c.spki() == key.spki()))
        };
        there && !own()
    };
    let names = ["cert.pem", "fullchain.pem"];
    let Some(file) = names.iter().map(|name| place.join(name)).find(is_other) else {
        return Ok(());
    };
    Err(
        Error::output(format!("`{}` would be left without its key", file.display()))
            .because("the key of the request would take the place of the one that belongs to it")
            .hint(format!(
                "make the request in another place: --out {}-next",
                place.display()
            ))
            .hint("or for the key that is there: --key-file FILE"),
    )
}
