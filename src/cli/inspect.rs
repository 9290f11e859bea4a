//! `tlsctl inspect`: its flags.

use std::path::PathBuf;

use clap::Args;

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
    /// Judge times as of TIME: RFC 3339, a date, or a span from now such as +30d
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    pub(crate) at: Option<String>,
}
