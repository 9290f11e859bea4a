//! Small extensions of CRLs, OCSP responses and vendors, whose value is one string, number or time.

use crate::model::{Fact, Value};
use crate::pki::anatomy::{text, timestamp};
use crate::pki::format::der::{Fault, Reader, hex, single, tag};

pub(super) fn string(value: &[u8]) -> Result<Value, Fault> {
    Ok(text(&Reader::new(value).any()?).into())
}

pub(super) fn integer(value: &[u8]) -> Result<Value, Fault> {
    let number = single(value, tag::INTEGER, "a number")?;
    Ok(number
        .small()
        .map_or_else(|| hex(number.content).into(), |n| Value::Text(n.to_string())))
}

pub(super) fn octets(value: &[u8]) -> Result<Value, Fault> {
    let string = Reader::new(value).any()?;
    Ok(hex(string.content).into())
}

pub(super) fn date(value: &[u8]) -> Result<Value, Fault> {
    let time = Reader::new(value).any()?;
    timestamp(&time)
        .map(Value::Time)
        .ok_or_else(|| time.fault("no time that can be read"))
}

/// CRLReason (RFC 5280 §5.3.1).
pub(super) fn reason(value: &[u8]) -> Result<Value, Fault> {
    let code = single(value, tag::ENUMERATED, "a reason")?;
    Ok(crate::pki::describe::registry::reason(code.small()).into())
}

/// The CA's certificate and key number: `2.1` is the third certificate with the second key.
pub(super) fn ca_version(value: &[u8]) -> Result<Value, Fault> {
    let number = single(value, tag::INTEGER, "the version")?;
    let version = number.small().unwrap_or(0);
    Ok(format!("{}.{}", version & 0xffff, version >> 16).into())
}

pub(super) fn template(value: &[u8]) -> Result<Value, Fault> {
    let mut fields = single(value, tag::SEQUENCE, "the template")?.reader();
    let mut facts = vec![Fact::new(
        "id",
        fields.expect(tag::OID, "the template's id")?.oid(),
    )];
    for name in ["major", "minor"] {
        if let Some(number) = fields.optional(tag::INTEGER)? {
            facts.push(Fact::new(name, number.small()));
        }
    }
    Ok(Value::Map(facts))
}

pub(super) fn capabilities(value: &[u8]) -> Result<Value, Fault> {
    let list = single(value, tag::SEQUENCE, "capabilities")?.children()?;
    Ok(Value::list(list.iter().map(|capability| {
        capability
            .reader()
            .any()
            .map_or_else(|_| String::new(), |id| id.oid())
    })))
}
