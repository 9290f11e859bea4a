//! What a key may be used for: keyUsage, extendedKeyUsage (RFC 5280 §4.2.1.3, §4.2.1.12), the TLS
//! feature (RFC 7633), Netscape's forerunner of both, and the extensions whose presence is all.

use super::super::registry;
use crate::model::Value;
use crate::pki::format::der::{Fault, single, tag};

/// The names of key usage bits, bit 0 lowest.
pub(crate) fn names(bits: u16) -> Vec<&'static str> {
    set_bits(KEY_USAGES, bits)
}

/// The names in the value of a keyUsage extension, where it can be read.
pub(crate) fn of_value(value: &[u8]) -> Option<Vec<&'static str>> {
    let (_, bytes) = single(value, tag::BIT_STRING, "keyUsage").ok()?.bits()?;
    Some(names(bits(bytes)))
}

pub(super) fn key_usage(value: &[u8]) -> Result<Value, Fault> {
    let string = single(value, tag::BIT_STRING, "keyUsage")?;
    let (_, bytes) = string
        .bits()
        .ok_or_else(|| string.fault("a BIT STRING without its bits"))?;
    Ok(Value::list(names(bits(bytes))))
}

pub(super) fn extended(value: &[u8]) -> Result<Value, Fault> {
    let list = single(value, tag::SEQUENCE, "extendedKeyUsage")?.children()?;
    Ok(Value::list(list.iter().map(|id| registry::usage(&id.oid()))))
}

pub(super) fn netscape(value: &[u8]) -> Result<Value, Fault> {
    let string = single(value, tag::BIT_STRING, "the type")?;
    let (_, bytes) = string
        .bits()
        .ok_or_else(|| string.fault("a BIT STRING without its bits"))?;
    Ok(Value::list(set_bits(NETSCAPE, bits(bytes))))
}

pub(super) fn tls_feature(value: &[u8]) -> Result<Value, Fault> {
    let list = single(value, tag::SEQUENCE, "the features")?.children()?;
    Ok(Value::list(list.iter().map(|feature| match feature.small() {
        Some(5) => "must-staple (status_request)".to_owned(),
        Some(17) => "must-staple (status_request_v2)".to_owned(),
        Some(other) => format!("TLS extension {other}"),
        None => "unreadable".to_owned(),
    })))
}

/// An extension whose value is NULL: that it is there is all it says.
pub(super) fn null(value: &[u8]) -> Result<Value, Fault> {
    single(value, tag::NULL, "NULL")?;
    Ok(Value::Bool(true))
}

fn bits(bytes: &[u8]) -> u16 {
    let at = |i: usize| u16::from(bytes.get(i).copied().unwrap_or(0).reverse_bits());
    at(0) | at(1) << 8
}

fn set_bits(names: &[&'static str], bits: u16) -> Vec<&'static str> {
    let set = names.iter().enumerate().filter(|(i, _)| bits & (1 << i) != 0);
    set.map(|(_, name)| *name).collect()
}

/// RFC 5280 §4.2.1.3, bit 0 first.
const KEY_USAGES: &[&str] = &[
    "digital signature",
    "non-repudiation",
    "key encipherment",
    "data encipherment",
    "key agreement",
    "certificate signing",
    "CRL signing",
    "encipher only",
    "decipher only",
];

const NETSCAPE: &[&str] = &[
    "SSL client",
    "SSL server",
    "S/MIME",
    "object signing",
    "reserved",
    "SSL CA",
    "S/MIME CA",
    "object signing CA",
];
