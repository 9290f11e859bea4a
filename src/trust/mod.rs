//! TRUST STORES: where a root must stand for this machine's programs to trust it. Each store says which
//! places it has here, how a root stands there (matched by SHA-256 fingerprint, never by name), and
//! which steps would put it in or take it out; `step` carries them out or shows them, and `record`
//! remembers what stands where.
//!
//! To add a store: one file with a `struct` that implements [`Store`], and one line in [`ALL`].

mod java;
mod linux;
mod machine;
mod macos;
mod nss;
mod record;
mod root;
mod step;
mod windows;

use std::path::{Path, PathBuf};

use crate::error::Result;

pub(crate) use machine::Machine;
pub(crate) use record::{Record, Records};
pub(crate) use root::Root;
pub(crate) use step::{Step, carry_out, quoted};

/// A kind of trust store.
pub(crate) trait Store: Sync {
    /// Its name on the command line.
    fn id(&self) -> &'static str;
    /// One line for the help text.
    fn summary(&self) -> &'static str;
    /// Where it is on this machine; nowhere, where it is not.
    fn places(&self, machine: &Machine) -> Vec<Place>;
    /// What to do where it is asked for and is nowhere.
    fn advice(&self) -> &'static str {
        "leave --store out to use every store that is here"
    }
    /// Whether a place that was there once is there still, wherever [`Store::places`] looks today.
    fn is_at(&self, path: &Path, machine: &Machine) -> bool {
        self.places(machine).iter().any(|place| place.path == path)
    }
    /// How `root` stands in `place`.
    ///
    /// # Errors
    ///
    /// An input error where the place cannot be looked into, with a hint where a program is missing.
    fn standing(&self, root: &Root, place: &Place, machine: &Machine) -> Result<Standing>;
    /// What puts `root` into `place`.
    fn install(&self, root: &Root, place: &Place, machine: &Machine) -> Vec<Step>;
    /// What takes `root` out of `place`.
    ///
    /// # Errors
    ///
    /// An input error where the place cannot be looked into.
    fn uninstall(&self, root: &Root, place: &Place, machine: &Machine) -> Result<Vec<Step>>;
}

/// How a root stands in a place.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Standing {
    /// It is not there.
    Absent,
    /// It is there, and programs do not trust it all the same.
    Incomplete,
    /// It is there, and programs trust it.
    Present,
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
    pub(crate) fn new(label: impl Into<String>, path: impl Into<PathBuf>) -> Self {
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
