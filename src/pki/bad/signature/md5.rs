//! RSA with MD5, with which a false CA was made in 2008.

use crate::pki::bad::Case;
use crate::pki::bad::weak::Hash;

pub(super) static CASE: Case = Case {
    id: "md5",
    wrong: "it is signed with MD5",
    rule: Some("weak-signature"),
    citation: "CABF BR 7.1.3.2; RFC 6151 §2",
    make: |forge| {
        let ca = forge.rsa_authority()?;
        let leaf = forge.leaf_below(&ca)?.sign_with(Hash::Md5, &ca.key)?;
        Ok(forge.chain(&leaf, &[&ca]))
    },
    ..Case::REJECT
};
