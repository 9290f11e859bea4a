//! The facts of a certificate signing request (PKCS#10, RFC 2986).

use super::{extension, extensions, pin, registry, signature_name};
use crate::model::{Fact, Value};
use crate::pki::anatomy::{self, Dn, Extension, GeneralName, PublicKey, id};
use crate::pki::format::der::{Fault, Tlv, single, tag};

/// Everything that a request asks for.
///
/// # Errors
///
/// The first place where the outline of a request is not kept.
pub(crate) fn request(der: &[u8]) -> Result<Vec<Fact>, Fault> {
    let mut outer = single(der, tag::SEQUENCE, "a request")?.reader();
    let mut fields = outer.expect(tag::SEQUENCE, "the signed part")?.reader();
    let algorithm = outer.expect(tag::SEQUENCE, "the signature algorithm")?;
    fields.expect(tag::INTEGER, "the version")?;
    let subject = Dn::new(fields.expect(tag::SEQUENCE, "the subject")?);
    let key = PublicKey::new(fields.expect(tag::SEQUENCE, "the public key")?);
    let asked = match fields.optional(tag::constructed(0))? {
        Some(attributes) => requested(&attributes)?,
        None => Vec::new(),
    };
    let of = |id: &str| asked.iter().find(|e| e.id == id).map(|e| e.value.content);
    let names = of(id::SUBJECT_ALT_NAME)
        .and_then(|value| GeneralName::list(value).ok())
        .unwrap_or_default();
    let title = subject
        .common_name()
        .or_else(|| names.first().map(GeneralName::value));
    Ok(vec![
        Fact::new("title", title.unwrap_or_else(|| "(no subject)".to_owned())),
        Fact::new("role", "request"),
        Fact::new("subject", subject.to_string()),
        Fact::new("names", Value::list(names.iter().map(ToString::to_string))),
        Fact::new(
            "key",
            Value::map([
                Fact::new("name", key.name()),
                Fact::new("algorithm", key.algorithm.as_str()),
                Fact::new("bits", key.size()),
            ]),
        ),
        Fact::new("signature", signature_name(&algorithm)),
        Fact::new("key_usage", of(id::KEY_USAGE).and_then(extension::usage_bits)),
        Fact::new("extended_key_usage", of(id::EXTENDED_KEY_USAGE).and_then(usages)),
        Fact::new("spki_pin", pin(key.spki.full)),
        Fact::new("extensions", extensions(&asked)),
    ])
}

/// The SubjectPublicKeyInfo in a request.
pub(crate) fn request_spki(der: &[u8]) -> Option<&[u8]> {
    let mut outer = single(der, tag::SEQUENCE, "a request").ok()?.reader();
    let mut fields = outer.any().ok()?.reader();
    fields.any().ok()?;
    fields.any().ok()?;
    Some(fields.expect(tag::SEQUENCE, "the public key").ok()?.full)
}

/// The extensions that are asked for (RFC 2985 §5.4.2).
fn requested<'a>(attributes: &Tlv<'a>) -> Result<Vec<Extension<'a>>, Fault> {
    let mut asked = Vec::new();
    for attribute in attributes.children()? {
        let mut fields = attribute.reader();
        let id = fields.expect(tag::OID, "an attribute's type")?.oid();
        let values = fields.expect(tag::SET, "an attribute's values")?;
        if id == "1.2.840.113549.1.9.14" {
            asked.extend(anatomy::extensions(&values)?);
        }
    }
    Ok(asked)
}

fn usages(value: &[u8]) -> Option<Vec<String>> {
    let list = single(value, tag::SEQUENCE, "extendedKeyUsage")
        .ok()?
        .children()
        .ok()?;
    Some(list.iter().map(|id| registry::usage(&id.oid())).collect())
}
