//! Records of one byte.

use std::sync::Arc;

use crate::serve::fault::Fault;
use crate::wire::record::{ContentType, handshake};
use crate::wire::version::Version;

/// Its entry in the table.
pub(super) static FAULT: Fault = Fault {
    id: "tiny-records",
    value: "",
    what: "sends each byte of its handshake messages in the clear in a record of its own",
    client: "go on as if nothing had happened",
    citation: "RFC 8446 §5.1: messages may be split over records",
    plan: |plan, _| {
        plan.edits.push(Arc::new(|place, record| match record.as_slice() {
            [kind, high, low, _, _, message @ ..]
                if !place.is_sealed && *kind == ContentType::HANDSHAKE.0 =>
            {
                handshake(Version(u16::from_be_bytes([*high, *low])), message, 1)
            }
            _ => record,
        }));
        Ok(())
    },
};
