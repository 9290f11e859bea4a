//! An alert in place of the ServerHello.

use crate::serve::fault::Fault;
use crate::serve::fault::plan::Objection;
use crate::wire::alert::Description;
use crate::wire::record::{ContentType, write};
use crate::wire::version::Version;

/// Its entry in the table.
pub(super) static FAULT: Fault = Fault {
    id: "alert",
    value: "=NAME|N",
    what: "answers the ClientHello with a fatal alert, and closes",
    client: "fail at once and name the alert",
    citation: "RFC 8446 §6.2",
    plan: |plan, value| {
        let named = |name: &str| Description::named(&name.replace('-', "_"));
        let description = value.and_then(named).ok_or(Objection::Value)?;
        // RFC 8446 §6.1: the end in good order is the one that is no error.
        let level = if description == Description::CLOSE_NOTIFY {
            1
        } else {
            2
        };
        plan.reply(write(
            ContentType::ALERT,
            Version::TLS1_2,
            &[level, description.0],
        ))
    },
};
