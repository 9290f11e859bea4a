//! Private keys of kinds and sizes that nothing here signs with: DSA, RSA-PSS, X25519, Ed448, other curves.
//! What they are is said all the same, and whose they are where their public half is in the file or can be
//! computed. Must not be taken to say that a key's numbers fit together.

use aws_lc_rs::agreement::{PrivateKey, X25519};
use num_bigint::BigUint;

use super::anatomy::PublicKey;
use super::der;
use super::format::der::{Reader, Tlv, single, tag};
use super::oid;

/// The SubjectPublicKeyInfo that belongs to a private key: `identifier` is its AlgorithmIdentifier, `inner`
/// the key inside the PKCS#8 OCTET STRING, `attached` the public bits that PKCS#8 version 2 carries.
pub(crate) fn public_half(identifier: &[u8], inner: &[u8], attached: Option<&[u8]>) -> Option<Vec<u8>> {
    let bits = match algorithm(identifier)?.content {
        oid::RSA => rsa(inner).filter(|(_, size)| !USABLE_RSA.contains(size))?.0,
        oid::RSA_PSS => rsa(inner)?.0,
        oid::DSA => dsa(identifier, inner)?,
        oid::EC_PUBLIC_KEY => return ec(identifier, inner),
        oid::X25519 => x25519(inner)?,
        _ => attached?.get(1..)?.to_vec(),
    };
    Some(der::sequence([identifier, &der::bits(&bits)]))
}

/// What people call a key with this SubjectPublicKeyInfo.
pub(crate) fn name(spki: &[u8]) -> String {
    Reader::new(spki)
        .any()
        .map_or_else(|_| "unreadable".to_owned(), |spki| PublicKey::new(spki).name())
}

/// What a PKCS#8 or SEC1 key is called whose kind nothing here can use; none for one of those that work, and
/// for what is no key.
pub(crate) fn title(private: &[u8]) -> Option<String> {
    let fields = single(private, tag::SEQUENCE, "private key")
        .ok()?
        .children()
        .ok()?;
    let identifier = match fields.iter().map(|field| field.tag).collect::<Vec<_>>()[..] {
        [tag::INTEGER, tag::SEQUENCE, tag::OCTET_STRING, ..] => fields[1].full.to_vec(),
        [tag::INTEGER, tag::OCTET_STRING, ..] => {
            let curve = fields.iter().find(|field| field.tag == tag::constructed(0))?;
            der::sequence([&der::oid(oid::EC_PUBLIC_KEY)[..], curve.content])
        }
        _ => return None,
    };
    let kind = algorithm(&identifier)?;
    let curve = kind_parameters(&identifier).filter(|curve| curve.tag == tag::OID);
    let curve = curve.map_or(&[][..], |curve| curve.content);
    let works = [
        oid::RSA,
        oid::ED25519,
        oid::ML_DSA_44,
        oid::ML_DSA_65,
        oid::ML_DSA_87,
    ]
    .contains(&kind.content)
        || (kind.content == oid::EC_PUBLIC_KEY && [oid::P256, oid::P384, oid::P521].contains(&curve));
    (!works).then(|| name(&der::sequence([identifier, der::bits(&[])])))
}

/// The key's algorithm.
fn algorithm(identifier: &[u8]) -> Option<Tlv<'_>> {
    let fields = single(identifier, tag::SEQUENCE, "algorithm").ok()?;
    fields.reader().expect(tag::OID, "algorithm").ok()
}

/// What stands after it.
fn kind_parameters(identifier: &[u8]) -> Option<Tlv<'_>> {
    let mut fields = single(identifier, tag::SEQUENCE, "algorithm").ok()?.reader();
    fields.expect(tag::OID, "algorithm").ok()?;
    fields.any().ok()
}

/// RSAPublicKey from RSAPrivateKey (RFC 8017 §A.1), and the size of its modulus in bits.
fn rsa(pkcs1: &[u8]) -> Option<(Vec<u8>, u64)> {
    let mut numbers = single(pkcs1, tag::SEQUENCE, "RSA key").ok()?.reader();
    numbers.expect(tag::INTEGER, "version").ok()?;
    let modulus = numbers.expect(tag::INTEGER, "modulus").ok()?.content;
    let exponent = numbers.expect(tag::INTEGER, "exponent").ok()?.content;
    let public = der::sequence([der::integer(modulus), der::integer(exponent)]);
    Some((public, BigUint::from_bytes_be(modulus).bits()))
}

/// y = g^x mod p (RFC 3279 §2.3.2), for numbers of a size that is meant.
fn dsa(identifier: &[u8], inner: &[u8]) -> Option<Vec<u8>> {
    let mut parameters = kind_parameters(identifier)?.reader();
    let mut next = || {
        Some(BigUint::from_bytes_be(
            parameters.expect(tag::INTEGER, "a number").ok()?.content,
        ))
    };
    let (p, _q, g) = (next()?, next()?, next()?);
    let x = BigUint::from_bytes_be(single(inner, tag::INTEGER, "DSA key").ok()?.content);
    if p.bits() == 0 || p.bits() > MAX_DSA || x.bits() > MAX_DSA {
        return None;
    }
    let y = g.modpow(&x, &p).to_bytes_be();
    Some(der::integer(&y))
}

/// On a curve that nothing here computes on, where the key carries its public half (RFC 5915 §3).
fn ec(identifier: &[u8], sec1: &[u8]) -> Option<Vec<u8>> {
    let curve = kind_parameters(identifier)?;
    if [oid::P256, oid::P384, oid::P521].contains(&curve.content) {
        return None;
    }
    let fields = single(sec1, tag::SEQUENCE, "EC key").ok()?.children().ok()?;
    let public = fields.iter().find(|field| field.tag == tag::constructed(1))?;
    Some(der::sequence([identifier, public.content]))
}

/// RFC 8410 §7: the private key is an OCTET STRING of 32 octets.
fn x25519(inner: &[u8]) -> Option<Vec<u8>> {
    let secret = single(inner, tag::OCTET_STRING, "X25519 key").ok()?.content;
    let key = PrivateKey::from_private_key(&X25519, secret).ok()?;
    Some(key.compute_public_key().ok()?.as_ref().to_vec())
}

/// The sizes of RSA keys that sign: one of these that the library refuses is damaged.
const USABLE_RSA: std::ops::RangeInclusive<u64> = 2048..=8192;
/// FIPS 186-4 ends at 3072 bits.
const MAX_DSA: u64 = 8192;
