//! RSA of 2048 bits.

use crate::pki::bad::Case;

pub(super) static CASE: Case = Case {
    id: "good-rsa-key",
    wrong: "its key is RSA of 2048 bits",
    citation: "CABF BR 6.1.5; NIST SP 800-57",
    make: |forge| forge.present(forge.leaf_with(forge.rsa()?, forge.intermediate())?),
    ..Case::CONTROL
};
