//! The connection ends without close_notify.

use crate::serve::fault::Fault;

/// Its entry in the table.
pub(super) static FAULT: Fault = Fault {
    id: "no-close-notify",
    value: "",
    what: "ends connections without the alert close_notify",
    client: "take a body without a length for cut short; one that came whole is good",
    citation: "RFC 8446 §6.1; RFC 9112 §9.8",
    plan: |plan, _| {
        plan.is_mute = true;
        Ok(())
    },
};
