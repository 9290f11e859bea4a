//! `tlsctl gen`: parses what was asked for, checks it whole, makes it in memory, writes it in one step,
//! and reports what was made. Each thing that can be made has a file here.

pub(super) mod authority;
mod bad;
pub(super) mod ca;
mod crl;
mod cross;
mod csr;
mod ensure;
mod form;
mod kept;
mod leaf;
mod made;
mod meant;
mod objection;
mod occupant;
mod ocsp;
mod pki;
mod sign;
mod who;

use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::length;
use super::session::Session;
use crate::cli::{self, Dates, Gen, GenVerb, NewKey};
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::input::{self, LIMIT};
use crate::model::{Moment, Report};
use crate::output::Existing;
use crate::pki::authority::Authority;
use crate::pki::cert::Cert;
use crate::pki::crl as crl_reasons;
use crate::pki::format;
use crate::pki::key::{Key, Kind};
use crate::pki::manifest;
use crate::pki::name::San;
use crate::pki::profile::{Purposes, Wish};
use crate::pki::seed::Seed;

/// Makes what the arguments ask for.
pub(super) fn run(arguments: &Gen, session: &Session) -> Result<Exit> {
    // The list of cases is a document of its own, which no earlier report has to make room for.
    if !matches!(&arguments.verb, Some(GenVerb::Bad(cases)) if cases.list) {
        session.check_place()?;
    }
    match &arguments.verb {
        None => {
            meant::check(&arguments.leaf)?;
            leaf::run(&arguments.leaf, session)
        }
        Some(GenVerb::Bad(cases)) => bad::run(cases, session),
        Some(GenVerb::Ca(ca)) => ca::run(ca, session),
        Some(GenVerb::Crl(crl)) => crl::run(crl, session),
        Some(GenVerb::Ocsp(ocsp)) => ocsp::run(ocsp, session),
        Some(GenVerb::Cross(cross)) => cross::run(cross, session),
        Some(GenVerb::Csr(csr)) => csr::run(csr, session),
        Some(GenVerb::Pki(arguments)) => pki::run(arguments, session),
        Some(GenVerb::Sign(sign)) => sign::run(sign, session),
    }
}

/// The formats that a description of what was made can have.
const FORMATS: &[&str] = cli::formats::OF_DEEDS;

/// Writes the report of what was made: for people without what to do next where quiet is asked for, and where
/// it goes to a file, with a word on where that lies which was made.
fn told(mut report: Report, session: &Session) -> Result<()> {
    if session.is_human() && session.is_quiet() {
        report.sections.retain(|section| section.id != "next");
    }
    if let Some(file) = session.destination().filter(|_| session.is_human()) {
        session.note(&format!(
            "what was made is in `{}`; `{}` holds this report alone (--out says where to make it)",
            report.target,
            file.display()
        ));
    }
    session.reports(&[report], FORMATS)
}

fn existing(force: bool) -> Existing {
    if force { Existing::Replace } else { Existing::Keep }
}

/// The kind of key asked for.
fn kind(arguments: &NewKey) -> Result<Kind> {
    Kind::named(&arguments.key_type)
        .ok_or_else(|| Error::usage(format!("`{}` is no key type", arguments.key_type)))
}

/// A new key: random, or where a seed is given, the one that belongs to `label`.
fn new_key(seed: Option<&Seed>, kind: Kind, label: &str) -> Result<Key> {
    match seed {
        Some(seed) => seed.key(kind, label),
        None => Key::generate(kind),
    }
}

/// The seed asked for, with which nothing may depend on what time it is.
fn seed(key: &NewKey, dates: Option<&Dates>) -> Result<Option<Seed>> {
    let Some(text) = &key.seed else { return Ok(None) };
    let fixed = |text: &Option<String>| match text.as_deref().map(Moment::parse) {
        Some(Ok(Moment::FromNow(_))) | None => false,
        Some(_) => true,
    };
    let is_fixed = dates.is_none_or(|d| fixed(&d.not_before) && (d.days.is_some() || fixed(&d.not_after)));
    if !is_fixed {
        return Err(Error::usage("with `--seed`, the dates have to be fixed")
            .because("a certificate that depends on the time of day is another one each time")
            .hint("add --not-before 2026-01-01 --days 3650"));
    }
    Seed::parse(text).map(Some)
}

/// What is refused with a seed: encryption has a salt, which is another each time.
fn seeded_secret(flags: &str) -> Error {
    Error::usage(format!("`--seed` does not go with {flags}"))
        .because("what is encrypted is never the same twice")
        .hint("leave --seed out, or write the key unencrypted")
}

/// The dates asked for.
fn wish(arguments: &Dates, session: &Session) -> Result<Wish> {
    let at = |text: &Option<String>, flag| {
        text.as_deref()
            .map(|text| moment(text, flag, session))
            .transpose()
    };
    Ok(Wish {
        not_before: at(&arguments.not_before, "--not-before")?,
        not_after: at(&arguments.not_after, "--not-after")?,
        days: arguments
            .days
            .as_deref()
            .map(|text| length::days("--days", text))
            .transpose()?,
    })
}

/// The same as they are written.
fn dates(arguments: &Dates) -> Result<manifest::Dates> {
    let moment = |text: &Option<String>| text.as_deref().map(Moment::parse).transpose();
    let days = arguments.days.as_deref();
    Ok(manifest::Dates::new(
        moment(&arguments.not_before)?,
        moment(&arguments.not_after)?,
        days.map(|text| length::days("--days", text)).transpose()?,
    ))
}

/// A point in time, as `flag` gives it: one that a certificate can hold (RFC 5280 §4.1.2.5).
fn moment(text: &str, flag: &str, session: &Session) -> Result<Timestamp> {
    let parsed = Moment::parse(text).map_err(|e| e.context(format!("`{flag}` is not understood")))?;
    parsed.exact(session.now).ok_or_else(|| {
        Error::usage(format!("`{flag} {text}` is a time that no certificate can hold"))
            .because("it is not within the years 0000–9999")
            .hint("give a date, 2027-01-31, or a span from now, +90d")
    })
}

/// From when to when a list or an answer holds.
fn updates(this: Option<&str>, next: &str, session: &Session) -> Result<(Timestamp, Timestamp)> {
    let this = this.map_or(Ok(session.now), |text| moment(text, "--this-update", session))?;
    let next = moment(next, "--next-update", session)?;
    if next <= this {
        return Err(Error::usage(format!(
            "the next update ({next}) would be due before this one ({this})"
        ))
        .hint("--this-update has to come before --next-update"));
    }
    Ok((this, next))
}

/// Refuses to replace a file that holds something else than what takes its place.
fn check_replaceable(file: &Path, kind: format::Kind) -> Result<()> {
    if !file.is_file() {
        return Ok(());
    }
    let bytes = input::read(file, LIMIT)?;
    let is_one = || format::pieces(&bytes).0.iter().any(|piece| piece.kind == kind);
    if bytes.is_empty() || is_one() {
        return Ok(());
    }
    Err(Error::output(format!(
        "`{}` is there, and is no {}",
        file.display(),
        kind.name()
    ))
    .hint("name another file with --out, or take it away"))
}

/// The code of a reason for a revocation.
fn reason(name: &str) -> u8 {
    crl_reasons::ALL
        .iter()
        .find(|(_, known)| *known == name)
        .map_or(0, |(code, _)| *code)
}

/// A certificate that this CA has issued, from a file or a directory.
fn issued_by(ca: &Authority, path: &Path) -> Result<Cert> {
    let file = if path.is_dir() {
        path.join("cert.pem")
    } else {
        path.to_owned()
    };
    let name = file.display();
    let cert = authority::certificates(&file)?.into_iter().next();
    let cert = cert.ok_or_else(|| Error::input(format!("there is no certificate in `{name}`")))?;
    if cert.issuer().raw() == ca.cert().subject().raw() {
        return Ok(cert);
    }
    Err(
        Error::refused(format!("the CA did not issue the certificate in `{name}`"))
            .because(format!(
                "its issuer is `{}`, the CA is `{}`",
                cert.issuer().short(),
                ca.cert().label()
            ))
            .hint("name the CA that did with --ca"),
    )
}

/// The CA that has to be named.
fn required(arguments: &cli::Issuer, verb: &str) -> Result<Authority> {
    authority::load(arguments)?.ok_or_else(|| {
        Error::usage("which CA is to sign is missing").hint(format!("name it: tlsctl gen {verb} --ca DIR"))
    })
}

/// The purposes asked for.
fn purposes(arguments: &cli::Purposes) -> Result<Purposes> {
    Purposes::parse(&arguments.usage, &arguments.eku, &arguments.key_usage)
}

/// The names, each once, in the order given; this machine's where none is given.
fn names(given: &[String]) -> Result<Vec<San>> {
    const DEFAULT: &[&str] = &["localhost", "127.0.0.1", "::1"];
    let parsed = match given {
        [] => DEFAULT
            .iter()
            .map(|text| San::parse(text))
            .collect::<Result<Vec<_>>>()?,
        given => given
            .iter()
            .map(|text| San::parse(text))
            .collect::<Result<Vec<_>>>()?,
    };
    let mut names = Vec::with_capacity(parsed.len());
    for name in parsed {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    Ok(names)
}

/// Where a leaf for `name` goes, where nothing else is said.
fn default_place(name: &San) -> PathBuf {
    Path::new("certs").join(name.directory())
}
