//! The facts of a certificate revocation list (RFC 5280 §5).

use super::{extensions, registry, signature_name};
use crate::model::{Fact, Value};
use crate::pki::anatomy::{self, Dn, timestamp};
use crate::pki::format::der::{Fault, Reader, Tlv, hex, single, tag};

/// Everything that a revocation list says.
///
/// # Errors
///
/// The first place where the outline of a list is not kept.
pub(crate) fn crl(der: &[u8]) -> Result<Vec<Fact>, Fault> {
    let mut outer = single(der, tag::SEQUENCE, "a revocation list")?.reader();
    let mut fields = outer.expect(tag::SEQUENCE, "the signed part")?.reader();
    let algorithm = outer.expect(tag::SEQUENCE, "the signature algorithm")?;
    fields.optional(tag::INTEGER)?;
    fields.expect(tag::SEQUENCE, "the signature algorithm")?;
    let issuer = Dn::new(fields.expect(tag::SEQUENCE, "the issuer")?);
    let this = time(&mut fields)?.ok_or_else(|| Fault {
        offset: fields.offset(),
        what: "no time of issue".to_owned(),
    })?;
    let next = time(&mut fields)?;
    let revoked = match fields.optional(tag::SEQUENCE)? {
        Some(list) => list.children()?.iter().map(entry).collect::<Result<_, _>>()?,
        None => Vec::new(),
    };
    let own = match fields.optional(tag::constructed(0))? {
        Some(explicit) => anatomy::extensions(&explicit)?,
        None => Vec::new(),
    };
    Ok(vec![
        Fact::new("issuer", issuer.to_string()),
        Fact::new("this_update", moment(&this)),
        Fact::new("next_update", next.as_ref().map_or(Value::Absent, moment)),
        Fact::new("revoked", Value::List(revoked)),
        Fact::new("signature", signature_name(&algorithm)),
        Fact::new("sha256", super::sha256(der)),
        Fact::new("extensions", extensions(&own)),
    ])
}

fn entry(element: &Tlv) -> Result<Value, Fault> {
    let mut fields = element.reader();
    let serial = fields.expect(tag::INTEGER, "a serial number")?;
    let at = fields.any()?;
    let mut facts = vec![
        Fact::new("serial", hex(serial.content)),
        Fact::new("at", moment(&at)),
    ];
    if let Some(list) = fields.optional(tag::SEQUENCE)? {
        for element in list.children()? {
            let extension = anatomy::extension(&element)?;
            if extension.id == "2.5.29.21" {
                let code = Reader::new(extension.value.content).any()?;
                facts.push(Fact::new("reason", registry::reason(code.small())));
            }
        }
    }
    Ok(Value::Map(facts))
}

fn time<'a>(fields: &mut Reader<'a>) -> Result<Option<Tlv<'a>>, Fault> {
    match fields.optional(tag::UTC_TIME)? {
        Some(time) => Ok(Some(time)),
        None => fields.optional(tag::GENERALIZED_TIME),
    }
}

fn moment(time: &Tlv) -> Value {
    timestamp(time).map_or_else(
        || Value::Inconclusive("it cannot be read".to_owned()),
        Value::Time,
    )
}
