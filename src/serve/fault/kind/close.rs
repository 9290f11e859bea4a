//! The connection is closed.

use crate::serve::fault::Fault;
use crate::serve::fault::plan::{End, Step};

/// Its entry in the table.
pub(super) static FAULT: Fault = Fault {
    id: "close",
    value: "[=STEP]",
    what: "closes the connection without a word, in the middle of a handshake or later (default: client-hello)",
    client: "fail at once and say at which step; never take what came so far for the whole",
    citation: "RFC 8446 §6.1: without close_notify data may be missing",
    plan: |plan, step| plan.end_at(End::Close, step, Step::ClientHello),
};
