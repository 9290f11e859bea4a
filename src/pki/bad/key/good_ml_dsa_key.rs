//! ML-DSA, which quantum computers do not break, and hardly any client knows yet.

use std::sync::Arc;

use crate::pki::bad::{Case, Judge, Secret};
use crate::pki::key::Kind;

pub(super) static CASE: Case = Case {
    id: "good-ml-dsa-key",
    wrong: "its key is ML-DSA-65",
    client: "connect; most clients do not know such keys",
    citation: "FIPS 204; RFC 9881",
    unserved: Some("the TLS library here signs with no ML-DSA key"),
    differs: &[(Judge::OpenSsl, "it knows such keys from version 3.5 on")],
    make: |forge| {
        let key = Arc::new(Secret::sound(Kind::MlDsa65)?);
        forge.present(forge.leaf_with(key, forge.intermediate())?)
    },
    ..Case::CONTROL
};
