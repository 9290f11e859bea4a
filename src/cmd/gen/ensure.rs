//! `tlsctl gen --ensure`: looks at what is there, and says why it is not what was asked for.

use std::path::Path;

use super::super::password;
use super::super::session::Session;
use super::form::{Asked, Context};
use super::leaf::FILES;
use super::made::Made;
use super::{FORMATS, authority};
use crate::cli::Password;
use crate::error::Result;
use crate::exit::Exit;
use crate::input::{self, LIMIT};
use crate::model::{Report, Section, Span, Verdict};
use crate::output;
use crate::pki::authority::Authority;
use crate::pki::cert::Cert;
use crate::pki::renewal::{self, Reason, Wanted};
use crate::pki::tbs::Validity;

/// What is looked at besides the certificate and its key.
pub(super) struct Files<'a> {
    pub(super) asked: &'a Asked,
    pub(super) context: &'a Context<'a>,
    /// Where the password of the key comes from.
    pub(super) password: &'a Password,
    /// Whether the key must not be encrypted; otherwise one that is may stay so.
    pub(super) is_to_be_plain: bool,
}

/// Why the files in `place` are not what is wanted; empty where they are.
pub(super) fn reasons_in(
    place: &Path,
    files: &Files<'_>,
    wanted: &Wanted<'_>,
    session: &Session,
) -> Result<Vec<Reason>> {
    let mut all = FILES.iter().copied().chain(files.asked.names());
    if let Some(missing) = all.find(|name| !place.join(name).exists()) {
        return Ok(vec![Reason::new(
            "missing",
            format!("`{}` is not there", place.join(missing).display()),
        )]);
    }
    let pair = (&*place.join("fullchain.pem"), &*place.join("privkey.pem"));
    let Looked {
        made,
        mut reasons,
        locked,
    } = match look(pair, files, wanted, session)? {
        Ok(looked) => looked,
        Err(reason) => return Ok(vec![reason]),
    };
    if reasons.is_empty() {
        reasons.extend(parts(place, &made));
    }
    if reasons.is_empty() {
        let stale = files.asked.stale(place, &made, files.context)?;
        reasons.extend(stale.map(|words| Reason::new("files-changed", words)));
    }
    if reasons.is_empty() {
        reasons.extend(locked);
    }
    Ok(reasons)
}

/// The same of a chain and its key, in one file.
pub(super) fn reasons_of(
    file: &Path,
    files: &Files<'_>,
    wanted: &Wanted<'_>,
    session: &Session,
) -> Result<Vec<Reason>> {
    Ok(match look((file, file), files, wanted, session)? {
        Ok(looked) if looked.reasons.is_empty() => looked.locked.into_iter().collect(),
        Ok(looked) => looked.reasons,
        Err(reason) => vec![reason],
    })
}

/// A pair as it is.
struct Looked {
    made: Made,
    reasons: Vec<Reason>,
    /// Its key is encrypted, and is not to be: a reason where there is no other.
    locked: Option<Reason>,
}

/// A pair as it is, with the reasons to make it anew, or the reason that it cannot even be read.
fn look(
    (chain, file): (&Path, &Path),
    files: &Files<'_>,
    wanted: &Wanted<'_>,
    session: &Session,
) -> Result<Result<Looked, Reason>> {
    let unreadable = |why: String| Ok(Err(Reason::new("unreadable", why)));
    let mut certificates = match authority::certificates(chain) {
        Ok(certificates) => certificates.into_iter(),
        Err(error) => return unreadable(error.to_string()),
    };
    let Some(cert) = certificates.next() else {
        return unreadable(format!("`{}` holds no certificate", chain.display()));
    };
    let secret = Password {
        shared: true,
        ..files.password.clone()
    };
    let bytes = input::read(file, LIMIT)?;
    let key = match password::key(&bytes, &file.display().to_string(), &secret) {
        Ok(key) => key,
        // A good pair may be behind it: it is not replaced because a password is missing.
        Err(error) if password::is_locked(&bytes) => {
            return Err(error.context(format!("`{}` may be good, and stays as it is", file.display())));
        }
        Err(error) => return unreadable(error.to_string()),
    };
    let made = Made {
        cert,
        chain: certificates.collect(),
        root: wanted.authority.and_then(|ca| ca.root().cloned()),
        key,
    };
    let mut reasons = renewal::reasons(&made.cert, &made.key, wanted, session.now);
    let sent = wanted.authority.map(Authority::sent).unwrap_or_default();
    if reasons.is_empty() && made.chain != sent {
        reasons.push(Reason::new(
            "files-changed",
            format!("the chain in `{}` is not that of the CA", chain.display()),
        ));
    }
    if output::is_exposed(file) {
        reasons.push(Reason::new(
            "key-exposed",
            format!("others than its owner can read `{}`", file.display()),
        ));
    }
    if files.asked.encrypt && !password::is_locked(&bytes) {
        reasons.push(Reason::new("key-not-encrypted", "the key is not encrypted"));
    }
    let locked = (files.is_to_be_plain && password::is_locked(&bytes))
        .then(|| Reason::new("key-encrypted", "its key is encrypted"));
    Ok(Ok(Looked {
        made,
        reasons,
        locked,
    }))
}

/// The first file that does not hold its part of the chain in `fullchain.pem`.
fn parts(place: &Path, made: &Made) -> Option<Reason> {
    let parts = [
        ("cert.pem", std::slice::from_ref(&made.cert)),
        ("chain.pem", &made.chain[..]),
    ];
    let differs = |(name, part): &(&str, &[Cert])| {
        authority::certificates(&place.join(name)).map_or(true, |found| found != *part)
    };
    let (name, _) = parts.into_iter().find(differs)?;
    let words = format!(
        "`{}` does not hold its part of `fullchain.pem`",
        place.join(name).display()
    );
    Some(Reason::new("files-changed", words))
}

/// Says so where what is made now is due again at once: each run would make it anew.
pub(super) fn warn_of_restlessness(
    renew_before: Option<Span>,
    validity: Validity,
    what: &str,
    session: &Session,
) {
    let life = validity.not_after.as_second() - session.now.as_second();
    if let Some(span) = renew_before
        && span.seconds() >= life
    {
        session.warn(&format!(
            "{what} is made anew by every run: it lives until {}, which is nearer than what is to be renewed before",
            validity.not_after
        ));
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
