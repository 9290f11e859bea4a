//! Bodies come slowly.

use crate::serve::fault::Fault;
use crate::serve::fault::plan::Objection;

/// Its entry in the table.
pub(super) static FAULT: Fault = Fault {
    id: "slow-body",
    value: "[=N]",
    what: "sends bodies at N bytes a second (default 10)",
    client: "wait while bytes come, and have a limit for the whole",
    citation: "RFC 9110 §9.2.2, §15.5.9",
    plan: |plan, value| {
        let rate = value.map_or(Ok(10), str::parse).map_err(|_| Objection::Value)?;
        if rate == 0 {
            return Err(Objection::Value);
        }
        plan.body_rate = Some(rate);
        Ok(())
    },
};
