//! A version that nobody offered.

use super::{hello, number};
use crate::serve::fault::Fault;
use crate::wire::extension::ExtensionType;
use crate::wire::version::Version;

/// Its entry in the table.
pub(super) static FAULT: Fault = Fault {
    id: "hello-version",
    value: "[=N]",
    what: "agrees on version N (default 0x0305) in its ServerHello",
    client: "send the alert illegal_parameter or protocol_version and close",
    citation: "RFC 8446 §4.2.1, §4.1.3",
    plan: |plan, value| {
        let version = number(value, 0x0305)?;
        hello(plan, move |hello| {
            let chosen = hello.extensions.iter_mut().flatten();
            let chosen = chosen.filter(|one| one.kind == ExtensionType::SUPPORTED_VERSIONS);
            match chosen.last() {
                Some(extension) => extension.body = version.to_be_bytes().to_vec(),
                None => hello.legacy_version = Version(version),
            }
        });
        Ok(())
    },
};
