//! Key identifiers (RFC 5280 §4.2.1.1–2).

use crate::model::{Fact, Value};
use crate::pki::anatomy::GeneralName;
use crate::pki::format::der::{Fault, hex, single, tag};

pub(super) fn subject(value: &[u8]) -> Result<Value, Fault> {
    Ok(hex(single(value, tag::OCTET_STRING, "the key id")?.content).into())
}

pub(super) fn authority(value: &[u8]) -> Result<Value, Fault> {
    let mut fields = single(value, tag::SEQUENCE, "authorityKeyIdentifier")?.reader();
    let mut facts = Vec::new();
    if let Some(id) = fields.optional(tag::context(0))? {
        facts.push(Fact::new("key_id", hex(id.content)));
    }
    if let Some(issuer) = fields.optional(tag::constructed(1))? {
        let names = issuer.children()?.into_iter().map(GeneralName::new);
        facts.push(Fact::new(
            "issuer",
            Value::list(names.map(|name| name.to_string())),
        ));
    }
    if let Some(serial) = fields.optional(tag::context(2))? {
        facts.push(Fact::new("serial", hex(serial.content)));
    }
    Ok(match facts.as_slice() {
        [only] if only.id == "key_id" => only.value.clone(),
        _ => Value::Map(facts),
    })
}
