//! Standard error: notes, warnings, errors and a progress bar. Standard output is data and is not
//! written here.

use std::io::{self, Write};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::Style;
use super::problem::problem;
use super::text::escape;
use crate::error::Error;

/// Puts an error on standard error. A stream that is gone is no further error.
pub(crate) fn error(error: &Error, style: &Style) {
    put(&problem(error, style));
}

/// Puts a warning on standard error.
pub(crate) fn warn(message: &str, style: &Style) {
    put(&format!("{} {}\n", style.attention("warning:"), escape(message)));
}

/// Puts one line of information on standard error.
pub(crate) fn note(message: &str) {
    put(&format!("{message}\n"));
}

/// Puts a panic on standard error: where it was, and that it is no fault of who sees it.
pub(crate) fn bug(what: &str) {
    put(&format!(
        "error: tlsctl {}\nhint: this is a bug in tlsctl: please report it, with the command that showed it\n",
        escape(what)
    ));
}

fn put(text: &str) {
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

/// A progress bar on standard error, shown only on a terminal; of a single step, a sign of life.
pub(crate) struct Progress(ProgressBar);

impl Progress {
    /// A bar over `total` steps; hidden where `visible` is not set or standard error is no terminal.
    pub(crate) fn new(total: u64, visible: bool) -> Self {
        let target = if visible {
            ProgressDrawTarget::stderr()
        } else {
            ProgressDrawTarget::hidden()
        };
        let bar = ProgressBar::with_draw_target(Some(total), target);
        let template = if total > 1 {
            "{bar:24} {pos}/{len} {wide_msg}"
        } else {
            "{spinner} {elapsed} {wide_msg}"
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        Self(bar)
    }

    /// Nothing is done for a moment, and `message` says what is being waited for.
    pub(crate) fn linger(&self, message: &str) {
        self.0.set_message(escape(message));
        self.0.enable_steady_tick(TICK);
    }

    /// One step done; `message` says what is next or was last.
    pub(crate) fn step(&self, message: &str) {
        self.0.set_message(escape(message));
        self.0.inc(1);
    }

    /// Takes the bar off the screen.
    pub(crate) fn finish(&self) {
        self.0.finish_and_clear();
    }
}

/// How often a sign of life changes.
const TICK: Duration = Duration::from_millis(120);
