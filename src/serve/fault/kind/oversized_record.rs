//! A record longer than any may be.

use crate::serve::fault::Fault;
use crate::wire::record::{ContentType, write};
use crate::wire::version::Version;

/// Its entry in the table.
pub(super) static FAULT: Fault = Fault {
    id: "oversized-record",
    value: "",
    what: "answers with a record of 20,000 bytes, and closes",
    client: "send the alert record_overflow and close, without waiting for all of it",
    citation: "RFC 8446 §5.1: at most 2^14 bytes, 256 more where it is encrypted",
    plan: |plan, _| plan.reply(write(ContentType::HANDSHAKE, Version::TLS1_2, &[0; 20_000])),
};
