//! A current OCSP response of the intermediate is stapled, and says that it is good.

use crate::pki::bad::Case;

pub(super) static CASE: Case = Case {
    id: "good-staple",
    wrong: "a current OCSP response is stapled, and says that it is good",
    citation: "RFC 6960 §2.2",
    make: |forge| {
        let leaf = forge.vouched()?.sign(&forge.intermediate().key)?;
        let response = forge.response(&leaf).sign(&forge.intermediate().key)?;
        let made = forge.chain(&leaf, &[forge.intermediate()]).stapling(response);
        forge.vouching(&leaf, made)
    },
    ..Case::CONTROL
};
