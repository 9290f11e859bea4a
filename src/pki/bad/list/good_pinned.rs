//! A sound certificate, and the pin of a key that it does not have.

use crate::pki::bad::Case;

pub(super) static CASE: Case = Case {
    id: "good-pinned",
    wrong: "it is sound, and its key is not the one that spki.txt pins",
    client: "connect; a client that has the pin refuses",
    citation: "RFC 7469 §2.6",
    make: |forge| Ok(forge.present(forge.leaf()?)?.listing(&[forge.key()?.spki()])),
    ..Case::CONTROL
};
