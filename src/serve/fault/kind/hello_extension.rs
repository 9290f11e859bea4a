//! An extension that nobody asked for.

use super::hello;
use crate::serve::fault::Fault;
use crate::wire::extension::{Extension, ExtensionType};

/// Its entry in the table.
pub(super) static FAULT: Fault = Fault {
    id: "hello-extension",
    value: "",
    what: "adds an extension to its ServerHello that no client sent",
    client: "send the alert unsupported_extension and close",
    citation: "RFC 8446 §4.2",
    plan: |plan, _| {
        hello(plan, |hello| {
            let kind = ExtensionType(0xfe0a);
            let body = vec![0];
            hello
                .extensions
                .get_or_insert_default()
                .push(Extension { kind, body });
        });
        Ok(())
    },
};
