//! The first encrypted record is forged.

use std::sync::Arc;

use crate::serve::fault::Fault;

/// Its entry in the table.
pub(super) static FAULT: Fault = Fault {
    id: "bad-mac",
    value: "",
    what: "changes a bit of its first encrypted record",
    client: "send the alert bad_record_mac and close",
    citation: "RFC 8446 §5.2",
    plan: |plan, _| {
        plan.edits.push(Arc::new(|place, mut record| {
            let is_first = place.is_sealed && place.sealed == 0;
            if let Some(last) = record.last_mut().filter(|_| is_first) {
                *last ^= 1;
            }
            record
        }));
        Ok(())
    },
};
