//! What the DNS says about the server, and whether the server agrees. Asked only with `--dns`: it tells a
//! resolver who is being looked at.
//!
//! To add one: a file with a static [`Simple`](super::simple::Simple), and two lines in `scan/mod.rs`.

pub(super) mod caa;
pub(super) mod https;
pub(super) mod tlsa;

use crate::model::Value;
use crate::probe::Evidence;
use crate::probe::dns::{Answer, Kind};
use crate::probe::survey::dns::Found;

/// The records of a kind with what came along, where there are some; else the value that says what is known.
fn found(seen: &Evidence, kind: Kind) -> Option<Result<(&Found, &Answer), Value>> {
    let found = seen.dns(kind)?;
    Some(match &found.answer {
        Err(why) => Err(Value::Inconclusive(why.clone())),
        Ok(answer) if answer.records.is_empty() => Err(Value::Absent),
        Ok(answer) => Ok((found, answer)),
    })
}
