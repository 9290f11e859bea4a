//! A timestamp that a log has signed which no browser knows. Who does not ask for timestamps has no reason to
//! look; who does counts none.

use crate::pki::bad::Case;
use crate::pki::sct::{self, Log};

pub(super) static CASE: Case = Case {
    id: "good-unknown-log",
    wrong: "its timestamps are by a log that nobody knows",
    client: "connect; below a public root, browsers count no such timestamp",
    citation: "RFC 6962 §5.2; Chrome CT policy",
    make: |forge| {
        let (log, issuer) = (Log::new()?, forge.intermediate());
        let mut leaf = forge.leaf()?;
        let stamp = log.stamp(&leaf.tbs.der(), &issuer.key.spki(), forge.seconds(-600))?;
        leaf.set(sct::extension(&[stamp]));
        forge.present(leaf)
    },
    ..Case::CONTROL
};
