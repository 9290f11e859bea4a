//! A rule: a thing that can be wrong. Its id is the same wherever it is broken: in a file that `inspect`
//! reads, on a server that `probe` asks, in a case that `gen bad` makes.

/// A thing that can be wrong.
#[derive(Debug, Eq, PartialEq)]
pub(crate) struct Rule {
    /// `kebab-case`; never changes.
    pub(crate) id: &'static str,
    /// How bad it is where nothing else is said.
    pub(crate) severity: Severity,
    /// The document and section that say so.
    pub(crate) citation: &'static str,
    /// One sentence.
    pub(crate) summary: &'static str,
}

/// How bad a broken rule is.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) enum Severity {
    /// Worth knowing.
    Notice,
    /// Will bite some clients, or soon.
    Warning,
    /// A client that follows the RFC refuses, or a known attack applies.
    Error,
}

impl Severity {
    /// Every severity, mildest first.
    pub(crate) const ALL: &'static [Self] = &[Self::Notice, Self::Warning, Self::Error];

    /// The word for it, on the command line and in JSON.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Notice => "notice",
            Self::Warning => "warning",
        }
    }
}
