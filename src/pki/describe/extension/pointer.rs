//! Where to look further: AIA, SIA, CRL distribution points, and the scope of a CRL
//! (RFC 5280 §4.2.1.13, §4.2.2, §5.2.5).

use super::super::registry;
use crate::model::{Fact, Value};
use crate::pki::anatomy::GeneralName;
use crate::pki::format::der::{Fault, Tlv, single, tag};

pub(super) fn access(value: &[u8]) -> Result<Value, Fault> {
    let mut list = Vec::new();
    for description in single(value, tag::SEQUENCE, "access descriptions")?.children()? {
        let mut fields = description.reader();
        let method = registry::other(&fields.expect(tag::OID, "the method")?.oid());
        let location = GeneralName::new(fields.any()?);
        list.push(Value::map([
            Fact::new("method", method),
            Fact::new("location", plain(&location)),
        ]));
    }
    Ok(Value::List(list))
}

pub(super) fn distribution_points(value: &[u8]) -> Result<Value, Fault> {
    let points = single(value, tag::SEQUENCE, "distribution points")?.children()?;
    let mut list = Vec::new();
    for point in points {
        let mut fields = point.reader();
        let name = fields.optional(tag::constructed(0))?;
        let reasons = fields.optional(tag::context(1))?;
        let issuer = fields.optional(tag::constructed(2))?;
        let mut names = name.as_ref().map_or_else(|| Ok(Vec::new()), point_name)?;
        if let Some(issuer) = issuer {
            let issuers = issuer.children()?.into_iter().map(GeneralName::new);
            names.extend(issuers.map(|name| format!("issuer {}", plain(&name))));
        }
        if reasons.is_some() {
            names.push("(for some reasons only)".to_owned());
        }
        list.push(Value::Text(names.join(" ")));
    }
    Ok(Value::List(list))
}

pub(super) fn issuing(value: &[u8]) -> Result<Value, Fault> {
    let mut fields = single(value, tag::SEQUENCE, "the scope")?.reader();
    let mut facts = Vec::new();
    while !fields.is_empty() {
        let field = fields.any()?;
        let fact = match field.tag {
            0xa0 => Fact::new("point", point_name(&field)?),
            0x81 => Fact::new("only_user_certificates", field.content != [0]),
            0x82 => Fact::new("only_ca_certificates", field.content != [0]),
            0x83 => Fact::new("only_some_reasons", true),
            0x84 => Fact::new("indirect", field.content != [0]),
            0x85 => Fact::new("only_attribute_certificates", field.content != [0]),
            _ => return Err(field.fault("a field that no issuingDistributionPoint has")),
        };
        facts.push(fact);
    }
    Ok(Value::Map(facts))
}

/// A DistributionPointName: full names, or one relative to the CRL's issuer.
fn point_name(explicit: &Tlv) -> Result<Vec<String>, Fault> {
    let name = explicit.reader().any()?;
    if name.tag != tag::constructed(0) {
        return Ok(vec!["(a name relative to the issuer)".to_owned()]);
    }
    let names = name.children()?.into_iter().map(GeneralName::new);
    Ok(names.map(|name| plain(&name)).collect())
}

/// A URI as it is; any other name with its kind.
fn plain(name: &GeneralName) -> String {
    match name {
        GeneralName::Uri(_) => name.value(),
        other => other.to_string(),
    }
}
