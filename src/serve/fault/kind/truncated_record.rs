//! The record of the ServerHello ends before its message does.

use std::sync::Arc;

use crate::serve::fault::Fault;
use crate::wire::record::{ContentType, write};
use crate::wire::version::Version;

/// Its entry in the table.
pub(super) static FAULT: Fault = Fault {
    id: "truncated-record",
    value: "",
    what: "ends the record of its ServerHello ten bytes before the message ends, and goes on with another kind of record",
    client: "send the alert unexpected_message and close",
    citation: "RFC 8446 §5.1: other records must not come between the parts of a message",
    plan: |plan, _| {
        plan.edits.push(Arc::new(|place, record| match record.as_slice() {
            [_, high, low, _, _, message @ ..] if place.is_hello() => {
                let version = Version(u16::from_be_bytes([*high, *low]));
                let kept = message.len().saturating_sub(10);
                let mut sent = write(ContentType::HANDSHAKE, version, &message[..kept]);
                sent.extend(write(ContentType::CHANGE_CIPHER_SPEC, version, &[1]));
                sent
            }
            _ => record,
        }));
        Ok(())
    },
};
