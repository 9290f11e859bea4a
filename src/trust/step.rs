//! A step that changes a store: shown as the command that a person would type, or carried out.

use std::io::{ErrorKind, Write as _};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use super::Machine;
use super::machine::last_words;
use crate::error::{Error, Result, os_reason};
use crate::output::{self, Access, Existing};

/// One change to a store.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Step {
    /// Remove a file that belongs to the system.
    Remove(PathBuf),
    /// Run a program; the text of a certificate may be its standard input.
    Run {
        program: String,
        arguments: Vec<String>,
        privileged: bool,
    },
    /// Write a file that belongs to the system and that everyone may read.
    Write {
        path: PathBuf,
        text: String,
        from: PathBuf,
    },
}

impl Step {
    /// A program that the user may run.
    pub(super) fn run(program: &str, arguments: &[&str]) -> Self {
        Self::Run {
            program: program.to_owned(),
            arguments: arguments.iter().map(|argument| (*argument).to_owned()).collect(),
            privileged: false,
        }
    }

    /// A program that only the superuser may run.
    pub(super) fn run_as_root(program: &str, arguments: &[&str]) -> Self {
        match Self::run(program, arguments) {
            Self::Run {
                program, arguments, ..
            } => Self::Run {
                program,
                arguments,
                privileged: true,
            },
            other => other,
        }
    }

    /// The command line that does it, to be shown and to be pasted.
    pub(crate) fn shown(&self, machine: &Machine) -> String {
        let sudo = if machine.is_root { "" } else { "sudo " };
        match self {
            Self::Remove(path) => format!("{sudo}rm -f {}", quoted(&path.to_string_lossy())),
            Self::Run {
                program,
                arguments,
                privileged,
            } => {
                let words: Vec<String> = std::iter::once(program)
                    .chain(arguments)
                    .map(|word| quoted(word))
                    .collect();
                format!("{}{}", if *privileged { sudo } else { "" }, words.join(" "))
            }
            Self::Write { path, from, .. } => format!(
                "{sudo}install -m 644 {} {}",
                quoted(&from.to_string_lossy()),
                quoted(&path.to_string_lossy())
            ),
        }
    }

    /// What undoes it, where it makes something that is not there yet.
    fn undo(&self) -> Option<Self> {
        match self {
            Self::Write { path, .. } if !path.exists() => Some(Self::Remove(path.clone())),
            _ => None,
        }
    }

    /// Does it.
    ///
    /// # Errors
    ///
    /// An output error with what the program said.
    fn carry_out(&self, machine: &Machine) -> Result<()> {
        match self {
            Self::Remove(path) if machine.is_root => output::remove(path),
            Self::Remove(path) => spawn(
                "sudo",
                &["rm", "-f", "--", &path.to_string_lossy()],
                None,
                &self.shown(machine),
            ),
            Self::Run {
                program,
                arguments,
                privileged,
            } => {
                let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
                if *privileged && !machine.is_root {
                    let sudo: Vec<&str> = ["--", program.as_str()].into_iter().chain(arguments).collect();
                    spawn("sudo", &sudo, None, &self.shown(machine))
                } else {
                    spawn(program, &arguments, None, &self.shown(machine))
                }
            }
            Self::Write { path, text, .. } if machine.is_root => {
                output::write(path, text.as_bytes(), Access::Public, Existing::Replace)
            }
            Self::Write { path, text, .. } => spawn(
                "sudo",
                &["install", "-m", "644", "/dev/stdin", &path.to_string_lossy()],
                Some(text),
                &self.shown(machine),
            ),
        }
    }
}

/// Runs a program to its end. What it prints is kept for the error: standard output is for data.
fn spawn(program: &str, arguments: &[&str], input: Option<&str>, shown: &str) -> Result<()> {
    let failed = |why: String| Error::output(format!("`{shown}` failed")).because(why);
    let mut command = Command::new(program);
    command
        .args(arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command.stdin(if input.is_some() {
        Stdio::piped()
    } else {
        Stdio::null()
    });
    let mut child = command.spawn().map_err(|e| failed(os_reason(&e)))?;
    if let (Some(text), Some(mut stdin)) = (input, child.stdin.take()) {
        // One that ends without having read says itself why.
        match stdin.write_all(text.as_bytes()) {
            Err(e) if e.kind() != ErrorKind::BrokenPipe => return Err(failed(os_reason(&e))),
            _ => {}
        }
    }
    let output = child.wait_with_output().map_err(|e| failed(os_reason(&e)))?;
    if output.status.success() {
        Ok(())
    } else {
        Err(failed(last_words(&output)))
    }
}

/// Carries out steps in their order. Where one fails, what those before it wrote is taken away again.
///
/// # Errors
///
/// What the step that failed says, and what could not be taken away.
pub(crate) fn carry_out(steps: &[Step], machine: &Machine) -> Result<()> {
    let mut undoing = Vec::new();
    for step in steps {
        let undo = step.undo();
        if let Err(error) = step.carry_out(machine) {
            return Err(undoing.iter().rev().fold(error, |error, undo: &Step| {
                match undo.carry_out(machine) {
                    Ok(()) => error,
                    Err(left) => error.because(left).hint(undo.shown(machine)),
                }
            }));
        }
        undoing.extend(undo);
    }
    Ok(())
}

/// A word as a shell takes it.
pub(crate) fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=,+@%".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_quoted_as_a_shell_wants_them() {
        assert_eq!(quoted("sql:/home/me/.pki/nssdb"), "sql:/home/me/.pki/nssdb");
        assert_eq!(
            quoted("/Users/me/Library/Application Support"),
            "'/Users/me/Library/Application Support'"
        );
        assert_eq!(quoted("it's"), "'it'\\''s'");
        assert_eq!(quoted(""), "''");
    }
}
