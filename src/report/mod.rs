//! WORDS: the only code that prints. One renderer per format; what they render is a [`Report`], and no
//! renderer knows which command made it.
//!
//! To add a format: one file with a `struct` that implements [`Renderer`] and a `pub(crate) static`
//! [`Format`], and one line in [`ALL`].

mod human;
mod json;
mod label;
mod problem;
mod style;
mod terminal;
mod text;

use std::io::{self, Write};

use crate::error::{Error, Result, os_reason};
use crate::model::Report;

pub(crate) use problem::problem;
pub(crate) use style::{ColorChoice, Style};
pub(crate) use terminal::{Progress, error, note, warn};
pub(crate) use text::{duration, escape, relative};

/// One output format, for one report or a stream of many.
pub(crate) trait Renderer {
    /// Writes what stands before the first report.
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()>;
    /// Writes one report.
    fn report(&mut self, report: &Report, style: &Style, out: &mut dyn Write) -> io::Result<()>;
    /// Writes what stands after the last report.
    fn end(&mut self, out: &mut dyn Write) -> io::Result<()>;
}

/// A format's name and how to make its renderer; `many` says whether several reports will come.
pub(crate) struct Format {
    /// The value of `--format`.
    pub(crate) id: &'static str,
    /// One line for the help text.
    pub(crate) summary: &'static str,
    /// Makes a renderer.
    pub(crate) renderer: fn(many: bool) -> Box<dyn Renderer>,
}

/// Every format.
pub(crate) static ALL: &[&Format] = &[&human::FORMAT, &json::FORMAT, &json::LINES];

/// The format called `id`.
pub(crate) fn format(id: &str) -> Option<&'static Format> {
    ALL.iter().find(|format| format.id == id).copied()
}

/// Renders `reports` in one go to bytes.
pub(crate) fn render(format: &Format, reports: &[Report], style: &Style) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut renderer = (format.renderer)(reports.len() > 1);
    let rendered = renderer
        .begin(&mut bytes)
        .and_then(|()| {
            reports
                .iter()
                .try_for_each(|report| renderer.report(report, style, &mut bytes))
        })
        .and_then(|()| renderer.end(&mut bytes));
    debug_assert!(rendered.is_ok(), "writing to memory does not fail");
    bytes
}

/// Puts data on standard output. A reader that has gone away ends it silently.
///
/// # Errors
///
/// An output error where the device is full or gone.
pub(crate) fn data(bytes: &[u8]) -> Result<()> {
    let mut out = io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(e) if e.kind() != io::ErrorKind::BrokenPipe => {
            Err(Error::output("standard output cannot be written").because(os_reason(&e)))
        }
        _ => Ok(()),
    }
}
