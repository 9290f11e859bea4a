//! An empty record comes first.

use std::sync::Arc;

use crate::serve::fault::Fault;
use crate::wire::record::{ContentType, write};
use crate::wire::version::Version;

/// Its entry in the table.
pub(super) static FAULT: Fault = Fault {
    id: "empty-record",
    value: "",
    what: "sends a handshake record without content before its ServerHello",
    client: "send the alert unexpected_message and close",
    citation: "RFC 8446 §5.1: empty handshake records must not be sent",
    plan: |plan, _| {
        plan.edits.push(Arc::new(|place, record| {
            if !place.is_hello() {
                return record;
            }
            let mut sent = write(ContentType::HANDSHAKE, Version::TLS1_2, &[]);
            sent.extend(record);
            sent
        }));
        Ok(())
    },
};
