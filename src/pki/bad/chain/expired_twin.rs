//! Two intermediates with one name and one key, of which the first is expired. Who goes back and tries
//! the other finds the way.

use crate::pki::bad::{Case, Judge};
use crate::pki::profile;

pub(super) static CASE: Case = Case {
    id: "expired-twin",
    wrong: "an expired twin of the intermediate is sent first, the current one after it",
    client: "connect, by way of the current one",
    rule: Some("expired"),
    citation: "RFC 4158 §2.3",
    differs: &[
        (Judge::GnuTls, "it does not go back to try the other one"),
        (Judge::GnuTlsLive, "it does not go back to try the other one"),
    ],
    make: |forge| {
        let current = forge.authority("twin", forge.root())?;
        let mut expired = current.clone();
        expired.tbs.serial = profile::serial()?;
        expired.valid(forge.days(-400), forge.days(-1));
        let (current, expired) = (current.sign(&forge.root().key)?, expired.sign(&forge.root().key)?);
        let leaf = forge.leaf_below(&current)?.sign(&current.key)?;
        Ok(forge.chain(&leaf, &[&expired, &current]))
    },
    ..Case::ACCEPT
};
