//! Two different certificates of one issuer with one serial number: Firefox refuses the second that it sees.

use crate::pki::bad::Case;

pub(super) static CASE: Case = Case {
    id: "serial-reused",
    wrong: "another certificate of its issuer, which is sent along, has its serial number",
    client: "connect, or refuse: Firefox does, once it has seen both",
    rule: Some("serial-reused"),
    citation: "RFC 5280 §4.1.2.2; Firefox SEC_ERROR_REUSED_ISSUER_AND_SERIAL",
    make: |forge| {
        let leaf = forge.leaf()?;
        let mut twin = forge.leaf_for(&[forge.below("twin.")])?;
        twin.tbs.serial.clone_from(&leaf.tbs.serial);
        let key = &forge.intermediate().key;
        let (leaf, twin) = (leaf.sign(key)?, twin.sign(key)?);
        Ok(forge.chain(&leaf, &[forge.intermediate(), &twin]))
    },
    ..Case::ACCEPT
};
