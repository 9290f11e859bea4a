//! The intermediate comes first, and so is taken for the certificate of the server.

use crate::pki::bad::{Case, Judge};

pub(super) static CASE: Case = Case {
    id: "reversed-chain",
    wrong: "the intermediate is sent first",
    rule: Some("chain-order"),
    also: &["handshake-signature-invalid", "san-missing"],
    citation: "RFC 8446 §4.4.2",
    differs: &[(
        Judge::Inspect,
        "in a file it takes for the leaf the certificate that is for the host, wherever it stands",
    )],
    make: |forge| {
        let leaf = forge.leaf()?.sign(&forge.intermediate().key)?;
        let mut made = forge.chain(&leaf, &[forge.intermediate()]);
        made.chain.reverse();
        Ok(made)
    },
    ..Case::REJECT
};
