//! `tlsctl gen`: parses what was asked for, checks it whole, makes it in memory, writes it in one step,
//! and reports what was made. Each thing that can be made has a file here.

pub(super) mod authority;
mod bad;
pub(super) mod ca;
mod cross;
mod csr;
mod leaf;
mod made;
mod sign;

use std::path::{Path, PathBuf};

use super::session::Session;
use crate::cli::{self, Dates, Gen, GenVerb, NewKey};
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::model::Moment;
use crate::output::Existing;
use crate::pki::extension::KeyUsage;
use crate::pki::key::Kind;
use crate::pki::name::San;
use crate::pki::oid;
use crate::pki::profile::{Purposes, Usage, Wish};

/// Makes what the arguments ask for.
pub(super) fn run(arguments: &Gen, session: &Session) -> Result<Exit> {
    match &arguments.verb {
        None => leaf::run(&arguments.leaf, session),
        Some(GenVerb::Bad(cases)) => bad::run(cases, session),
        Some(GenVerb::Ca(ca)) => ca::run(ca, session),
        Some(GenVerb::Cross(cross)) => cross::run(cross, session),
        Some(GenVerb::Csr(csr)) => csr::run(csr, session),
        Some(GenVerb::Sign(sign)) => sign::run(sign, session),
    }
}

/// The formats that a description of what was made can have.
const FORMATS: &[&str] = &["human", "json", "jsonl"];

fn existing(force: bool) -> Existing {
    if force { Existing::Replace } else { Existing::Keep }
}

/// The kind of key asked for.
fn kind(arguments: &NewKey) -> Result<Kind> {
    let found = Kind::ALL.iter().find(|kind| kind.id() == arguments.key_type);
    found
        .copied()
        .ok_or_else(|| Error::usage(format!("`{}` is no key type", arguments.key_type)))
}

/// The dates asked for.
fn wish(arguments: &Dates, session: &Session) -> Result<Wish> {
    let moment = |text: &Option<String>, flag: &str| {
        let parsed = text.as_deref().map(Moment::parse).transpose();
        parsed
            .map(|moment| moment.map(|moment| moment.resolve(session.now)))
            .map_err(|e| e.context(format!("`{flag}` is not understood")))
    };
    Ok(Wish {
        not_before: moment(&arguments.not_before, "--not-before")?,
        not_after: moment(&arguments.not_after, "--not-after")?,
        days: arguments.days,
    })
}

/// The purposes asked for.
fn purposes(arguments: &cli::Purposes) -> Result<Purposes> {
    let asked = |usage: &&Usage| arguments.usage.iter().any(|id| id == usage.id());
    let mut usages: Vec<Usage> = Usage::ALL.iter().filter(asked).copied().collect();
    let others = arguments.eku.iter().map(|text| {
        oid::parse(text).ok_or_else(|| {
            Error::usage(format!("`{text}` is not an object identifier"))
                .hint("object identifiers are like 1.3.6.1.5.5.7.3.17")
        })
    });
    let others = others.collect::<Result<Vec<_>>>()?;
    if usages.is_empty() && others.is_empty() {
        usages.push(Usage::Server);
    }
    if usages.contains(&Usage::TimeStamping) && usages.len() + others.len() > 1 {
        return Err(
            Error::usage("`--usage time-stamping` cannot be combined with another purpose")
                .because("RFC 3161 §2.3 wants it to be the only one"),
        );
    }
    let named = |name: &str| {
        arguments
            .key_usage
            .iter()
            .any(|bit| bit.eq_ignore_ascii_case(name))
    };
    let bits = KeyUsage::ALL
        .iter()
        .filter(|(_, name)| named(name))
        .map(|(bit, _)| *bit)
        .collect();
    Ok(Purposes { usages, others, bits })
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
