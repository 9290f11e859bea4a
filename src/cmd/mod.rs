//! VERBS: what the arguments mean. Each verb plans, calls the domain, and hands a report to `report/`;
//! the only layer that sees all the others.

mod completions;
mod ech;
mod facts;
mod r#gen;
mod inspect;
mod length;
mod local_ca;
mod material;
mod mistake;
mod password;
mod probe;
mod proxy;
mod roots;
mod schema;
mod serve;
mod session;
mod trust;
mod variables;

use std::ffi::OsString;
use std::io::ErrorKind;
use std::panic::{self, AssertUnwindSafe};
use std::process::ExitCode;

use crate::cli::{self, Verb};
use crate::error::Result;
use crate::exit::Exit;
use crate::report;
use r#gen::{authority as gen_authority, ca as gen_ca};
use session::Session;

/// Runs the command line `arguments` (the program's name first) to its exit code.
pub(crate) fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    panic::set_hook(Box::new(|panic| report::bug(&panic.to_string())));
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let exit = guarded(|| match cli::parse(arguments.iter().cloned()) {
        Ok(cli) => {
            let session = Session::new(&cli.global);
            variables::check(&session);
            carry_out(cli.verb, &session).unwrap_or_else(|error| session.fail(&error))
        }
        Err(refusal) => {
            let refusal = mistake::explained(refusal, &arguments);
            match refusal.print() {
                _ if refusal.use_stderr() => Exit::Usage,
                Err(error) if error.kind() != ErrorKind::BrokenPipe => Exit::Output,
                _ => Exit::Ok,
            }
        }
    });
    ExitCode::from(exit.code())
}

/// What comes of `run`; a panic is a bug of ours, and has its exit code.
fn guarded(run: impl FnOnce() -> Exit) -> Exit {
    panic::catch_unwind(AssertUnwindSafe(run)).unwrap_or(Exit::Bug)
}

fn carry_out(verb: Verb, session: &Session) -> Result<Exit> {
    if matches!(verb, Verb::Probe(_) | Verb::Serve(_)) {
        std::thread::scope(|scope| {
            let warming = scope.spawn(warm_up);
            let outcome = obey(verb, session);
            // The scope's own wait ends with the closure, not with the thread and what aws-lc keeps in it.
            let _ = warming.join();
            outcome
        })
    } else {
        obey(verb, session)
    }
}

fn obey(verb: Verb, session: &Session) -> Result<Exit> {
    match verb {
        Verb::Gen(arguments) => r#gen::run(&arguments, session),
        Verb::Inspect(arguments) => inspect::run(&arguments, session),
        Verb::Serve(arguments) => serve::run(&arguments, session),
        Verb::Probe(arguments) => {
            session.check_place()?;
            probe::run(&arguments, session)
        }
        Verb::Trust(arguments) => {
            session.check_place()?;
            trust::run(&arguments, session)
        }
        Verb::Schema(arguments) => schema::run(&arguments, session),
        Verb::Completions(arguments) => completions::run(&arguments, session),
    }
}

/// Lets the random generator gather its first entropy while arguments and files are read: where aws-lc was
/// built with its jitter source, which the configuration of this repository leaves out, that takes 50 ms.
/// `gen` needs it at once, and would only pay for the thread. It must be over before the process ends:
/// aws-lc aborts one that draws its first randomness after that.
fn warm_up() {
    let _ = aws_lc_rs::rand::fill(&mut [0]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_ends_as_a_bug() {
        assert_eq!(guarded(|| Exit::Wrong), Exit::Wrong);
        assert_eq!(guarded(|| panic!("on purpose")), Exit::Bug);
    }
}
