//! PKCS#7 bundles (RFC 5652 §5.1): the certificates and revocation lists that a SignedData carries.
//! What it signs, if anything, is not looked at.

use super::der::{Fault, single, tag};
use super::{Kind, Piece, pem};
use crate::pki::der as write;

/// The certificates and revocation lists of a bundle.
///
/// # Errors
///
/// The first place where the outline of a bundle is not kept.
pub(super) fn open(der: &[u8], block: Option<&pem::Block>, number: usize) -> Result<Vec<Piece>, Fault> {
    let mut outer = single(der, tag::SEQUENCE, "a PKCS#7 bundle")?.reader();
    outer.expect(tag::OID, "the kind of content")?;
    let explicit = outer.expect(tag::constructed(0), "the content")?;
    let mut fields = explicit
        .reader()
        .expect(tag::SEQUENCE, "the signed data")?
        .reader();
    fields.expect(tag::INTEGER, "the version")?;
    fields.expect(tag::SET, "the digest algorithms")?;
    fields.expect(tag::SEQUENCE, "what is signed")?;
    let mut pieces = Vec::new();
    for (context, kind) in [(0, Kind::Certificate), (1, Kind::Crl)] {
        let Some(set) = fields.optional(tag::constructed(context))? else {
            continue;
        };
        for element in set.children()? {
            // Other choices than a certificate or list bear a context tag, and nobody uses them.
            if element.tag == tag::SEQUENCE {
                pieces.push(Piece {
                    kind,
                    der: element.full.to_vec(),
                    block: block.cloned(),
                    number,
                    is_of_set: true,
                });
            }
        }
    }
    Ok(pieces)
}

/// A bundle of certificates and revocation lists that signs nothing.
pub(crate) fn close(certificates: &[&[u8]], crls: &[&[u8]]) -> Vec<u8> {
    let set = |number, elements: &[&[u8]]| match elements {
        [] => Vec::new(),
        elements => write::element(tag::constructed(number), &elements.concat()),
    };
    let data = write::sequence([write::oid(DATA)]);
    let signed = write::sequence([
        write::integer(&[1]),
        write::element(tag::SET, &[]),
        data,
        set(0, certificates),
        set(1, crls),
        write::element(tag::SET, &[]),
    ]);
    write::sequence([
        write::oid(SIGNED_DATA),
        write::element(tag::constructed(0), &signed),
    ])
}

/// 1.2.840.113549.1.7.1
const DATA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 1];
/// 1.2.840.113549.1.7.2
const SIGNED_DATA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 2];
