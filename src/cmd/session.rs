//! What every verb needs while it runs: where data goes, how loud to be, what time it is.

use jiff::Timestamp;

use crate::cli::{Color, Global};
use crate::clock;
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::input;
use crate::model::{Event, Report, Severity};
use crate::output::{self, Access, Existing};
use crate::pki::format;
use crate::report::{self, ColorChoice, Format, Progress, Style};

/// One run of the program.
#[derive(Clone)]
pub(super) struct Session {
    global: Global,
    stderr: Style,
    /// What happens to a file that `--output` names and that is there.
    existing: Existing,
    /// The moment the run began.
    pub(super) now: Timestamp,
}

impl Session {
    /// A session with these global options.
    pub(super) fn new(global: &Global) -> Self {
        let mut global = global.clone();
        // As everywhere on a command line, `-` is the stream.
        global.output = global.output.filter(|path| path != std::path::Path::new("-"));
        Self {
            stderr: Style::stderr(color(global.color)),
            global,
            existing: Existing::Keep,
            now: clock::now(),
        }
    }

    /// The same session, in which `--output` does this to a file that is there.
    pub(super) fn treating(&self, existing: Existing) -> Self {
        Self {
            existing,
            ..self.clone()
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

    /// Whether `-q` was given.
    pub(super) fn is_quiet(&self) -> bool {
        self.global.quiet
    }

    /// Whether reports become metrics.
    pub(super) fn is_metrics(&self) -> bool {
        self.global.format == "prometheus"
    }

    /// Whether `-v` was given.
    pub(super) fn is_verbose(&self) -> bool {
        self.global.verbose
    }

    /// The style that data is written in: plain where it goes to a file.
    pub(super) fn style(&self) -> Style {
        if self.global.output.is_some() {
            Style::file(self.global.verbose)
        } else {
            Style::stdout(color(self.global.color), self.global.verbose)
        }
    }

    /// Writes reports in the format asked for, of those `offered`. A report takes the place of an earlier
    /// one, and of nothing else.
    ///
    /// # Errors
    ///
    /// As [`Session::format`] and [`Session::data`].
    pub(super) fn reports(&self, reports: &[Report], offered: &[&str]) -> Result<()> {
        let format = self.format(offered)?;
        if self.global.output.is_none() {
            return report::print(format, reports, &self.style());
        }
        let bytes = report::render(format, reports, &self.style());
        self.put(&bytes, report::is_report)
    }

    /// Whether a report may be written where `--output` says: known before the work is done.
    ///
    /// # Errors
    ///
    /// As [`Session::reports`] where something else is there.
    pub(super) fn check_place(&self) -> Result<()> {
        match &self.global.output {
            Some(path) => self.replaceable(path, report::is_report).map(drop),
            None => Ok(()),
        }
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

    /// Writes text that can be made again (a completion script, a schema) where it belongs: `--output`, or
    /// standard output. It takes the place of text, never of a certificate or a key.
    ///
    /// # Errors
    ///
    /// An output error.
    pub(super) fn data(&self, bytes: &[u8]) -> Result<()> {
        self.put(bytes, |text| format::pieces(text.as_bytes()).0.is_empty())
    }

    /// Writes one JSON document: on one line where lines are asked for, else for people to read too.
    ///
    /// # Errors
    ///
    /// As [`Session::data`].
    pub(super) fn document(&self, document: &serde_json::Value) -> Result<()> {
        let text = match self.global.format.as_str() {
            "jsonl" => format!("{document}\n"),
            _ => format!("{document:#}\n"),
        };
        self.data(text.as_bytes())
    }

    /// Writes certificates or keys: `--output`, which replaces nothing unless told to, or standard output,
    /// where a private key goes to a pipe and never to a terminal.
    ///
    /// # Errors
    ///
    /// An output error.
    pub(super) fn export(&self, bytes: &[u8], access: Access) -> Result<()> {
        use std::io::IsTerminal as _;
        match &self.global.output {
            Some(path) => output::write(path, bytes, access, self.existing),
            None if access == Access::Private && std::io::stdout().is_terminal() => {
                Err(Error::output("a private key is not shown on a terminal")
                    .hint("give a file with --output FILE"))
            }
            None => report::data(bytes),
        }
    }

    /// Writes to `--output` in place of what `is_own` says may go, or to standard output.
    fn put(&self, bytes: &[u8], is_own: fn(&str) -> bool) -> Result<()> {
        match &self.global.output {
            Some(path) => {
                let existing = self.replaceable(path, is_own)?;
                output::write(path, bytes, Access::Public, existing)
            }
            None => report::data(bytes),
        }
    }

    /// What to do with the file at `path`: keep what is none of ours, which is an error.
    fn replaceable(&self, path: &std::path::Path, is_own: fn(&str) -> bool) -> Result<Existing> {
        let is_there = input::size(path).is_some_and(|size| size > 0);
        if self.existing == Existing::Replace || !is_there {
            return Ok(Existing::Replace);
        }
        match input::read_text(path, input::LIMIT) {
            Ok(text) if is_own(&text) => Ok(Existing::Replace),
            _ => Err(Error::output(format!(
                "`{}` exists, and is nothing that tlsctl reported",
                path.display()
            ))
            .hint("write to another place with --output, or remove it first")),
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
