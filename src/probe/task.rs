//! What is asked for, of one target: everything that scans need to know to plan and to judge.

use jiff::Timestamp;

/// One target with the questions' settings.
#[derive(Clone, Debug)]
pub(crate) struct Task {
    /// The moment that validity is judged at.
    pub(crate) now: Timestamp,
    /// The server name to send.
    pub(crate) sni: Option<String>,
}
