//! `tlsctl serve`: its flags.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

/// `tlsctl serve`.
#[derive(Args, Debug)]
pub(crate) struct Serve {
    /// The directory to serve [default: .]
    #[arg(value_name = "DIR")]
    pub(crate) directory: Option<PathBuf>,
    /// Serve broken certificates, each under a host of its own: a case, a group, or `all`; may be repeated (`tlsctl gen bad --list`)
    #[arg(long, value_name = "CASE", help_heading = "Modes")]
    pub(crate) bad: Vec<String>,
    /// Answer with what the client sent and what the server knows, as JSON
    #[arg(long, value_name = "KIND", num_args = 0..=1, require_equals = true, default_missing_value = "http", help_heading = "Modes")]
    pub(crate) echo: Option<Echo>,
    /// A directory with privkey.pem and fullchain.pem, a directory of those, or a file with both; served under NAMEs instead of the certificate's where they are given
    #[arg(long, value_name = "PATH[=NAME,...]", help_heading = "Identity")]
    pub(crate) tls: Vec<String>,
    /// The certificate chain, leaf first (and the key, where --key is left out)
    #[arg(long, value_name = "FILE", help_heading = "Identity")]
    pub(crate) cert: Option<PathBuf>,
    /// The private key
    #[arg(long, value_name = "FILE", help_heading = "Identity")]
    pub(crate) key: Option<PathBuf>,
    /// Where the key's password comes from.
    #[command(flatten)]
    pub(crate) password: super::Password,
    /// Add a name to the ad-hoc certificate; with --bad, the name below which the hosts are [default: tls.localhost]
    #[arg(long, value_name = "NAME", help_heading = "Identity")]
    pub(crate) name: Vec<String>,
    /// Write the ad-hoc certificate's throw-away CA to FILE, for clients to trust
    #[arg(long, value_name = "FILE", help_heading = "Identity")]
    pub(crate) ca_out: Option<PathBuf>,
    /// Make a throw-away CA for the ad-hoc certificate, even where the local CA of `tlsctl trust install` would sign it
    #[arg(long, help_heading = "Identity", conflicts_with_all = ["tls", "cert", "plain"])]
    pub(crate) throw_away: bool,
    /// Only serve clients that ask for a name which a certificate is for
    #[arg(long, help_heading = "Identity")]
    pub(crate) tls_strict_host: bool,
    /// Where to listen: HOST:PORT, :PORT for every interface; port 0 lets the system choose [default: localhost:8443]
    #[arg(long, value_name = "ADDR", help_heading = "Listeners")]
    pub(crate) listen: Vec<String>,
    /// Serve without TLS
    #[arg(long, help_heading = "Listeners")]
    pub(crate) plain: bool,
    /// Serve dotfiles, private keys and the server's own certificates too
    #[arg(long, help_heading = "Directory")]
    pub(crate) hidden: bool,
}

/// The values of `--echo`.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum Echo {
    /// Requests, as JSON
    Http,
}
