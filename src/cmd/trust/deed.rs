//! What is done to one place, and how the place stands afterwards.

use crate::error::{Error, Result};
use crate::trust::{Machine, Place, Root, Standing, Store, carry_out};

/// What is to be done to a place.
#[derive(Clone, Copy, Eq, PartialEq)]
pub(super) enum Deed {
    Install,
    Status,
    Uninstall,
}

/// How it went.
pub(super) struct Outcome {
    /// What became of the place, as reports have it.
    pub(super) state: &'static str,
    /// The commands that were or would be run.
    pub(super) commands: Vec<String>,
    /// How the root stands there now, as far as that is known.
    pub(super) standing: Option<Standing>,
    /// Why it could not be done.
    pub(super) problem: Option<Error>,
}

impl Outcome {
    fn as_it_was(state: &'static str, standing: Standing) -> Self {
        Self {
            state,
            commands: Vec::new(),
            standing: Some(standing),
            problem: None,
        }
    }
}

impl Deed {
    /// Does it to one place, or only says what it would do.
    pub(super) fn treat(
        self,
        store: &dyn Store,
        place: &Place,
        root: &Root,
        dry_run: bool,
        machine: &Machine,
    ) -> Outcome {
        let attempt = self.attempt(store, place, root, dry_run, machine);
        attempt.unwrap_or_else(|error| {
            let standing = store.standing(root, place, machine).ok();
            let error = error.context(format!("{} ({}) failed", place.label, place.path.display()));
            let error = if self == Self::Status {
                error
            } else {
                unwritten(&error)
            };
            Outcome {
                state: if self == Self::Status { "unknown" } else { "failed" },
                commands: Vec::new(),
                problem: Some(match (self, standing) {
                    (Self::Install, Some(Standing::Present)) => error.hint(
                        "the root is trusted there all the same: `tlsctl trust uninstall` takes it out",
                    ),
                    _ => error,
                }),
                standing,
            }
        })
    }

    fn attempt(
        self,
        store: &dyn Store,
        place: &Place,
        root: &Root,
        dry_run: bool,
        machine: &Machine,
    ) -> Result<Outcome> {
        let before = if root.is_to_be() {
            Standing::Absent
        } else {
            store.standing(root, place, machine)?
        };
        let steps = match (self, before) {
            (Self::Status, Standing::Present) => return Ok(Outcome::as_it_was("present", before)),
            (Self::Status, Standing::Incomplete) => return Ok(Outcome::as_it_was("incomplete", before)),
            (Self::Status, Standing::Absent) => return Ok(Outcome::as_it_was("absent", before)),
            (Self::Install, Standing::Present) => return Ok(Outcome::as_it_was("present already", before)),
            (Self::Uninstall, Standing::Absent) => return Ok(Outcome::as_it_was("absent already", before)),
            (Self::Install, _) => store.install(root, place, machine),
            (Self::Uninstall, _) => store.uninstall(root, place, machine)?,
        };
        let commands: Vec<String> = steps.iter().map(|step| step.shown(machine)).collect();
        let (wanted, would, done) = if self == Self::Install {
            (Standing::Present, "would install", "installed")
        } else {
            (Standing::Absent, "would uninstall", "uninstalled")
        };
        let mut outcome = Outcome::as_it_was(would, before);
        if !dry_run {
            carry_out(&steps, machine)?;
            // What was asked for is looked at, not believed.
            let after = store.standing(root, place, machine)?;
            if after != wanted {
                let error = Error::output("the commands succeeded, and the store does not show it");
                return Err(error.hint(commands.join(" && ")));
            }
            outcome = Outcome::as_it_was(done, after);
        }
        outcome.commands = commands;
        Ok(outcome)
    }
}

/// A store that cannot even be looked into cannot be written either.
fn unwritten(error: &Error) -> Error {
    let all = error
        .causes()
        .iter()
        .fold(Error::output(error.message()), |all, cause| all.because(cause));
    error.hints().iter().fold(all, |all, hint| all.hint(hint))
}
