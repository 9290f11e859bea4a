//! TRUST STORES: where a root must stand for this machine's programs to trust it. Each store says which
//! places it has here, whether a root stands there (matched by SHA-256 fingerprint, never by name), and
//! which steps would put it in or take it out; `step` carries them out or shows them.
//!
//! To add a store: one file with a `struct` that implements [`Store`], and one line in [`ALL`].

mod java;
mod linux;
mod machine;
mod macos;
mod nss;
mod root;
mod step;
mod windows;

use std::path::PathBuf;

use crate::error::Result;

pub(crate) use machine::Machine;
pub(crate) use root::Root;
pub(crate) use step::Step;

/// A kind of trust store.
pub(crate) trait Store: Sync {
    /// Its name on the command line.
    fn id(&self) -> &'static str;
    /// One line for the help text.
    fn summary(&self) -> &'static str;
    /// Where it is on this machine; nowhere, where it is not.
    fn places(&self, machine: &Machine) -> Vec<Place>;
    /// Whether `root` stands in `place`.
    ///
    /// # Errors
    ///
    /// An input error where the place cannot be looked into, with a hint where a program is missing.
    fn holds(&self, root: &Root, place: &Place, machine: &Machine) -> Result<bool>;
    /// What puts `root` into `place`.
    fn install(&self, root: &Root, place: &Place, machine: &Machine) -> Vec<Step>;
    /// What takes `root` out of `place`.
    ///
    /// # Errors
    ///
    /// An input error where the place cannot be looked into.
    fn uninstall(&self, root: &Root, place: &Place, machine: &Machine) -> Result<Vec<Step>>;
}

/// One place of a store: a directory of anchors, a profile, a keystore.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Place {
    /// What people call it.
    pub(crate) label: String,
    /// Where it is.
    pub(crate) path: PathBuf,
}

impl Place {
    fn new(label: impl Into<String>, path: impl Into<PathBuf>) -> Self {
        Self {
            label: label.into(),
            path: path.into(),
        }
    }
}

/// Every store.
pub(crate) static ALL: &[&dyn Store] = &[
    &linux::System,
    &macos::Keychain,
    &windows::Root,
    &nss::Nss,
    &java::Java,
];
