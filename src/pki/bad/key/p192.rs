//! A key on P-192, whose 96 bits of strength are too few since 2014.

use std::sync::Arc;

use crate::pki::bad::{Case, Judge, Secret, difference};
use crate::pki::der::{self, tag};
use crate::pki::oid;

pub(super) static CASE: Case = Case {
    id: "p192",
    wrong: "its key is on P-192",
    rule: Some("weak-key"),
    citation: "CABF BR 6.1.5; NIST SP 800-131A §3",
    unserved: Some("the TLS library here signs with no key on P-192"),
    differs: &[
        (Judge::GnuTls, "by default it asks no least size of a key"),
        (Judge::Webpki, difference::KEY_UNUSED),
    ],
    make: |forge| forge.present(forge.leaf_with(Arc::new(published()), forge.intermediate())?),
    ..Case::REJECT
};

/// The example of RFC 6979 A.2.3, as RFC 5915 and RFC 5480 write it.
fn published() -> Secret {
    let algorithm = der::sequence([der::oid(oid::EC_PUBLIC_KEY), der::oid(oid::P192)]);
    let point = der::bits(&POINT);
    let private = der::sequence([
        der::integer(&[1]),
        der::octets(&PRIVATE),
        der::element(tag::constructed(1), &point),
    ]);
    let pkcs8 = der::sequence([der::integer(&[0]), algorithm.clone(), der::octets(&private)]);
    Secret::Foreign(pkcs8, der::sequence([algorithm, point]))
}

const PRIVATE: [u8; 24] = [
    0x6f, 0xab, 3, 0x49, 0x34, 0xe4, 0xc0, 0xfc, 0x9a, 0xe6, 0x7f, 0x5b, 0x56, 0x59, 0xa9, 0xd7, 0xd1, 0xfe,
    0xfd, 0x18, 0x7e, 0xe0, 0x9f, 0xd4,
];
/// Uncompressed.
const POINT: [u8; 49] = [
    4, 0xac, 0x2c, 0x77, 0xf5, 0x29, 0xf9, 0x16, 0x89, 0xfe, 0xa0, 0xea, 0x5e, 0xfe, 0xc7, 0xf2, 0x10, 0xd8,
    0xee, 0xa0, 0xb9, 0xe0, 0x47, 0xed, 0x56, 0x3b, 0xc7, 0x23, 0xe5, 0x76, 0x70, 0xbd, 0x48, 0x87, 0xeb,
    0xc7, 0x32, 0xc5, 0x23, 6, 0x3d, 0x0a, 0x7c, 0x95, 0x7b, 0xc9, 0x7c, 0x1c, 0x43,
];
