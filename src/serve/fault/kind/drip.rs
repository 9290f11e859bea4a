//! One byte at a time.

use std::time::Duration;

use crate::serve::fault::Fault;
use crate::serve::fault::plan::Objection;

/// Its entry in the table.
pub(super) static FAULT: Fault = Fault {
    id: "drip",
    value: "[=MS]",
    what: "sends a byte every MS milliseconds (default 10), the handshake included",
    client: "wait while bytes come, within a limit for the whole handshake",
    citation: "RFC 8446 §5.1: records come in any pieces",
    plan: |plan, value| {
        let pause = value.map_or(Ok(10), str::parse).map_err(|_| Objection::Value)?;
        if !(1..=60_000).contains(&pause) {
            return Err(Objection::Value);
        }
        plan.pace = Some(Duration::from_millis(pause));
        Ok(())
    },
};
