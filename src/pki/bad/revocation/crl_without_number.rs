//! A list without a number.

use crate::pki::bad::Case;
use crate::pki::oid;

pub(super) static CASE: Case = Case {
    id: "crl-without-number",
    wrong: "its revocation list has no number",
    rule: Some("crl-number"),
    citation: "RFC 5280 §5.2.3",
    make: |forge| {
        let leaf = forge.vouched()?.sign(&forge.intermediate().key)?;
        let mut list = forge.revocation_list(forge.intermediate());
        list.extensions
            .retain(|extension| extension.oid != oid::CRL_NUMBER);
        let list = list.sign(&forge.intermediate().key)?;
        let made = forge.chain(&leaf, &[forge.intermediate()]).with_crl(list);
        forge.vouching(&leaf, made)
    },
    ..Case::ACCEPT
};
