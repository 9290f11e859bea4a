//! The facts of an OCSP response (RFC 6960 §4.2.1).

use super::{registry, signature_name};
use crate::model::{Fact, Value};
use crate::pki::anatomy::{Dn, timestamp};
use crate::pki::format::der::{Fault, Reader, Tlv, hex, single, tag};

/// Everything that a response says.
///
/// # Errors
///
/// The first place where the outline of a response is not kept.
pub(crate) fn ocsp(der: &[u8]) -> Result<Vec<Fact>, Fault> {
    let mut outer = single(der, tag::SEQUENCE, "an OCSP response")?.reader();
    let status = outer.expect(tag::ENUMERATED, "the status")?;
    let mut facts = vec![
        Fact::new("title", "OCSP response"),
        Fact::new("kind", status_name(status.small())),
    ];
    if let Some(explicit) = outer.optional(tag::constructed(0))? {
        let mut bytes = explicit.reader().expect(tag::SEQUENCE, "the response")?.reader();
        let kind = bytes.expect(tag::OID, "the kind of response")?;
        let response = bytes.expect(tag::OCTET_STRING, "the response")?;
        if kind.oid() == "1.3.6.1.5.5.7.48.1.1" {
            basic(&response, &mut facts)?;
        }
    }
    Ok(facts)
}

fn basic(response: &Tlv, facts: &mut Vec<Fact>) -> Result<(), Fault> {
    let mut outer = response
        .reader()
        .expect(tag::SEQUENCE, "the basic response")?
        .reader();
    let mut fields = outer.expect(tag::SEQUENCE, "the signed part")?.reader();
    let algorithm = outer.expect(tag::SEQUENCE, "the signature algorithm")?;
    outer.expect(tag::BIT_STRING, "the signature")?;
    let certificates = match outer.optional(tag::constructed(0))? {
        Some(explicit) => explicit
            .reader()
            .expect(tag::SEQUENCE, "certificates")?
            .children()?
            .len(),
        None => 0,
    };
    fields.optional(tag::constructed(0))?;
    let responder = fields.any()?;
    let produced = fields.expect(tag::GENERALIZED_TIME, "the time of production")?;
    let answers = fields.expect(tag::SEQUENCE, "the answers")?.children()?;
    let answers = answers.iter().map(answer).collect::<Result<Vec<_>, _>>()?;
    facts.push(Fact::new("responder", name_of(&responder)?));
    facts.push(Fact::new("produced_at", timestamp(&produced)));
    facts.push(Fact::new("answers", Value::List(answers)));
    facts.push(Fact::new("signature", signature_name(&algorithm)));
    facts.push(Fact::new("certificates", certificates));
    Ok(())
}

fn answer(element: &Tlv) -> Result<Value, Fault> {
    let mut fields = element.reader();
    let id = fields
        .expect(tag::SEQUENCE, "the certificate asked for")?
        .children()?;
    let status = fields.any()?;
    let this = fields.expect(tag::GENERALIZED_TIME, "the time of the answer")?;
    let next = match fields.optional(tag::constructed(0))? {
        Some(explicit) => timestamp(&explicit.reader().any()?),
        None => None,
    };
    let mut facts = vec![
        Fact::new("status", certificate_status(&status)?),
        Fact::new("serial", id.get(3).map(|serial| hex(serial.content))),
    ];
    facts.push(Fact::new("this_update", timestamp(&this)));
    facts.push(Fact::new("next_update", next));
    Ok(Value::Map(facts))
}

/// `good`, `unknown`, or `revoked` with when and why.
fn certificate_status(status: &Tlv) -> Result<String, Fault> {
    if status.tag != tag::constructed(1) {
        return Ok(if status.tag == tag::context(0) {
            "good"
        } else {
            "unknown"
        }
        .to_owned());
    }
    let mut fields: Reader = status.reader();
    let at = timestamp(&fields.expect(tag::GENERALIZED_TIME, "the time of revocation")?);
    let reason = match fields.optional(tag::constructed(0))? {
        Some(explicit) => registry::reason(explicit.reader().any()?.small()),
        None => "unspecified".to_owned(),
    };
    let at = at.map_or_else(
        || "at a time that cannot be read".to_owned(),
        |at| format!("at {at}"),
    );
    Ok(format!("revoked {at} ({reason})"))
}

fn name_of(responder: &Tlv) -> Result<String, Fault> {
    let inner = responder.reader().any()?;
    Ok(if responder.tag == tag::constructed(1) {
        Dn::new(inner).to_string()
    } else {
        format!("key {}", hex(inner.content))
    })
}

fn status_name(status: Option<u64>) -> String {
    match status {
        Some(0) => "successful".to_owned(),
        Some(1) => "malformed request".to_owned(),
        Some(2) => "internal error".to_owned(),
        Some(3) => "try later".to_owned(),
        Some(5) => "signature required".to_owned(),
        Some(6) => "unauthorized".to_owned(),
        Some(other) => format!("status {other}"),
        None => "unreadable status".to_owned(),
    }
}
