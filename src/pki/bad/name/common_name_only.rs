//! Only the common name has the host, and there are no alternative names.

use crate::pki::bad::{Case, Judge, difference};
use crate::pki::oid;

pub(super) static CASE: Case = Case {
    id: "common-name-only",
    wrong: "only its common name has the host",
    rule: Some("san-missing"),
    citation: "RFC 9525 §2",
    differs: &[
        (Judge::OpenSsl, difference::COMMON_NAME),
        (Judge::GnuTls, difference::COMMON_NAME),
        (Judge::GnuTlsLive, difference::COMMON_NAME),
    ],
    make: |forge| {
        let mut leaf = forge.leaf()?;
        leaf.remove(oid::SUBJECT_ALT_NAME);
        forge.present(leaf)
    },
    ..Case::REJECT
};
