//! Flags that say where a password comes from; never the password itself, which `ps` would show.

use std::path::PathBuf;

use clap::Args;

/// Where the password of an encrypted input comes from.
#[derive(Args, Clone, Debug, Default, PartialEq)]
pub(crate) struct Password {
    /// Read the password from the first line of FILE [env: TLSCTL_PASSWORD holds the password itself]
    #[arg(long, value_name = "FILE")]
    pub(crate) password_file: Option<PathBuf>,
    /// Read the password from the environment variable NAME
    #[arg(long, value_name = "NAME", conflicts_with = "password_file")]
    pub(crate) password_env: Option<String>,
    /// Whether the password may be meant for something else than the key at hand.
    #[arg(skip)]
    pub(crate) shared: bool,
}
