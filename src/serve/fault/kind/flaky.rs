//! Only some connections suffer.

use crate::serve::fault::Fault;
use crate::serve::fault::plan::Objection;

/// Its entry in the table.
pub(super) static FAULT: Fault = Fault {
    id: "flaky",
    value: "=P%",
    what: "spares all but P percent of the connections from the other faults; alone, it resets those",
    client: "try again, and not forever",
    citation: "RFC 9110 §9.2.2",
    plan: |plan, value| {
        let share = value
            .map(|text| text.trim_end_matches('%'))
            .and_then(|text| text.parse().ok());
        plan.share = Some(share.filter(|share| *share <= 100).ok_or(Objection::Value)?);
        Ok(())
    },
};
