//! Flags of `tlsctl trust`.

use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Args, Subcommand};

use super::help;

/// `tlsctl trust`.
#[derive(Args, Debug)]
#[command(subcommand_required = true)]
pub(crate) struct Trust {
    /// What to do.
    #[command(subcommand)]
    pub(crate) action: Action,
}

/// What `tlsctl trust` does.
#[derive(Debug, Subcommand)]
pub(crate) enum Action {
    /// Make this machine's programs trust a root
    #[command(after_help = help::below(help::TRUST))]
    Install(Install),
    /// Take a root out of every store that holds it
    #[command(after_help = help::below(help::TRUST))]
    Uninstall(Stores),
    /// Say which stores hold a root; exit 1 where one does not
    #[command(after_help = help::below(help::TRUST))]
    Status(Stores),
}

impl Action {
    /// Which root and which stores.
    pub(crate) fn stores(&self) -> &Stores {
        match self {
            Self::Install(install) => &install.stores,
            Self::Status(stores) | Self::Uninstall(stores) => stores,
        }
    }
}

/// `tlsctl trust install`.
#[derive(Args, Debug)]
pub(crate) struct Install {
    #[command(flatten)]
    pub(crate) stores: Stores,
    /// Also let the local CA sign below NAME; without CERT, when the local CA is first made
    #[arg(long, value_name = "NAME", conflicts_with = "cert")]
    pub(crate) permit: Vec<String>,
}

/// Which root and which stores.
#[derive(Args, Debug)]
pub(crate) struct Stores {
    /// A file with one root certificate, a CA's directory, or the fingerprint of a root that was
    /// installed; without it, the local CA in your data directory
    pub(crate) cert: Option<PathBuf>,
    /// Only this store; may be repeated
    #[arg(long, value_name = "STORE", value_parser = stores())]
    pub(crate) store: Vec<String>,
    /// Show the commands and change nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
}

fn stores() -> PossibleValuesParser {
    let all = crate::trust::ALL
        .iter()
        .map(|store| PossibleValue::new(store.id()).help(store.summary()));
    PossibleValuesParser::new(all)
}
