//! HelloRetryRequest.

use crate::serve::fault::Fault;
use crate::tlsconf::terms::groups;

/// Its entry in the table.
pub(super) static FAULT: Fault = Fault {
    id: "hello-retry",
    value: "",
    what: "agrees on nothing but secp384r1, so that most clients have to say hello twice (TLS 1.3)",
    client: "send a second ClientHello with a share for that group, and go on",
    citation: "RFC 8446 §4.1.4",
    plan: |plan, _| {
        plan.terms
            .push(|terms| terms.groups = groups("secp384r1").unwrap_or_default());
        Ok(())
    },
};
