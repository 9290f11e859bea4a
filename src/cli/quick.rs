//! The same command line with nothing in it but what is needed to read right arguments: no help, and of the
//! verbs only those that are named. Building all of them takes a short run longer than its work. What this
//! cannot read goes to the whole command line, which knows what to say.

use std::ffi::OsString;

use clap::{Args as _, Command, FromArgMatches as _};

use super::formats::offered;
use super::{
    Bad, Ca, Cli, Completions, Crl, Cross, Csr, Global, Inspect, Leaf, Ocsp, Pki, Probe, Schema, Serve, Sign,
    Trust,
};

/// A verb: what adds its flags, and the verbs below it.
struct Verb {
    name: &'static str,
    flags: fn(Command) -> Command,
    below: &'static [Self],
}

/// The arguments, where they are right.
pub(super) fn parse(arguments: &[OsString]) -> Option<Cli> {
    let is_named = |verb: &Verb| arguments.iter().any(|word| word == verb.name);
    let matches = command(&is_named).try_get_matches_from(arguments).ok()?;
    Cli::from_arg_matches(&matches).ok()
}

/// The names of the verbs of `gen`, without building the command line that has them.
pub(crate) fn verbs_of_gen() -> impl Iterator<Item = &'static str> {
    GEN_VERBS.iter().map(|verb| verb.name)
}

fn command(is_named: &dyn Fn(&Verb) -> bool) -> Command {
    let bare = Command::new("tlsctl")
        .disable_help_flag(true)
        .disable_help_subcommand(true)
        .subcommand_required(true);
    offered(Global::augment_args(with(bare, VERBS, is_named)))
}

fn with(command: Command, verbs: &[Verb], is_named: &dyn Fn(&Verb) -> bool) -> Command {
    verbs
        .iter()
        .filter(|verb| is_named(verb))
        .fold(command, |command, verb| {
            let bare = Command::new(verb.name).disable_help_flag(true);
            let whole = with((verb.flags)(bare), verb.below, is_named);
            command.subcommand(whole.args_conflicts_with_subcommands(!verb.below.is_empty()))
        })
}

const fn verb(name: &'static str, flags: fn(Command) -> Command) -> Verb {
    Verb {
        name,
        flags,
        below: &[],
    }
}

const VERBS: &[Verb] = &[
    verb("completions", Completions::augment_args),
    verb("probe", Probe::augment_args),
    // Its verbs have many flags of their own.
    Verb {
        below: GEN_VERBS,
        ..verb("gen", Leaf::augment_args)
    },
    verb("inspect", Inspect::augment_args),
    verb("schema", Schema::augment_args),
    verb("serve", Serve::augment_args),
    verb("trust", Trust::augment_args),
];

const GEN_VERBS: &[Verb] = &[
    verb("bad", Bad::augment_args),
    verb("ca", Ca::augment_args),
    verb("cross", Cross::augment_args),
    verb("crl", Crl::augment_args),
    verb("csr", Csr::augment_args),
    verb("ocsp", Ocsp::augment_args),
    verb("pki", Pki::augment_args),
    verb("sign", Sign::augment_args),
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
        let (quick, whole) = (outlined(command(&|_| true)), outlined(crate::cli::command()));
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
