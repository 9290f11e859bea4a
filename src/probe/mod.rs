//! QUESTIONS: what a server will speak, and how. Scans say what to ask and what the answers mean; the
//! engine owns every socket, the budget and the deadlines. Facts and findings come out, never words.
//!
//! To add a scan: one file in `scan/` with a `struct` that implements [`Scan`], its rules on top, and two
//! lines in `scan/mod.rs`. A question that several scans want answered is an [`Inquiry`] in `survey/`:
//! inquiries with the same id are asked once, however many scans plan them.

mod banner;
mod budget;
pub(crate) mod client;
mod connection;
pub(crate) mod dns;
pub(crate) mod engine;
mod evidence;
mod exchange;
mod handshake;
pub(crate) mod limit;
mod preflight;
pub(crate) mod quic;
pub(crate) mod scan;
pub(crate) mod starttls;
pub(crate) mod stop;
pub(crate) mod survey;
pub(crate) mod target;
pub(crate) mod task;
pub(crate) mod transport;
pub(crate) mod visit;

use std::borrow::Cow;

use crate::model::{Finding, Rule, Section};

pub(crate) use evidence::{Evidence, Observation};
pub(crate) use exchange::{Attempt, Ech, Ending, Established, Next, Reply, Session, Terms, Write};

/// What to ask of a server and what the answers mean. Asks little: most scans read what shared surveys saw.
pub(crate) trait Scan: Sync {
    /// `kebab-case`, for `--scan` and `--skip`.
    fn id(&self) -> &'static str;

    /// One line for `--help`, without a full stop.
    fn summary(&self) -> &'static str;

    /// The paths of the facts that [`Scan::conclude`] may state, each with one line on what it says.
    fn facts(&self) -> &'static [(&'static str, &'static str)];

    /// Every rule that a finding of this scan can name.
    fn rules(&self) -> &'static [&'static Rule];

    /// Whether it runs when nothing is said; what sends malformed records does not.
    fn is_default(&self) -> bool {
        true
    }

    /// Whether it asks nothing beyond the first handshake: `--fast` runs these alone.
    fn is_free(&self) -> bool {
        false
    }

    /// The chains of questions that what is `seen` so far calls for. Asked again whenever an inquiry is
    /// done, with more evidence; one whose id was planned before is not asked twice.
    fn plan(&self, seen: &Evidence) -> Vec<Box<dyn Inquiry>>;

    /// What the answers mean. A section without facts is left out.
    fn conclude(&self, seen: &Evidence) -> (Section, Vec<Finding>);
}

/// One chain of questions, each of which may depend on the answer before. Says what to send next; never
/// touches a socket. Chains run in parallel as far as the host's budget allows.
pub(crate) trait Inquiry: Send {
    /// What makes it the same question as another: `handshake/default`, `suites/tls1.2`.
    fn id(&self) -> Cow<'static, str>;

    /// What to do next: `None` at the start, afterwards the reply to what was asked last.
    fn next(&mut self, reply: Option<Reply>) -> Next;
}
