//! `tlsctl completions SHELL`.

use super::session::Session;
use crate::cli::{self, Completions};
use crate::error::Result;
use crate::exit::Exit;

/// Writes the completion script.
pub(super) fn run(arguments: &Completions, session: &Session) -> Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut cli::command(), "tlsctl", &mut script);
    session.data(&script)?;
    Ok(Exit::Ok)
}
