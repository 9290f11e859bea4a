//! One certificate, key or CA out of the places where it may stand: flags win over the environment, the
//! environment over the file, and within one of them a file over base64 over PEM. What loses is not even
//! parsed, and a warning says so.

use std::ffi::OsString;
use std::path::PathBuf;

use base64::engine::general_purpose::STANDARD;
use base64::{DecodeError, Engine as _};

use super::session::Session;
use crate::config::Table;
use crate::error::{Error, Result};
use crate::input;
use crate::tlsconf::source::{self, Material};

/// A value that was found, and who gave it.
pub(super) struct Found {
    pub(super) material: Material,
    pub(super) level: Level,
}

/// Who gives a value, in the order of priority.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Level {
    Flag,
    Environment,
    File,
}

/// What the flags for one value say.
#[derive(Default)]
pub(super) struct Flags {
    pub(super) file: Option<PathBuf>,
    pub(super) base64: Option<String>,
    pub(super) pem: Option<String>,
}

impl Flags {
    /// Those of a value that only a file can give.
    pub(super) fn of_file(file: Option<PathBuf>) -> Self {
        Self {
            file,
            ..Self::default()
        }
    }
}

/// One value out of flags, environment and file, where its keys begin with `key`.
pub(super) fn value(
    name: &str,
    key: &str,
    flags: Flags,
    table: &Table,
    session: &Session,
) -> Result<Option<Found>> {
    let environment = of_variables(name);
    let file = of_keys(key, table);
    choose(
        of_flags(name, flags).into_iter().chain(environment).chain(file),
        session,
    )
}

/// One value out of an object of the file.
pub(super) fn of_table(name: &str, table: &Table, session: &Session) -> Result<Option<Found>> {
    choose(of_keys(name, table).into_iter(), session)
}

/// The variables that are set for these values. They are not looked into.
pub(super) fn variables(names: &[&str]) -> Vec<String> {
    let all = names.iter().flat_map(|name| of_variables(name));
    all.filter(|candidate| candidate.value.is_some())
        .map(|candidate| candidate.name)
        .collect()
}

/// The keys for this value that an object has, as messages call them.
pub(super) fn keys(name: &str, table: &Table) -> Vec<String> {
    let all = of_keys(name, table).into_iter();
    all.filter(|candidate| candidate.value.is_some())
        .map(|candidate| candidate.name)
        .collect()
}

#[derive(Clone, Copy)]
enum Form {
    Base64,
    File,
    Pem,
}

/// A place where the value may stand.
struct Candidate {
    level: Level,
    /// What messages call it.
    name: String,
    form: Form,
    /// As the system gives it: a path need not be text.
    value: Option<OsString>,
}

fn of_flags(name: &str, flags: Flags) -> [Candidate; 3] {
    [
        ("", Form::File, flags.file.map(OsString::from)),
        ("-b64", Form::Base64, flags.base64.map(OsString::from)),
        ("-pem", Form::Pem, flags.pem.map(OsString::from)),
    ]
    .map(|(ending, form, value)| Candidate {
        level: Level::Flag,
        name: format!("--{name}{ending}"),
        form,
        value,
    })
}

fn of_variables(name: &str) -> [Candidate; 3] {
    let name = name.replace('-', "_").to_uppercase();
    [("FILE", Form::File), ("B64", Form::Base64), ("PEM", Form::Pem)].map(|(ending, form)| {
        let variable = format!("TLSCTL_{name}_{ending}");
        Candidate {
            level: Level::Environment,
            value: input::raw_environment(&variable),
            name: variable,
            form,
        }
    })
}

fn of_keys(name: &str, table: &Table) -> [Candidate; 3] {
    [
        ("_pem_file", Form::File),
        ("_pem_b64", Form::Base64),
        ("_pem", Form::Pem),
    ]
    .map(|(ending, form)| {
        let key = format!("{name}{ending}");
        Candidate {
            level: Level::File,
            name: table.path(&key),
            form,
            value: table.text(&key).map(OsString::from),
        }
    })
}

/// The first that is there; of the others only their names are looked at.
fn choose(candidates: impl Iterator<Item = Candidate>, session: &Session) -> Result<Option<Found>> {
    let mut given = candidates.filter_map(|candidate| {
        let value = candidate.value.clone()?;
        Some((candidate, value))
    });
    let Some((chosen, value)) = given.next() else {
        return Ok(None);
    };
    for (other, _) in given {
        session.warn(&format!(
            "`{}` is ignored: `{}` comes first",
            other.name, chosen.name
        ));
    }
    let level = chosen.level;
    let material = match chosen.form {
        Form::File => Material::at(value.into())?,
        Form::Pem => {
            let value = text(&chosen, value)?;
            if !value.contains("-----BEGIN ") {
                return Err(no_pem(&chosen));
            }
            inline(&chosen, value.into_bytes())?
        }
        Form::Base64 => {
            let value = text(&chosen, value)?;
            let digits: String = value.chars().filter(|c| !c.is_ascii_whitespace()).collect();
            let bytes = STANDARD.decode(digits).map_err(|e| {
                Error::input(format!("`{}` is not base64", chosen.name))
                    .because(reason(e))
                    .hint("base64 -w0 FILE writes it")
            })?;
            inline(&chosen, bytes)?
        }
    };
    Ok(Some(Found { material, level }))
}

/// A value that is no path.
fn text(chosen: &Candidate, value: OsString) -> Result<String> {
    value
        .into_string()
        .map_err(|_| Error::input(format!("`{}` is not UTF-8 text", chosen.name)))
}

/// What was given as such, and not as a file. A key never is by a flag, which `ps` shows to everyone.
fn inline(chosen: &Candidate, bytes: Vec<u8>) -> Result<Material> {
    if chosen.level == Level::Flag && source::holds_key(&bytes) {
        return Err(Error::usage(format!(
            "there is a private key in `{}`, which every user of this machine can see",
            chosen.name
        ))
        .hint("give the key as a file (--key FILE), or in the environment (TLSCTL_KEY_PEM)"));
    }
    Ok(Material::Bytes(bytes, chosen.name.clone()))
}

/// Most likely it is the name of a file.
fn no_pem(chosen: &Candidate) -> Error {
    let file = match chosen.level {
        Level::Flag => chosen.name.trim_end_matches("-pem").to_owned(),
        Level::Environment => chosen.name.trim_end_matches("PEM").to_owned() + "FILE",
        Level::File => format!("{}_file", chosen.name),
    };
    Error::input(format!("`{}` holds no PEM", chosen.name))
        .because("there is no -----BEGIN in it")
        .hint(format!("`{file}` takes the name of a file"))
}

/// Why these are no base64 digits; white space does not count.
fn reason(error: DecodeError) -> String {
    match error {
        DecodeError::InvalidByte(place, byte) | DecodeError::InvalidLastSymbol(place, byte) => {
            format!("digit {} is `{}`", place + 1, byte.escape_ascii())
        }
        DecodeError::InvalidLength(digits) => {
            format!("it ends after {digits} digits, in the middle of an octet")
        }
        DecodeError::InvalidPadding => "its padding with `=` is wrong".to_owned(),
    }
}
