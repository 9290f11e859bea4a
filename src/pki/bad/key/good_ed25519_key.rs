//! Ed25519, which TLS libraries know and browsers do not.

use std::sync::Arc;

use crate::pki::bad::{Case, Judge, Secret};
use crate::pki::key::Kind;

pub(super) static CASE: Case = Case {
    id: "good-ed25519-key",
    wrong: "its key is Ed25519",
    client: "connect; browsers do not know such keys",
    citation: "RFC 8410",
    differs: &[(Judge::Chromium, "browsers know no Ed25519 keys of servers")],
    make: |forge| {
        let key = Arc::new(Secret::sound(Kind::Ed25519)?);
        forge.present(forge.leaf_with(key, forge.intermediate())?)
    },
    ..Case::CONTROL
};
