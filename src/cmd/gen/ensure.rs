//! `tlsctl gen --ensure`: looks at what is there, and says why it is not what was asked for.

use std::path::Path;

use super::super::password;
use super::super::session::Session;
use super::{FORMATS, authority, form};
use crate::cli::{Leaf, Password};
use crate::error::Result;
use crate::exit::Exit;
use crate::input::{self, LIMIT};
use crate::model::{Report, Section, Verdict};
use crate::pki::renewal::{self, Reason, Wanted};

/// Why the files in `place` are not what is wanted; empty where they are.
pub(super) fn reasons(
    place: &Path,
    arguments: &Leaf,
    wanted: &Wanted<'_>,
    session: &Session,
) -> Result<Vec<Reason>> {
    let forms = form::names(&arguments.forms);
    reasons_in(place, &forms, &arguments.issuer.password, wanted, session)
}

/// The same, with the names of further files that have to be there.
pub(super) fn reasons_in(
    place: &Path,
    forms: &[&str],
    password: &Password,
    wanted: &Wanted<'_>,
    session: &Session,
) -> Result<Vec<Reason>> {
    let names = ["privkey.pem", "cert.pem", "chain.pem", "fullchain.pem"];
    let all = names.iter().chain(forms);
    if let Some(missing) = all.copied().find(|name| !place.join(name).exists()) {
        return Ok(vec![Reason::new(
            "missing",
            format!("`{}` is not there", place.join(missing).display()),
        )]);
    }
    let files = (place.join("fullchain.pem"), place.join("privkey.pem"));
    reasons_of((&files.0, &files.1), password, wanted, session)
}

/// The same of a chain and its key, each in a file, which may be one.
pub(super) fn reasons_of(
    (chain, file): (&Path, &Path),
    password: &Password,
    wanted: &Wanted<'_>,
    session: &Session,
) -> Result<Vec<Reason>> {
    let unreadable = |why: String| vec![Reason::new("unreadable", why)];
    let cert = match authority::certificates(chain) {
        Ok(certificates) => certificates.into_iter().next(),
        Err(error) => return Ok(unreadable(error.to_string())),
    };
    let Some(cert) = cert else {
        return Ok(unreadable(format!("`{}` holds no certificate", chain.display())));
    };
    let secret = Password {
        shared: true,
        ..password.clone()
    };
    let bytes = input::read(file, LIMIT)?;
    match password::key(&bytes, &file.display().to_string(), &secret) {
        Ok(key) => Ok(renewal::reasons(&cert, &key, wanted, session.now)),
        // A good pair may be behind it: it is not replaced because a password is missing.
        Err(error) if password::is_locked(&bytes) => {
            Err(error.context(format!("`{}` may be good, and stays as it is", file.display())))
        }
        Err(error) => Ok(unreadable(error.to_string())),
    }
}

/// Says that nothing was made: because nothing had to be, or because it was only to be said.
pub(super) fn report(place: &Path, reasons: &[Reason], session: &Session) -> Result<Exit> {
    let mut report = Report::new("gen", place.display().to_string());
    report.sections.push(section(reasons, false));
    report.verdict = Some(if reasons.is_empty() {
        Verdict::Pass
    } else {
        Verdict::Fail
    });
    session.reports(&[report], FORMATS)?;
    Ok(if reasons.is_empty() { Exit::Ok } else { Exit::Wrong })
}

/// What was found, and whether something was made because of it.
pub(super) fn section(reasons: &[Reason], made: bool) -> Section {
    let words: Vec<String> = reasons.iter().map(|reason| reason.words.clone()).collect();
    let ids: Vec<&str> = reasons.iter().map(|reason| reason.id).collect();
    let state = match (made, reasons.is_empty()) {
        (true, _) => "made",
        (false, true) => "up to date",
        (false, false) => "has to be made",
    };
    let mut section = Section::new("ensure").with("state", state);
    if !reasons.is_empty() {
        section.push("reasons", ids);
        section.push("because", words);
    }
    section
}
