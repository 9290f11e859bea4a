//! What a CA may do: basicConstraints, nameConstraints, policyConstraints, inhibitAnyPolicy
//! (RFC 5280 §4.2.1.9–11, §4.2.1.14).

use crate::model::{Fact, Value};
use crate::pki::anatomy::GeneralName;
use crate::pki::format::der::{Fault, Tlv, single, tag};

pub(super) fn basic(value: &[u8]) -> Result<Value, Fault> {
    let mut fields = single(value, tag::SEQUENCE, "basicConstraints")?.reader();
    let ca = fields.optional(tag::BOOLEAN)?;
    let length = fields.optional(tag::INTEGER)?;
    let mut facts = vec![Fact::new("ca", ca.is_some_and(|ca| ca.content != [0]))];
    if let Some(length) = length {
        facts.push(Fact::new("path_length", number(&length)?));
    }
    Ok(Value::Map(facts))
}

pub(super) fn names(value: &[u8]) -> Result<Value, Fault> {
    let mut fields = single(value, tag::SEQUENCE, "nameConstraints")?.reader();
    let permitted = fields.optional(tag::constructed(0))?;
    let excluded = fields.optional(tag::constructed(1))?;
    let mut facts = Vec::new();
    for (id, subtrees) in [("permitted", permitted), ("excluded", excluded)] {
        if let Some(subtrees) = subtrees {
            facts.push(Fact::new(id, bases(&subtrees)?));
        }
    }
    Ok(Value::Map(facts))
}

pub(super) fn policy(value: &[u8]) -> Result<Value, Fault> {
    let mut fields = single(value, tag::SEQUENCE, "policyConstraints")?.reader();
    let mut facts = Vec::new();
    for (id, context) in [("require_explicit_policy", 0), ("inhibit_policy_mapping", 1)] {
        if let Some(skip) = fields.optional(tag::context(context))? {
            facts.push(Fact::new(id, number(&skip)?));
        }
    }
    Ok(Value::Map(facts))
}

pub(super) fn inhibit_any_policy(value: &[u8]) -> Result<Value, Fault> {
    let skip = single(value, tag::INTEGER, "inhibitAnyPolicy")?;
    Ok(Value::map([Fact::new("after_certificates", number(&skip)?)]))
}

/// The base of each GeneralSubtree; a minimum or maximum is said, though RFC 5280 forbids them.
fn bases(subtrees: &Tlv) -> Result<Value, Fault> {
    let mut list = Vec::new();
    for subtree in subtrees.children()? {
        let mut fields = subtree.reader();
        let base = GeneralName::new(fields.any()?);
        let mut text = match &base {
            GeneralName::Dns([]) => "DNS:(any)".to_owned(),
            GeneralName::Ip(bytes) if !bytes.is_empty() && bytes.iter().all(|b| *b == 0) => {
                format!("{base} (any)")
            }
            base => base.to_string(),
        };
        if !fields.is_empty() {
            text.push_str(" (with a minimum or maximum)");
        }
        list.push(Value::Text(text));
    }
    Ok(Value::List(list))
}

fn number(value: &Tlv) -> Result<u64, Fault> {
    value
        .small()
        .ok_or_else(|| value.fault("a number that is negative or far too large"))
}
