//! tlsctl: make, read, serve and test TLS certificates.
//!
//! The layers, from the ground up; each names only what stands below it, and a test holds them to it:
//!
//! - `error`, `exit`, `clock`, `input`, `output`: failures, outcomes, time, and the two doors to files;
//! - `model`: facts, rules, findings and reports as plain data;
//! - `pki`: certificates, as pure functions;
//! - `wire`: TLS as it stands on the wire, read with tolerance and written exactly;
//! - `tlsconf`: certificates and keys turned into rustls configurations;
//! - `config`: the configuration file of `serve`;
//! - `serve`: a server, from the listener to what it answers with;
//! - `probe`: questions to a server, as scans and the engine that carries them out.
//! - `report`: words, the only code that prints;
//! - `cli`: flags, which decide nothing; `cmd`: verbs, which see everything.

mod cli;
mod clock;
mod cmd;
mod config;
mod error;
mod exit;
mod http;
mod input;
mod model;
mod output;
mod pki;
mod probe;
mod report;
mod serve;
mod tlsconf;
mod trust;
mod wire;

use std::process::ExitCode;

/// Runs the program: arguments in, exit code out.
pub fn main() -> ExitCode {
    output::limit::prepare();
    cmd::run(std::env::args_os())
}

/// The command line as data, from which the man pages and completions are made.
#[doc(hidden)]
pub fn command() -> clap::Command {
    cli::command()
}

/// What the man page of a command has beyond its help: heading, name and text of each line.
#[doc(hidden)]
pub fn manual(command: &str) -> Vec<[&'static str; 3]> {
    cli::manual(command)
}
