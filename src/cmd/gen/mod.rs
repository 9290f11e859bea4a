//! `tlsctl gen`: parses what was asked for, checks it whole, makes it in memory, writes it in one step,
//! and reports what was made. Each thing that can be made has a file here.

mod authority;
mod bad;
mod ca;
mod cross;
mod leaf;
mod made;

use super::session::Session;
use crate::cli::{Dates, Gen, GenVerb, NewKey};
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::model::Moment;
use crate::output::Existing;
use crate::pki::key::Kind;
use crate::pki::profile::Wish;

/// Makes what the arguments ask for.
pub(super) fn run(arguments: &Gen, session: &Session) -> Result<Exit> {
    match &arguments.verb {
        None => leaf::run(&arguments.leaf, session),
        Some(GenVerb::Bad(cases)) => bad::run(cases, session),
        Some(GenVerb::Ca(ca)) => ca::run(ca, session),
        Some(GenVerb::Cross(cross)) => cross::run(cross, session),
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
