//! The server's direction is closed.

use crate::serve::fault::Fault;
use crate::serve::fault::plan::{End, Step};

/// Its entry in the table.
pub(super) static FAULT: Fault = Fault {
    id: "half-close",
    value: "[=STEP]",
    what: "closes its own direction only, and goes on taking what the client sends (default: handshake)",
    client: "take the end of the stream for what it is, and close too",
    citation: "RFC 9293 §3.6; RFC 8446 §6.1",
    plan: |plan, step| plan.end_at(End::Half, step, Step::Handshake),
};
