//! What every verb needs while it runs: where data goes, how loud to be, what time it is.

use jiff::Timestamp;

use crate::cli::{Color, Global};
use crate::clock;
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::model::{Event, Report, Severity};
use crate::output::{self, Access, Existing};
use crate::report::{self, ColorChoice, Format, Progress, Style};

/// One run of the program.
#[derive(Clone)]
pub(super) struct Session {
    global: Global,
    stderr: Style,
    /// The moment the run began.
    pub(super) now: Timestamp,
}

impl Session {
    /// A session with these global options.
    pub(super) fn new(global: &Global) -> Self {
        Self {
            stderr: Style::stderr(color(global.color)),
            global: global.clone(),
            now: clock::now(),
        }
    }

    /// The format asked for, where this verb offers it.
    ///
    /// # Errors
    ///
    /// A usage error that lists what the verb offers.
    pub(super) fn format(&self, offered: &[&str]) -> Result<&'static Format> {
        let id = self.global.format.as_str();
        let offers = || format!("choose one of: {}", offered.join(", "));
        if !offered.contains(&id) {
            return Err(Error::usage(format!("`--format {id}` is not offered here")).hint(offers()));
        }
        report::format(id).ok_or_else(|| Error::bug(format!("no renderer for the format `{id}`")))
    }

    /// Whether `--format` was left at what people read.
    pub(super) fn is_human(&self) -> bool {
        self.global.format == "human"
    }

    /// Whether `-v` was given.
    pub(super) fn is_verbose(&self) -> bool {
        self.global.verbose
    }

    /// The style that data is written in: plain where it goes to a file.
    pub(super) fn style(&self) -> Style {
        if self.global.output.is_some() {
            Style::plain(self.global.verbose)
        } else {
            Style::stdout(color(self.global.color), self.global.verbose)
        }
    }

    /// Writes reports in the format asked for, of those `offered`.
    ///
    /// # Errors
    ///
    /// As [`Session::format`] and [`Session::data`].
    pub(super) fn reports(&self, reports: &[Report], offered: &[&str]) -> Result<()> {
        let format = self.format(offered)?;
        self.data(&report::render(format, reports, &self.style()))
    }

    /// Begins a stream of reports on standard output, in the format asked for, of those `offered`.
    ///
    /// # Errors
    ///
    /// As [`Session::format`] and [`Session::data`].
    pub(super) fn stream(&self, offered: &[&str]) -> Result<report::Stream> {
        let out = std::io::BufWriter::with_capacity(1 << 16, std::io::stdout());
        report::Stream::begin(self.format(offered)?, self.style(), Box::new(out))
    }

    /// Writes data where it belongs: `--output`, or standard output.
    ///
    /// # Errors
    ///
    /// An output error.
    pub(super) fn data(&self, bytes: &[u8]) -> Result<()> {
        match &self.global.output {
            Some(path) => output::write(path, bytes, Access::Public, Existing::Replace),
            None => report::data(bytes),
        }
    }

    /// Writes data that holds a private key: `--output` with mode 0600, or a pipe; never a terminal.
    ///
    /// # Errors
    ///
    /// An output error.
    pub(super) fn secret(&self, bytes: &[u8]) -> Result<()> {
        use std::io::IsTerminal as _;
        match &self.global.output {
            Some(path) => output::write(path, bytes, Access::Private, Existing::Replace),
            None if std::io::stdout().is_terminal() => {
                Err(Error::output("a private key is not shown on a terminal")
                    .hint("give a file with --output FILE"))
            }
            None => report::data(bytes),
        }
    }

    /// Where `--output` says that data goes.
    pub(super) fn destination(&self) -> Option<&std::path::Path> {
        self.global.output.as_deref()
    }

    /// Says something on standard error, unless `-q`.
    pub(super) fn note(&self, message: &str) {
        if !self.global.quiet {
            report::note(message);
        }
    }

    /// Warns on standard error, unless `-q`.
    pub(super) fn warn(&self, message: &str) {
        if !self.global.quiet {
            report::warn(message, &self.stderr);
        }
    }

    /// Shows an event on standard error, unless `-q`: a line for people, or one JSON object.
    pub(super) fn event(&self, event: &Event) {
        if self.global.quiet && event.severity == Severity::Notice {
            return;
        }
        if self.is_human() {
            report::event(event, &self.stderr);
        } else {
            report::note(&report::event_json(event));
        }
    }

    /// Writes a line of a log to standard error, whatever `-q` says: it was asked for.
    pub(super) fn log(&self, line: &str) {
        report::note(line);
    }

    /// The style of standard error.
    pub(super) fn log_style(&self) -> &Style {
        &self.stderr
    }

    /// Shows an error and gives the exit it stands for.
    pub(super) fn fail(&self, error: &Error) -> Exit {
        report::error(error, &self.stderr);
        error.exit()
    }

    /// A progress bar over `total` steps.
    pub(super) fn progress(&self, total: u64) -> Progress {
        Progress::new(total, !self.global.quiet && !self.global.no_progress)
    }

    /// The exit for a report: its problems, and its findings at or above `gate`.
    pub(super) fn exit(report: &Report, gate: Severity) -> Exit {
        let judged = if report.worst().is_some_and(|worst| worst >= gate) {
            Exit::Wrong
        } else {
            Exit::Ok
        };
        report.problems.iter().map(Error::exit).fold(judged, Exit::and)
    }
}

fn color(choice: Color) -> ColorChoice {
    match choice {
        Color::Always => ColorChoice::Always,
        Color::Auto => ColorChoice::Auto,
        Color::Never => ColorChoice::Never,
    }
}
