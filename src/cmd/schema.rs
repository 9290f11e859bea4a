//! `tlsctl schema NAME`.

use super::session::Session;
use crate::cli::Schema;
use crate::cli::formats::OF_TEXTS;
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::report::SCHEMAS;

/// Writes the schema called so.
pub(super) fn run(arguments: &Schema, session: &Session) -> Result<Exit> {
    session.format(OF_TEXTS)?;
    let known = SCHEMAS.iter().find(|(name, ..)| *name == arguments.name);
    let (_, _, text) = known.ok_or_else(|| Error::bug(format!("no schema `{}`", arguments.name)))?;
    session.data(text.as_bytes())?;
    Ok(Exit::Ok)
}
