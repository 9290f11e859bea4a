//! The trusted root is all that is sent, as if it were the certificate of the server.

use std::sync::Arc;

use crate::pki::bad::{Case, Made};

pub(super) static CASE: Case = Case {
    id: "root-only",
    wrong: "nothing is sent but the trusted root",
    rule: Some("san-missing"),
    citation: "RFC 8446 §4.4.2; RFC 9525 §6",
    make: |forge| {
        let root = forge.root();
        Ok(Made::new(
            vec![root.der.clone()],
            Arc::clone(&root.key),
            root.der.clone(),
        ))
    },
    ..Case::REJECT
};
