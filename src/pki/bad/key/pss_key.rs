//! RSA whose key says that it is for PSS alone. TLS 1.3 has schemes for it; public CAs may not certify it.

use std::sync::Arc;

use crate::error::{Error, Result};
use crate::pki::bad::{Case, Secret};
use crate::pki::der;
use crate::pki::format::der::{Fault, single};
use crate::pki::oid;

pub(super) static CASE: Case = Case {
    id: "pss-key",
    wrong: "its RSA key is for PSS alone",
    rule: Some("pss-key"),
    citation: "CABF BR 7.1.3.1.1; RFC 4055 §1.2",
    profile: "private",
    unserved: Some("the TLS library here signs with no such key"),
    make: |forge| {
        let key = for_pss(&*forge.rsa()?)?;
        forge.present(forge.leaf_with(Arc::new(key), forge.intermediate())?)
    },
    ..Case::ACCEPT
};

/// The same numbers under id-RSASSA-PSS without parameters, which leaves hash and salt open.
fn for_pss(key: &Secret) -> Result<Secret> {
    let again = |der: &[u8], place: usize| -> std::result::Result<Vec<u8>, Fault> {
        let fields = single(der, der::tag::SEQUENCE, "a key")?.children()?;
        let algorithm = der::sequence([der::oid(oid::RSA_PSS)]);
        let fields = fields.iter().enumerate();
        Ok(der::sequence(fields.map(|(i, field)| {
            if i == place { &algorithm[..] } else { field.full }
        })))
    };
    let impossible = |fault: Fault| Error::bug("an RSA key that is none").because(fault.what);
    let private = again(&key.pkcs8(), 1).map_err(impossible)?;
    let public = again(&key.spki(), 0).map_err(impossible)?;
    Ok(Secret::Foreign(private, public))
}
