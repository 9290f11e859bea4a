//! An IP address written as a DNS name.

use crate::pki::bad::Case;

pub(super) static CASE: Case = Case {
    id: "address-as-dns-name",
    wrong: "an IP address stands among its DNS names",
    rule: Some("ip-in-dns-name"),
    citation: "RFC 5280 §4.2.1.6; CABF BR 7.1.4.2.1",
    make: |forge| forge.present(forge.leaf_for(&[forge.host(), "127.0.0.1".to_owned()])?),
    ..Case::ACCEPT
};
