//! One certificate, key or CA out of the places where it may stand: flags win over the environment, the
//! environment over the file, and within one of them a file over base64 over PEM. What loses is not even
//! parsed, and a warning says so.

use base64::engine::general_purpose::STANDARD;
use base64::{DecodeError, Engine as _};

use super::session::Session;
use crate::config::Table;
use crate::error::{Error, Result};
use crate::input;
use crate::tlsconf::source::Material;

/// One value out of flags, environment and file, where its keys begin with `key`. Each flag is a file, base64
/// or PEM, in this order.
pub(super) fn value(
    name: &str,
    key: &str,
    flags: [Option<String>; 3],
    table: &Table,
    session: &Session,
) -> Result<Option<Material>> {
    let [file, base64, pem] = flags;
    let flags = [
        (format!("--{name}"), Form::File, file),
        (format!("--{name}-b64"), Form::Base64, base64),
        (format!("--{name}-pem"), Form::Pem, pem),
    ];
    let environment = of_variables(&name.replace('-', "_").to_uppercase());
    let file = of_keys(key, table);
    choose(flags.into_iter().chain(environment).chain(file), session)
}

/// One value out of an object of the file.
pub(super) fn of_table(name: &str, table: &Table, session: &Session) -> Result<Option<Material>> {
    choose(of_keys(name, table).into_iter(), session)
}

#[derive(Clone, Copy)]
enum Form {
    Base64,
    File,
    Pem,
}

type Candidate = (String, Form, Option<String>);

fn of_variables(name: &str) -> [Candidate; 3] {
    [("FILE", Form::File), ("B64", Form::Base64), ("PEM", Form::Pem)].map(|(ending, form)| {
        let variable = format!("TLSCTL_{name}_{ending}");
        let value = input::environment(&variable);
        (variable, form, value)
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
        let value = table.text(&key).map(str::to_owned);
        (key, form, value)
    })
}

/// The first that is there; of the others only their names are looked at.
fn choose(candidates: impl Iterator<Item = Candidate>, session: &Session) -> Result<Option<Material>> {
    let mut given = candidates.filter_map(|(name, form, value)| Some((name, form, value?)));
    let Some((name, form, value)) = given.next() else {
        return Ok(None);
    };
    for (other, ..) in given {
        session.warn(&format!("`{other}` is ignored: `{name}` comes first"));
    }
    match form {
        Form::File => Ok(Some(Material::File(value.into()))),
        Form::Pem => Ok(Some(Material::Bytes(value.into_bytes(), name))),
        Form::Base64 => {
            let digits: String = value.chars().filter(|c| !c.is_ascii_whitespace()).collect();
            let bytes = STANDARD.decode(digits).map_err(|e| {
                Error::input(format!("`{name}` is not base64"))
                    .because(reason(e))
                    .hint("base64 -w0 FILE writes it")
            })?;
            Ok(Some(Material::Bytes(bytes, name)))
        }
    }
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
