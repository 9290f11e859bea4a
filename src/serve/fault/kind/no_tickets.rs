//! No session is resumed.

use crate::serve::fault::Fault;

/// Its entry in the table.
pub(super) static FAULT: Fault = Fault {
    id: "no-tickets",
    value: "",
    what: "gives out no session tickets and resumes no session",
    client: "do a full handshake each time",
    citation: "RFC 8446 §4.6.1: a server may send tickets, it need not",
    plan: |plan, _| {
        plan.terms.push(|terms| terms.resumption = false);
        Ok(())
    },
};
