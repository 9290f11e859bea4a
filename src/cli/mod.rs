//! FLAGS: what the command line looks like, and its help. Decides nothing: `cmd` gives meaning.
//!
//! To add a verb: one file with its `Args` and its examples, one variant of [`Verb`], one file in `cmd/`.

#![allow(
    rustdoc::broken_intra_doc_links,
    reason = "the comments on flags are their help text, in which brackets are brackets"
)]

pub(crate) mod formats;
mod r#gen;
mod help;
mod inspect;
mod manual;
mod password;
mod probe;
mod quick;
mod serve;
mod trust;
mod words;

use std::ffi::OsString;

use clap::builder::ValueHint;
use clap::{Args, CommandFactory as _, FromArgMatches as _, Parser, Subcommand, ValueEnum};

pub(crate) use r#gen::*;
pub(crate) use inspect::Inspect;
pub(crate) use manual::sections as manual;
pub(crate) use password::Password;
pub(crate) use probe::Probe;
pub(crate) use quick::verbs_of_gen;
pub(crate) use serve::{
    AccessLog, ClientAuth, Echo, Identity as ServeIdentity, Limits as ServeLimits, ProxyProtocol, Serve,
    Terms as ServeTerms, Version as ServeVersion,
};
pub(crate) use trust::{Action as TrustAction, Stores, Trust};

/// Make, read, serve and test TLS certificates.
#[derive(Debug, Parser)]
#[command(
    name = "tlsctl",
    version,
    propagate_version = true,
    disable_help_subcommand = true
)]
#[command(after_help = help::below(help::TOP))]
pub(crate) struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub(crate) verb: Verb,
    /// What holds for every verb.
    #[command(flatten)]
    pub(crate) global: Global,
}

/// The verbs, in the order of the help: what is made, read, served and tested, then what goes with it.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Make a certificate and its key, self-signed or signed by a CA
    #[command(after_help = help::below(help::GEN))]
    Gen(Box<Gen>),
    /// Show what is in certificates, keys, requests and revocation lists
    #[command(after_help = help::below(help::INSPECT))]
    Inspect(Box<Inspect>),
    /// Serve a directory, an echo or a proxy over HTTPS, with a certificate of yours or an ad-hoc one
    #[command(after_help = help::below(help::SERVE))]
    Serve(Box<Serve>),
    /// Find out what a server speaks: versions, suites, certificates, names
    #[command(after_help = help::below(help::PROBE))]
    Probe(Box<Probe>),
    /// Put a root into this machine's trust stores, or take it out
    #[command(after_help = help::below(help::TRUST))]
    Trust(Trust),
    /// Print the JSON Schema of something that tlsctl writes or reads
    #[command(after_help = help::below(help::SCHEMA))]
    Schema(Schema),
    /// Write the completion script for a shell
    #[command(after_help = help::below(help::COMPLETIONS))]
    Completions(Completions),
}

/// Options that every verb takes.
#[derive(Args, Clone, Debug)]
pub(crate) struct Global {
    /// How to write what was found out
    #[arg(long, global = true, help_heading = EVERYWHERE, value_name = "FORMAT", default_value = "human", value_parser = formats())]
    pub(crate) format: String,
    /// Write data to FILE instead of standard output (-); a report replaces an earlier one, and nothing else
    #[arg(short, long, global = true, help_heading = EVERYWHERE, value_name = "FILE")]
    pub(crate) output: Option<std::path::PathBuf>,
    /// When to use colour; auto heeds NO_COLOR and CLICOLOR_FORCE
    #[arg(long, global = true, help_heading = EVERYWHERE, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: Color,
    /// Say nothing but data and errors
    #[arg(short, long, global = true, help_heading = EVERYWHERE)]
    pub(crate) quiet: bool,
    /// Say more
    #[arg(short, long, global = true, help_heading = EVERYWHERE)]
    pub(crate) verbose: bool,
    /// Show no progress bar, even on a terminal
    #[arg(long, global = true, help_heading = EVERYWHERE)]
    pub(crate) no_progress: bool,
}

/// The heading over the options that every verb takes.
const EVERYWHERE: &str = "Everywhere";

/// The values of `--color`.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// The values of `--fail-on`.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum FailOn {
    /// What a client that follows the RFC refuses, or a known attack uses
    Error,
    /// Also what will bite some clients, or soon
    Warning,
    /// Also what is only worth knowing
    Notice,
}

/// `tlsctl completions`.
#[derive(Args, Debug)]
pub(crate) struct Completions {
    /// The shell to write for
    pub(crate) shell: clap_complete::Shell,
}

/// `tlsctl schema`.
#[derive(Args, Debug)]
pub(crate) struct Schema {
    /// Which one
    #[arg(value_parser = schemas())]
    pub(crate) name: String,
}

/// The whole command line, for completions, man pages and tests.
pub(crate) fn command() -> clap::Command {
    hinted(formats::offered(Cli::command()))
}

/// The command line in which every argument says whether it is a file or a directory, for completions.
fn hinted(command: clap::Command) -> clap::Command {
    let hint = |argument: clap::Arg| {
        let is_directory = argument
            .get_value_names()
            .is_some_and(|names| names.iter().any(|name| name == "DIR"));
        match argument.get_value_hint() {
            ValueHint::AnyPath if is_directory => argument.value_hint(ValueHint::DirPath),
            ValueHint::AnyPath => argument.value_hint(ValueHint::FilePath),
            _ => argument,
        }
    };
    command.mut_args(hint).mut_subcommands(hinted)
}

/// The arguments, read; `arguments` begin with the program's name.
///
/// # Errors
///
/// What the user is to see: a mistake, help, or the version.
pub(crate) fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Cli, clap::Error> {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let mut command = None;
    let mut arguments = arguments;
    if arguments.iter().any(|word| word == "help") {
        arguments = help::asked(command.insert(self::command()), arguments);
    }
    if let Some(cli) = quick::parse(&arguments) {
        return Ok(cli);
    }
    let mut command = command.unwrap_or_else(self::command);
    let matches = command.try_get_matches_from_mut(arguments)?;
    Cli::from_arg_matches(&matches).map_err(|error| error.format(&mut command))
}

fn formats() -> clap::builder::PossibleValuesParser {
    let values = crate::report::ALL
        .iter()
        .map(|f| clap::builder::PossibleValue::new(f.id).help(f.summary));
    clap::builder::PossibleValuesParser::new(values)
}

fn schemas() -> clap::builder::PossibleValuesParser {
    let values = crate::report::SCHEMAS
        .iter()
        .map(|(name, summary, _)| clap::builder::PossibleValue::new(name).help(summary));
    clap::builder::PossibleValuesParser::new(values)
}
