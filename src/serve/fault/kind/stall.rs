//! The connection stays open, and nothing more is said.

use crate::serve::fault::Fault;
use crate::serve::fault::plan::{End, Step};

/// Its entry in the table.
pub(super) static FAULT: Fault = Fault {
    id: "stall",
    value: "[=STEP]",
    what: "says nothing more and keeps the connection open (default: client-hello)",
    client: "give up after a time limit that covers the handshake too, not only the connect",
    citation: "RFC 9293 §3.8.3: TCP itself never gives up on a silent peer",
    plan: |plan, step| plan.end_at(End::Stall, step, Step::ClientHello),
};
