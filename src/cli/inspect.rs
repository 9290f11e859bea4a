//! `tlsctl inspect`: its flags.

use std::path::PathBuf;

use clap::Args;

use super::Password;

/// `tlsctl inspect`.
#[derive(Args, Debug)]
pub(crate) struct Inspect {
    /// Files, directories, or - for standard input: PEM with anything around it, or DER
    #[arg(value_name = "INPUT")]
    pub(crate) inputs: Vec<PathBuf>,
    /// Show one line for each certificate
    #[arg(long, help_heading = "Output")]
    pub(crate) short: bool,
    /// Show only who signed whom
    #[arg(long, conflicts_with = "short", help_heading = "Output")]
    pub(crate) tree: bool,
    /// Show what changed between two files or directories, by meaning; exit code 1 if anything did
    #[arg(long, num_args = 2, value_names = ["OLD", "NEW"], conflicts_with_all = ["inputs", "short", "tree"], help_heading = "Output")]
    pub(crate) diff: Option<Vec<PathBuf>>,
    /// List what ends within SPAN (30d), or with less than a share of its lifetime left (33%)
    #[arg(long, value_name = "SPAN", help_heading = "Checks", conflicts_with_all = ["diff", "short", "tree"])]
    pub(crate) expires_within: Option<String>,
    /// Judge times as of TIME: RFC 3339, a date, or a span from now such as +30d
    #[arg(
        long,
        value_name = "TIME",
        allow_hyphen_values = true,
        help_heading = "Checks"
    )]
    pub(crate) at: Option<String>,
    /// Where passwords come from
    #[command(flatten)]
    pub(crate) password: Password,
}
