//! Which formats each verb offers. Help, completions and man pages show a verb's own and no others, and
//! what it does not offer is refused with the list of what it does.

use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Arg, Command};

/// For a report of what was done, and for events.
pub(crate) const OF_DEEDS: &[&str] = &["human", "json", "jsonl"];

/// For a report of what was found out.
pub(crate) const OF_FINDINGS: &[&str] = &[
    "human",
    "json",
    "jsonl",
    "csv",
    "junit",
    "sarif",
    "html",
    "markdown",
    "github",
    "prometheus",
];

/// For what has a form of its own.
pub(crate) const OF_TEXTS: &[&str] = &["human"];

/// The verbs, each with what it offers.
const OFFERS: &[(&str, &[&str])] = &[
    ("completions", OF_TEXTS),
    ("gen", OF_DEEDS),
    ("inspect", OF_FINDINGS),
    ("probe", OF_FINDINGS),
    ("schema", OF_TEXTS),
    ("serve", OF_DEEDS),
    ("trust", OF_DEEDS),
];

/// The command line, in which `--format` of each verb takes what that verb offers.
pub(super) fn offered(command: Command) -> Command {
    let format = |command: &Command| {
        command
            .get_arguments()
            .find(|argument| argument.get_id() == "format")
            .cloned()
    };
    let Some(format) = format(&command) else {
        return command;
    };
    command.mut_subcommands(|verb| {
        let offer = OFFERS.iter().find(|(name, _)| *name == verb.get_name());
        match offer {
            Some((_, offered)) => verb.arg(narrowed(&format, offered)),
            None => verb,
        }
    })
}

/// The flag with these values; where there is nothing to choose it is not shown.
fn narrowed(format: &Arg, offered: &[&str]) -> Arg {
    let values = crate::report::ALL
        .iter()
        .filter(|format| offered.contains(&format.id))
        .map(|format| PossibleValue::new(format.id).help(format.summary));
    format
        .clone()
        .value_parser(PossibleValuesParser::new(values))
        .hide(offered.len() == 1)
}
