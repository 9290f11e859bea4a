//! A wrong version on every record.

use std::sync::Arc;

use super::number;
use crate::serve::fault::Fault;

/// Its entry in the table.
pub(super) static FAULT: Fault = Fault {
    id: "record-version",
    value: "[=N]",
    what: "writes version N (default 0x0505) on its records",
    client: "ignore it in TLS 1.3, or send the alert protocol_version and close",
    citation: "RFC 8446 §5.1: ignored in 1.3; RFC 5246 §E.1",
    plan: |plan, value| {
        let version = number(value, 0x0505)?.to_be_bytes();
        plan.edits.push(Arc::new(move |_, mut record| {
            if let Some(field) = record.get_mut(1..3) {
                field.copy_from_slice(&version);
            }
            record
        }));
        Ok(())
    },
};
