//! The key in the older form of SEC 1.

use crate::error::Error;
use crate::pki::bad::{Case, Secret};
use crate::pki::der;
use crate::pki::format::der::{Fault, single, tag};
use crate::pki::format::pem;

pub(super) static CASE: Case = Case {
    id: "good-sec1-key",
    wrong: "its key is in the older form of SEC 1",
    citation: "RFC 5915 §3, §4",
    make: |forge| {
        let made = forge.present(forge.leaf()?)?;
        let sec1 = sec1(&made.key).map_err(|e| Error::bug("a P-256 key of another form").because(e.what))?;
        Ok(made.replacing("privkey.pem", pem::encode("EC PRIVATE KEY", &sec1).into_bytes()))
    },
    ..Case::CONTROL
};

/// The ECPrivateKey inside of PKCS#8, with the curve that stands outside of it there.
fn sec1(key: &Secret) -> Result<Vec<u8>, Fault> {
    let pkcs8 = key.pkcs8();
    let mut outer = single(&pkcs8, tag::SEQUENCE, "private key")?.reader();
    outer.expect(tag::INTEGER, "version")?;
    let curve = outer.expect(tag::SEQUENCE, "algorithm")?.children()?;
    let inner = outer.expect(tag::OCTET_STRING, "key")?;
    let fields = single(inner.content, tag::SEQUENCE, "EC key")?.children()?;
    let curve = der::element(
        tag::constructed(0),
        curve.last().map_or(&[][..], |curve| curve.full),
    );
    let (before, after) = fields.split_at(2.min(fields.len()));
    let before = before.iter().map(|field| field.full.to_vec());
    let after = after.iter().map(|field| field.full.to_vec());
    Ok(der::sequence(before.chain([curve]).chain(after)))
}
