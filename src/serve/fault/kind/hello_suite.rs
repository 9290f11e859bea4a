//! A suite that nobody offered.

use super::{hello, number};
use crate::serve::fault::Fault;
use crate::wire::suite::Suite;

/// Its entry in the table.
pub(super) static FAULT: Fault = Fault {
    id: "hello-suite",
    value: "[=N]",
    what: "agrees on suite N (default 0x13fe, which is none) in its ServerHello",
    client: "send the alert illegal_parameter and close",
    citation: "RFC 8446 §4.1.3",
    plan: |plan, value| {
        let suite = Suite(number(value, 0x13fe)?);
        hello(plan, move |hello| hello.suite = suite);
        Ok(())
    },
};
