//! A PEM file too large to be held whole, with a hundred thousand certificates perhaps: read and reported
//! in parts, in bounded memory. What needs all certificates at once (chains, keys, verdicts) is not done.

use std::path::Path;

use jiff::Timestamp;

use super::gather::Input;
use super::index::Index;
use super::{FORMATS, facts, short};
use crate::cli::Inspect;
use crate::cmd::session::Session;
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::input;
use crate::pki::format::{pem, sort};
use crate::report::Stream;

/// The file, where it is large and nothing is asked that needs all of it at once.
pub(super) fn is_fit<'a>(arguments: &'a Inspect, session: &Session) -> Option<&'a Path> {
    let [file] = arguments.inputs.as_slice() else {
        return None;
    };
    let judged = super::verdict::is_asked(arguments) || super::lint::asked(arguments).is_some();
    let whole = judged
        || arguments.tree
        || arguments.expires_within.is_some()
        || arguments.fix.is_some()
        || super::convert::is_asked(arguments)
        || session.destination().is_some();
    let large = || input::size(file).is_some_and(|size| size > LARGE);
    (!whole && large()).then_some(file)
}

/// Reports on the file, part by part.
pub(super) fn run(file: &Path, arguments: &Inspect, session: &Session, now: Timestamp) -> Result<Exit> {
    let mut bulk = Bulk {
        name: file.display().to_string(),
        listed: arguments.short || (session.is_human() && !session.is_verbose()),
        found: 0,
        parts: 0,
        exit: Exit::Ok,
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
