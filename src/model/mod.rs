//! FACTS: what is known and what is wrong, as plain data. No I/O, and no words for people beyond the one
//! sentence that a rule carries; `report/` decides how it looks.

mod event;
mod finding;
mod moment;
mod report;
mod rule;
mod value;

pub(crate) use event::Event;
pub(crate) use finding::Finding;
pub(crate) use moment::{Moment, Span, rfc3339};
pub(crate) use report::{COMMANDS, Report, Section, Verdict};
pub(crate) use rule::{Rule, Severity};
pub(crate) use value::{Fact, Value};
