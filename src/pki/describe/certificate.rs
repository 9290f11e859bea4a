//! The facts of one certificate.

use jiff::Timestamp;

use super::{extensions, pin, sha1, sha256, signature_name};
use crate::model::{Fact, Value};
use crate::pki::anatomy::{Anatomy, Dn, GeneralName};

/// Everything that a certificate says of itself, with its validity seen from `now`.
pub(crate) fn certificate(certificate: &Anatomy, now: Timestamp) -> Vec<Fact> {
    let extended = certificate.extended_key_usage();
    let usages = extended.map(|ids| {
        ids.iter()
            .map(|id| super::registry::usage(id))
            .collect::<Vec<_>>()
    });
    let mut facts = summary(certificate, now);
    facts.extend([
        Fact::new("role", role(certificate)),
        Fact::new("names", names(&certificate.sans())),
        Fact::new("signature", signature_name(&certificate.outer_algorithm)),
        Fact::new(
            "key_usage",
            certificate.key_usage().map(super::extension::usage_names),
        ),
        Fact::new("extended_key_usage", usages),
        Fact::new("serial", certificate.serial_hex()),
        Fact::new("version", certificate.version),
        Fact::new("sha1", sha1(certificate.der)),
        Fact::new("spki_pin", pin(certificate.key.spki.full)),
        Fact::new("subject_attributes", attributes(&certificate.subject)),
        Fact::new("issuer_attributes", attributes(&certificate.issuer)),
        Fact::new("extensions", extensions(&certificate.extensions)),
    ]);
    facts
}

/// What a line about a certificate needs; the beginning of all that [`certificate`] says.
pub(crate) fn summary(certificate: &Anatomy, now: Timestamp) -> Vec<Fact> {
    let mut facts = vec![
        Fact::new("title", certificate.title()),
        Fact::new("subject", certificate.subject.to_string()),
        Fact::new("issuer", certificate.issuer.to_string()),
        Fact::new("sha256", sha256(certificate.der)),
        Fact::new("key", key(certificate)),
    ];
    facts.extend(validity(certificate, now));
    facts
}

/// The place in a chain that the certificate claims for itself.
pub(crate) fn role(certificate: &Anatomy) -> &'static str {
    match (certificate.is_ca(), certificate.is_self_issued()) {
        (true, true) => "root",
        (true, false) => "intermediate",
        (false, true) => "self-signed",
        (false, false) => "leaf",
    }
}

/// The names by kind, each with its prefix: `DNS:example.com`.
fn names(names: &[GeneralName]) -> Value {
    Value::list(names.iter().map(ToString::to_string))
}

/// The validity in dates, and as it is seen from `now`.
fn validity(certificate: &Anatomy, now: Timestamp) -> Vec<Fact> {
    let Some((from, to)) = certificate.validity() else {
        return vec![Fact::new("validity", "unreadable")];
    };
    let state = if now < from {
        "not-yet-valid"
    } else if now > to {
        "expired"
    } else {
        "valid"
    };
    vec![
        Fact::new("validity", state),
        Fact::new("not_before", from),
        Fact::new("not_after", to),
        Fact::new("lifetime_days", (to.as_second() - from.as_second() + 1) / 86_400),
        Fact::new("starts_in_seconds", from.as_second() - now.as_second()),
        Fact::new("ends_in_seconds", to.as_second() - now.as_second()),
    ]
}

fn key(certificate: &Anatomy) -> Value {
    let key = &certificate.key;
    Value::map([
        Fact::new("name", key.name()),
        Fact::new("algorithm", key.algorithm.as_str()),
        Fact::new("bits", key.size()),
    ])
}

fn attributes(name: &Dn) -> Value {
    Value::list(name.attributes().map(|attribute| {
        Value::map([
            Fact::new("type", attribute.key()),
            Fact::new("value", attribute.text()),
        ])
    }))
}
