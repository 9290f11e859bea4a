//! Under which rules a certificate was issued: policies, their mappings, the statements of qualified
//! certificates (RFC 5280 §4.2.1.4–5, RFC 3739, ETSI EN 319 412-5), and CA/B's organization id.

use super::super::registry;
use crate::model::Value;
use crate::pki::anatomy::text;
use crate::pki::format::der::{Fault, Tlv, hex, single, tag};

pub(super) fn policies(value: &[u8]) -> Result<Value, Fault> {
    let mut list = Vec::new();
    for information in single(value, tag::SEQUENCE, "policies")?.children()? {
        let mut fields = information.reader();
        let mut words = vec![registry::policy(&fields.expect(tag::OID, "a policy")?.oid())];
        if let Some(qualifiers) = fields.optional(tag::SEQUENCE)? {
            for qualifier in qualifiers.children()? {
                words.extend(self::qualifier(&qualifier)?);
            }
        }
        list.push(Value::Text(words.join(" ")));
    }
    Ok(Value::List(list))
}

pub(super) fn mappings(value: &[u8]) -> Result<Value, Fault> {
    let mut list = Vec::new();
    for mapping in single(value, tag::SEQUENCE, "mappings")?.children()? {
        let mut fields = mapping.reader();
        let issuer = registry::policy(&fields.expect(tag::OID, "the issuer's policy")?.oid());
        let subject = registry::policy(&fields.expect(tag::OID, "the subject's policy")?.oid());
        list.push(Value::Text(format!("{issuer} is {subject}")));
    }
    Ok(Value::List(list))
}

pub(super) fn application(value: &[u8]) -> Result<Value, Fault> {
    let mut list = Vec::new();
    for policy in single(value, tag::SEQUENCE, "policies")?.children()? {
        let id = policy.reader().expect(tag::OID, "a policy")?.oid();
        list.push(Value::Text(registry::usage(&id)));
    }
    Ok(Value::List(list))
}

pub(super) fn qualified(value: &[u8]) -> Result<Value, Fault> {
    let mut list = Vec::new();
    for statement in single(value, tag::SEQUENCE, "statements")?.children()? {
        let mut fields = statement.reader();
        let name = registry::other(&fields.expect(tag::OID, "a statement's id")?.oid());
        let detail = fields.any().ok().map(|info| detail(&info));
        list.push(Value::Text(match detail {
            Some(detail) if !detail.is_empty() => format!("{name}: {detail}"),
            _ => name,
        }));
    }
    Ok(Value::List(list))
}

/// CA/B EV Guidelines §9.8.2: the scheme, country, state and reference of a registration.
pub(super) fn organization(value: &[u8]) -> Result<Value, Fault> {
    let fields = single(value, tag::SEQUENCE, "the organization id")?.children()?;
    let words = fields.iter().map(text).collect::<Vec<_>>();
    Ok(words.join(" ").into())
}

/// A CPS pointer's URI or a notice's text.
fn qualifier(sequence: &Tlv) -> Result<Option<String>, Fault> {
    let mut fields = sequence.reader();
    fields.expect(tag::OID, "a qualifier's id")?;
    let value = fields.any()?;
    if value.tag != tag::SEQUENCE {
        return Ok(Some(format!("({})", text(&value))));
    }
    let notice = value.children()?;
    let mut words = notice.iter().filter(|part| part.tag != tag::SEQUENCE).map(text);
    Ok(words.next_back().map(|text| format!("(\u{201c}{text}\u{201d})")))
}

/// What is inside a statement: ids by name, strings and numbers as they are.
fn detail(info: &Tlv) -> String {
    match info.tag {
        tag::SEQUENCE | tag::SET => {
            let parts = info.children().unwrap_or_default();
            let words: Vec<String> = parts.iter().take(PARTS).map(leaf).collect();
            words.join(" ")
        }
        _ => leaf(info),
    }
}

fn leaf(part: &Tlv) -> String {
    match part.tag {
        tag::OID => registry::other(&part.oid()),
        tag::INTEGER => part.small().map_or_else(|| hex(part.content), |n| n.to_string()),
        tag::SEQUENCE => part
            .children()
            .map(|parts| parts.iter().map(text).collect::<Vec<_>>().join(" "))
            .unwrap_or_default(),
        _ => text(part),
    }
}

/// More parts than this no statement has.
const PARTS: usize = 16;
