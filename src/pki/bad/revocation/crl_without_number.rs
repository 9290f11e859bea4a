//! A list without a number.

use crate::pki::bad::Case;
use crate::pki::oid;

pub(super) static CASE: Case = Case {
    id: "crl-without-number",
    wrong: "its revocation list has no number",
    rule: Some("crl-number"),
    citation: "RFC 5280 §5.2.3",
    make: |forge| {
        let leaf = forge.revocable(forge.intermediate())?;
        let mut list = forge.revocation_list(forge.intermediate());
        list.extensions
            .retain(|extension| extension.oid != oid::CRL_NUMBER);
        let list = list.sign(&forge.intermediate().key)?;
        Ok(forge.chain(&leaf, &[forge.intermediate()]).with_crl(list))
    },
    ..Case::ACCEPT
};
