//! Bodies end halfway.

use crate::serve::fault::Fault;

/// Its entry in the table.
pub(super) static FAULT: Fault = Fault {
    id: "short-body",
    value: "",
    what: "ends bodies halfway through the length that was said",
    client: "refuse what came, whatever its status",
    citation: "RFC 9112 §8; RFC 9113 §8.1.1",
    plan: |plan, _| {
        plan.is_short = true;
        Ok(())
    },
};
