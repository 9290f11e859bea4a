//! Whether and how to colour. Decided once, from `--color`, `NO_COLOR`, `CLICOLOR_FORCE`, `TERM` and
//! whether the stream is a terminal; nothing depends on colour to be understood.

use std::io::IsTerminal;

use colored::{ColoredString, Colorize as _};

use crate::model::{Severity, Verdict};

/// The value of `--color`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum ColorChoice {
    /// Where the stream is a terminal and nothing speaks against it.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// How text is dressed: colour or none, and how wide a line may be.
#[derive(Clone, Debug)]
pub(crate) struct Style {
    color: bool,
    /// Columns.
    pub(crate) width: usize,
    /// Show what is left out by default.
    pub(crate) verbose: bool,
    /// Whether tables keep to the width, as on a terminal; a pipe or file takes names and paths whole.
    pub(crate) fits: bool,
    /// Whether the text says itself what it is of, for it will lie in a file.
    pub(crate) titled: bool,
}

impl Style {
    /// The style for standard output.
    pub(crate) fn stdout(choice: ColorChoice, verbose: bool) -> Self {
        Self::of(choice, std::io::stdout().is_terminal(), verbose)
    }

    /// The style for standard error.
    pub(crate) fn stderr(choice: ColorChoice) -> Self {
        Self::of(choice, std::io::stderr().is_terminal(), false)
    }

    /// No colour, 80 columns.
    pub(crate) fn plain(verbose: bool) -> Self {
        Self {
            color: false,
            width: 80,
            verbose,
            fits: true,
            titled: false,
        }
    }

    /// As it is written to a file.
    pub(crate) fn file(verbose: bool) -> Self {
        Self {
            fits: false,
            titled: true,
            ..Self::plain(verbose)
        }
    }

    fn of(choice: ColorChoice, terminal: bool, verbose: bool) -> Self {
        let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty() && value != "0");
        let color = match choice {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto if std::env::var_os("NO_COLOR").is_some_and(|v| !v.is_empty()) => false,
            ColorChoice::Auto if set("CLICOLOR_FORCE") || set("FORCE_COLOR") => true,
            ColorChoice::Auto => terminal && std::env::var_os("TERM").is_none_or(|term| term != "dumb"),
        };
        if color {
            colored::control::set_override(true);
        }
        Self {
            color,
            width: 80,
            verbose,
            fits: terminal,
            titled: false,
        }
    }

    /// A heading.
    pub(crate) fn heading(&self, text: &str) -> String {
        self.dress(text, |t| t.bold())
    }

    /// Something less important.
    pub(crate) fn dim(&self, text: &str) -> String {
        self.dress(text, |t| t.dimmed())
    }

    /// Something good.
    pub(crate) fn good(&self, text: &str) -> String {
        self.dress(text, |t| t.green())
    }

    /// Something that wants attention.
    pub(crate) fn attention(&self, text: &str) -> String {
        self.dress(text, |t| t.yellow())
    }

    /// Something bad.
    pub(crate) fn bad(&self, text: &str) -> String {
        self.dress(text, |t| t.red().bold())
    }

    /// Something to copy: a URL, a command.
    pub(crate) fn accent(&self, text: &str) -> String {
        self.dress(text, |t| t.cyan())
    }

    /// A severity's word in its colour.
    pub(crate) fn severity(&self, severity: Severity, text: &str) -> String {
        match severity {
            Severity::Error => self.bad(text),
            Severity::Notice => self.accent(text),
            Severity::Warning => self.attention(text),
        }
    }

    /// A verdict's word in its colour.
    pub(crate) fn verdict(&self, verdict: Verdict, text: &str) -> String {
        match verdict {
            Verdict::Fail => self.bad(text),
            Verdict::Pass => self.good(text),
        }
    }

    fn dress(&self, text: &str, how: impl Fn(&str) -> ColoredString) -> String {
        if self.color {
            how(text).to_string()
        } else {
            text.to_owned()
        }
    }
}
