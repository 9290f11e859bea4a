//! An error as data: what kind it is, one line that says what is, the chain of causes below it, and
//! hints that say what to do next. `report::problem` puts it on the screen; nothing here prints.
//!
//! Messages are lower case without a full stop, name the file or flag, set literals in backticks, and
//! say what *is* before what should be.

use std::fmt;
use std::io;

use crate::exit::Exit;

/// A result whose error is [`struct@Error`].
pub(crate) type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a command could not be carried out.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Error {
    kind: Kind,
    message: String,
    causes: Vec<String>,
    hints: Vec<String>,
}

/// The kinds of failure, one for each exit code that means "could not".
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Kind {
    /// tlsctl itself is wrong.
    Bug,
    /// An input could not be read or understood.
    Input,
    /// The peer was reached, and spoke no TLS.
    NoTls,
    /// An output could not be written, or an address not bound.
    Output,
    /// What was asked for was refused by the rules of the thing itself (a CA that may not sign a name).
    Refused,
    /// What was asked did not come to its end in the time that it was given.
    Unfinished,
    /// The peer could not be reached.
    Unreachable,
    /// The command line or the configuration is wrong.
    Usage,
}

impl Error {
    /// An error of `kind` with its one-line message.
    pub(crate) fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: brief(message.into()),
            causes: Vec::new(),
            hints: Vec::new(),
        }
    }

    /// The command line or configuration is wrong (exit 2).
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self::new(Kind::Usage, message)
    }

    /// An input could not be read or understood (exit 3).
    pub(crate) fn input(message: impl Into<String>) -> Self {
        Self::new(Kind::Input, message)
    }

    /// An output could not be written, or an address not bound (exit 6).
    pub(crate) fn output(message: impl Into<String>) -> Self {
        Self::new(Kind::Output, message)
    }

    /// The peer could not be reached (exit 4).
    pub(crate) fn unreachable(message: impl Into<String>) -> Self {
        Self::new(Kind::Unreachable, message)
    }

    /// The thing asked for is refused by its own rules (exit 1).
    pub(crate) fn refused(message: impl Into<String>) -> Self {
        Self::new(Kind::Refused, message)
    }

    /// tlsctl is wrong (exit 70).
    pub(crate) fn bug(message: impl Into<String>) -> Self {
        Self::new(Kind::Bug, message)
    }

    /// Adds the cause below this error; the first added is the nearest.
    #[must_use]
    pub(crate) fn because(mut self, cause: impl fmt::Display) -> Self {
        self.causes.push(brief(cause.to_string()));
        self
    }

    /// Adds something to do: best a command to paste.
    #[must_use]
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(brief(hint.into()));
        self
    }

    /// Puts `context` on top: what was being done becomes the message, the old message its cause.
    #[must_use]
    pub(crate) fn context(mut self, context: impl Into<String>) -> Self {
        self.causes
            .insert(0, std::mem::replace(&mut self.message, brief(context.into())));
        self
    }

    /// The kind, which decides the exit code.
    pub(crate) fn kind(&self) -> Kind {
        self.kind
    }

    /// The one-line message.
    pub(crate) fn message(&self) -> &str {
        &self.message
    }

    /// The causes, nearest first.
    pub(crate) fn causes(&self) -> &[String] {
        &self.causes
    }

    /// What to do about it.
    pub(crate) fn hints(&self) -> &[String] {
        &self.hints
    }

    /// The exit code that the documented table gives this kind.
    pub(crate) fn exit(&self) -> Exit {
        match self.kind {
            Kind::Bug => Exit::Bug,
            Kind::Input => Exit::Input,
            Kind::NoTls => Exit::NoTls,
            Kind::Output => Exit::Output,
            Kind::Refused | Kind::Unfinished => Exit::Wrong,
            Kind::Unreachable => Exit::Unreachable,
            Kind::Usage => Exit::Usage,
        }
    }
}

/// A text without its middle, where it is longer than anybody reads: messages quote what they were given, and that
/// may be a whole file.
fn brief(text: String) -> String {
    if text.len() <= LONGEST {
        return text;
    }
    let is_boundary = |i: &usize| text.is_char_boundary(*i);
    let start = (0..=LONGEST * 3 / 4).rev().find(is_boundary).unwrap_or(0);
    let end = text.len() - LONGEST / 8;
    let end = (end..=text.len()).find(is_boundary).unwrap_or(text.len());
    format!("{} … {} bytes … {}", &text[..start], end - start, &text[end..])
}

/// The most that one line of an error says, in bytes: more than any command to paste.
const LONGEST: usize = 4096;

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        self.causes.iter().try_for_each(|cause| write!(f, ": {cause}"))
    }
}

impl std::error::Error for Error {}

/// What the system said, in its own words without Rust's `(os error N)`.
pub(crate) fn os_reason(error: &io::Error) -> String {
    let text = error.to_string();
    match text.find(" (os error") {
        Some(end) => text[..end].to_lowercase(),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_error_quotes_is_never_longer_than_anybody_reads() {
        let quoted = "\u{e9}".repeat(10_000_000);
        let error = Error::usage(format!("`{quoted}` is not a target")).because(&quoted);
        let error = error.hint(quoted.as_str()).context(quoted.as_str());
        let lines = error.causes().iter().chain(error.hints());
        for line in lines.chain([&error.message().to_owned()]) {
            assert!(line.len() <= LONGEST, "{}", line.len());
        }
        assert!(error.causes()[0].ends_with("` is not a target"));
        let short = "x".repeat(LONGEST);
        assert_eq!(Error::usage(short.as_str()).message(), short);
    }
}
