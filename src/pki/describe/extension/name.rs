//! Names in extensions: alternative names and directory attributes (RFC 5280 §4.2.1.6–8).

use crate::model::{Fact, Value};
use crate::pki::anatomy::{GeneralName, text};
use crate::pki::format::der::{Fault, single, tag};

pub(super) fn alternative(value: &[u8]) -> Result<Value, Fault> {
    let names = GeneralName::list(value)?;
    Ok(Value::list(names.iter().map(ToString::to_string)))
}

pub(super) fn directory_attributes(value: &[u8]) -> Result<Value, Fault> {
    let mut list = Vec::new();
    for attribute in single(value, tag::SEQUENCE, "attributes")?.children()? {
        let mut fields = attribute.reader();
        let id = fields.expect(tag::OID, "an attribute's type")?.oid();
        let values = fields.expect(tag::SET, "an attribute's values")?.children()?;
        list.push(Value::map([
            Fact::new("type", id),
            Fact::new("values", Value::list(values.iter().map(text))),
        ]));
    }
    Ok(Value::List(list))
}
