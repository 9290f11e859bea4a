//! The same command line with nothing in it but what is needed to read right arguments: no help, and the
//! flags of a verb only once it is met. Building all of them takes a short run longer than its work. What
//! this cannot read goes to the whole command line, which knows what to say.

use std::ffi::OsString;

use clap::{Args as _, Command, FromArgMatches as _};

use super::formats::offered;
use super::{
    Bad, Ca, Cli, Completions, Crl, Cross, Csr, Global, Inspect, Leaf, Ocsp, Pki, Probe, Schema, Serve, Sign,
    Trust,
};

/// Adds the flags of a verb.
type Flags = fn(Command) -> Command;

/// The arguments, where they are right.
pub(super) fn parse(arguments: &[OsString]) -> Option<Cli> {
    let matches = command().try_get_matches_from(arguments).ok()?;
    Cli::from_arg_matches(&matches).ok()
}

fn command() -> Command {
    let bare = Command::new("tlsctl")
        .disable_help_flag(true)
        .disable_help_subcommand(true)
        .subcommand_required(true);
    offered(Global::augment_args(with(bare, VERBS)))
}

fn with(command: Command, verbs: &'static [(&str, Flags)]) -> Command {
    verbs.iter().fold(command, |command, (name, flags)| {
        command.subcommand(Command::new(*name).disable_help_flag(true).defer(*flags))
    })
}

/// `gen`, whose verbs have many flags of their own.
fn generate(command: Command) -> Command {
    with(Leaf::augment_args(command), GEN_VERBS).args_conflicts_with_subcommands(true)
}

const VERBS: &[(&str, Flags)] = &[
    ("completions", Completions::augment_args),
    ("probe", Probe::augment_args),
    ("gen", generate),
    ("inspect", Inspect::augment_args),
    ("schema", Schema::augment_args),
    ("serve", Serve::augment_args),
    ("trust", Trust::augment_args),
];

const GEN_VERBS: &[(&str, Flags)] = &[
    ("bad", Bad::augment_args),
    ("ca", Ca::augment_args),
    ("cross", Cross::augment_args),
    ("crl", Crl::augment_args),
    ("csr", Csr::augment_args),
    ("ocsp", Ocsp::augment_args),
    ("pki", Pki::augment_args),
    ("sign", Sign::augment_args),
];

#[cfg(test)]
mod tests {
    use super::*;

    /// A command as its names, flags and settings.
    fn outline(command: &Command, path: &str, lines: &mut Vec<String>) {
        lines.push(format!(
            "{path} {} {}",
            command.is_args_conflicts_with_subcommands_set(),
            command.is_subcommand_required_set()
        ));
        for argument in command.get_arguments() {
            if argument.get_id() != "help" && argument.get_id() != "version" {
                let shown = format!("{argument:?}");
                // Where it stands in the help is of no matter.
                let parts = shown.split(", ").filter(|part| !part.starts_with("disp_ord"));
                lines.push(format!("{path} {}", parts.collect::<Vec<_>>().join(", ")));
            }
        }
        for below in command.get_subcommands() {
            outline(below, &format!("{path} {}", below.get_name()), lines);
        }
    }

    fn outlined(mut command: Command) -> Vec<String> {
        command.build();
        // What shells complete it with is not read here.
        let command = crate::cli::hinted(command);
        let mut lines = Vec::new();
        outline(&command, "", &mut lines);
        lines.sort();
        lines
    }

    #[test]
    fn it_is_the_whole_command_line_but_for_its_help() {
        let (quick, whole) = (outlined(command()), outlined(crate::cli::command()));
        let differing: Vec<_> = whole.iter().filter(|line| !quick.contains(line)).collect();
        assert!(differing.is_empty(), "{differing:#?}");
        assert_eq!(quick.len(), whole.len());
    }

    #[test]
    fn a_mistake_or_a_cry_for_help_is_not_for_it() {
        let read = |line: &str| parse(&line.split(' ').map(OsString::from).collect::<Vec<_>>());
        assert!(read("tlsctl gen a.test --days 3 -q").is_some());
        for line in [
            "tlsctl",
            "tlsctl --version",
            "tlsctl gen --help",
            "tlsctl gen ca -h",
            "tlsctl gen --dayz 3",
            "tlsctl gem",
        ] {
            assert!(read(line).is_none(), "{line}");
        }
    }
}
