//! The extensions that good certificates have, built from what they mean. RFC 5280 §4.2.1.

use std::net::IpAddr;

use super::der::{self, tag};
use super::name::San;
use super::oid;
use super::tbs::Extension;

/// A bit of keyUsage, by its number (RFC 5280 §4.2.1.3).
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) enum KeyUsage {
    DigitalSignature = 0,
    ContentCommitment = 1,
    KeyEncipherment = 2,
    DataEncipherment = 3,
    KeyAgreement = 4,
    KeyCertSign = 5,
    CrlSign = 6,
    EncipherOnly = 7,
    DecipherOnly = 8,
}

impl KeyUsage {
    /// Every bit, with the name that it has in RFC 5280.
    pub(crate) const ALL: &'static [(Self, &'static str)] = &[
        (Self::DigitalSignature, "digitalSignature"),
        (Self::ContentCommitment, "contentCommitment"),
        (Self::KeyEncipherment, "keyEncipherment"),
        (Self::DataEncipherment, "dataEncipherment"),
        (Self::KeyAgreement, "keyAgreement"),
        (Self::KeyCertSign, "keyCertSign"),
        (Self::CrlSign, "cRLSign"),
        (Self::EncipherOnly, "encipherOnly"),
        (Self::DecipherOnly, "decipherOnly"),
    ];
}

/// Whether a certificate may sign others.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Constraint {
    /// It may, with so many CAs below it at most.
    Ca(Option<u8>),
    /// It may not.
    Leaf,
}

/// basicConstraints, critical.
pub(crate) fn basic_constraints(constraint: Constraint) -> Extension {
    let content = match constraint {
        Constraint::Ca(None) => der::boolean_true(),
        Constraint::Ca(Some(below)) => der::concat([der::boolean_true(), der::integer(&[below])]),
        Constraint::Leaf => Vec::new(),
    };
    Extension::new(oid::BASIC_CONSTRAINTS, der::element(tag::SEQUENCE, &content)).critical_if(true)
}

/// keyUsage, critical.
pub(crate) fn key_usage(bits: &[KeyUsage]) -> Extension {
    let bits = der::named_bits(bits.iter().map(|bit| *bit as u8));
    Extension::new(oid::KEY_USAGE, bits).critical_if(true)
}

/// extKeyUsage, from the content octets of its purposes.
pub(crate) fn extended_key_usage<T: AsRef<[u8]>>(purposes: &[T]) -> Extension {
    let purposes = purposes.iter().map(|purpose| der::oid(purpose.as_ref()));
    Extension::new(oid::EXTENDED_KEY_USAGE, der::sequence(purposes))
}

/// subjectKeyIdentifier.
pub(crate) fn subject_key_id(id: &[u8]) -> Extension {
    Extension::new(oid::SUBJECT_KEY_ID, der::octets(id))
}

/// authorityKeyIdentifier with a key identifier alone.
pub(crate) fn authority_key_id(id: &[u8]) -> Extension {
    let id = der::element(tag::context(0), id);
    Extension::new(oid::AUTHORITY_KEY_ID, der::sequence([id]))
}

/// subjectAltName; critical where there is no subject to fall back on (RFC 5280 §4.2.1.6).
pub(crate) fn subject_alt_name(names: &[San], has_subject: bool) -> Extension {
    let names = names.iter().map(general_name);
    Extension::new(oid::SUBJECT_ALT_NAME, der::sequence(names)).critical_if(!has_subject)
}

/// A GeneralName.
pub(crate) fn general_name(name: &San) -> Vec<u8> {
    match name {
        San::Email(text) => der::element(tag::context(1), text.as_bytes()),
        San::Dns(text) => der::element(tag::context(2), text.as_bytes()),
        San::Uri(text) => der::element(tag::context(6), text.as_bytes()),
        San::Ip(IpAddr::V4(address)) => der::element(tag::context(7), &address.octets()),
        San::Ip(IpAddr::V6(address)) => der::element(tag::context(7), &address.octets()),
    }
}
