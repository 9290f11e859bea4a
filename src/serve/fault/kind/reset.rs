//! The connection is reset.

use crate::serve::fault::Fault;
use crate::serve::fault::plan::{End, Step};

/// Its entry in the table.
pub(super) static FAULT: Fault = Fault {
    id: "reset",
    value: "[=STEP]",
    what: "resets the connection, RST (default: client-hello)",
    client: "fail at once; try again where the request may be repeated",
    citation: "RFC 9293 §3.10.7.4; RFC 9110 §9.2.2",
    plan: |plan, step| plan.end_at(End::Reset, step, Step::ClientHello),
};
