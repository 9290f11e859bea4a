//! A PEM file too large to be held whole, with a hundred thousand certificates perhaps: read and reported
//! in parts, in bounded memory. What needs all certificates at once (chains, keys, verdicts) is not done; a
//! lint looks for issuers in its own part only.

use std::path::Path;

use jiff::Timestamp;

use super::expiry::{Watch, Within};
use super::gather::Input;
use super::index::Index;
use super::lint::{self, Docket, Linter};
use super::{FORMATS, facts, gate, short};
use crate::cli::Inspect;
use crate::cmd::session::Session;
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::input;
use crate::model::{Report, Severity};
use crate::pki::format::{pem, sort};
use crate::report::Stream;

/// The file, where it is large and nothing is asked that needs all of it at once.
pub(super) fn is_fit<'a>(arguments: &'a Inspect, session: &Session) -> Option<&'a Path> {
    let [file] = arguments.inputs.as_slice() else {
        return None;
    };
    let whole = super::verdict::is_asked(arguments)
        || arguments.tree
        || arguments.fix.is_some()
        || super::convert::is_asked(arguments)
        || (session.destination().is_some() && arguments.expires_within.is_none());
    // A lint looks for issuers, so it has them all as long as they can be held.
    let limit = if lint::asked(arguments).is_some() {
        input::LIMIT
    } else {
        LARGE
    };
    let large = || input::size(file).is_some_and(|size| size > limit);
    (!whole && large()).then_some(file)
}

/// What ends too soon in the file: of the rest nothing is kept.
pub(super) fn watch(file: &Path, within: Within, now: Timestamp) -> Result<Report> {
    let name = file.display().to_string();
    let mut watch = Watch::new(within, now);
    let mut look = |(blocks, faults)| {
        let (pieces, faults) = sort(blocks, faults);
        watch.look(&[Input::part(&name, pieces, faults)]);
    };
    let mut text = pem::Stream::default();
    input::in_pieces(file, |piece| {
        look(text.feed(piece));
        Ok(())
    })?;
    look(text.finish());
    if watch.examined == 0 {
        return Err(Error::input(format!("`{name}` holds no certificate in PEM"))
            .hint("what is larger than 8 MiB is read as PEM only"));
    }
    Ok(watch.report(name))
}

/// Reports on the file, part by part.
pub(super) fn run(file: &Path, arguments: &Inspect, session: &Session, now: Timestamp) -> Result<Exit> {
    let mut bulk = Bulk {
        name: file.display().to_string(),
        listed: arguments.short || (session.is_human() && !session.is_verbose()),
        found: 0,
        parts: 0,
        exit: Exit::Ok,
        profile: lint::asked(arguments),
        gate: gate(arguments),
        stream: session.stream(FORMATS)?,
        session,
        now,
    };
    let mut text = pem::Stream::default();
    input::in_pieces(file, |piece| {
        let part = text.feed(piece);
        bulk.part(part)
    })?;
    bulk.part(text.finish())?;
    bulk.stream.end()?;
    if bulk.parts > 1 {
        session.note(&format!(
            "`{}` was read in {} parts: chains and keys are matched within each part only",
            bulk.name, bulk.parts
        ));
    }
    if bulk.found == 0 && bulk.exit == Exit::Ok {
        return Err(
            Error::input(format!("`{}` holds no PEM block that tlsctl knows", bulk.name))
                .hint("what is larger than 64 MiB is read as PEM only"),
        );
    }
    Ok(bulk.exit)
}

struct Bulk<'a> {
    name: String,
    listed: bool,
    found: usize,
    /// How many parts held anything.
    parts: usize,
    exit: Exit,
    /// The profile to lint by.
    profile: Option<&'a str>,
    gate: Option<Severity>,
    stream: Stream,
    session: &'a Session,
    now: Timestamp,
}

impl Bulk<'_> {
    fn part(&mut self, (blocks, faults): (Vec<pem::Block>, Vec<Error>)) -> Result<()> {
        if blocks.is_empty() && faults.is_empty() {
            return Ok(());
        }
        let (pieces, faults) = sort(blocks, faults);
        self.found += pieces.len();
        self.parts += 1;
        let part = Input::part(&self.name, pieces, faults);
        let mut report = if self.listed {
            short(std::slice::from_ref(&part), self.now)
        } else {
            facts::report(&part, &Index::new(std::slice::from_ref(&part)), self.now)
        };
        if let Some(profile) = self.profile {
            let inputs = std::slice::from_ref(&part);
            let docket = Docket::new(inputs);
            let gate = self.gate.unwrap_or(Severity::Error);
            Linter::new(&docket, profile, gate, self.now).judge(None, &mut report);
            self.exit = self.exit.and(super::exit(&report, self.gate));
        }
        for problem in &report.problems {
            self.exit = self.exit.and(self.session.fail(problem));
        }
        if self.session.is_human() {
            report.problems.clear();
            if part.pieces.is_empty() {
                return Ok(());
            }
        }
        self.stream.report(&report)
    }
}

/// Files up to this are held whole, in bytes.
const LARGE: u64 = 8 << 20;
