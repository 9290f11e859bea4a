//! Signed certificate timestamps (RFC 6962 §3.2–3.3). The list is TLS-encoded inside an OCTET STRING.

use jiff::Timestamp;

use crate::model::{Fact, Value};
use crate::pki::format::der::{Fault, hex, single, tag};

pub(super) fn timestamps(value: &[u8]) -> Result<Value, Fault> {
    let string = single(value, tag::OCTET_STRING, "the timestamps")?;
    let broken = || string.fault("a list of timestamps whose lengths do not add up");
    let mut rest = vector(&mut &*string.content).ok_or_else(broken)?;
    let mut list = Vec::new();
    while !rest.is_empty() {
        let sct = vector(&mut rest).ok_or_else(broken)?;
        list.push(timestamp(sct).ok_or_else(broken)?);
    }
    Ok(Value::List(list))
}

fn timestamp(sct: &[u8]) -> Option<Value> {
    let (version, log, time) = (*sct.first()?, sct.get(1..33)?, sct.get(33..41)?);
    let millis = i64::from_be_bytes(time.try_into().ok()?);
    let at = Timestamp::from_millisecond(millis)
        .ok()
        .and_then(|at| Timestamp::from_second(at.as_second()).ok());
    Some(Value::map([
        Fact::new("log", hex(log)),
        Fact::new("at", at),
        Fact::new("version", u64::from(version) + 1),
    ]))
}

/// A vector with two octets of length (RFC 8446 §3.4).
fn vector<'a>(bytes: &mut &'a [u8]) -> Option<&'a [u8]> {
    let length = usize::from(u16::from_be_bytes([*bytes.first()?, *bytes.get(1)?]));
    let content = bytes.get(2..2 + length)?;
    *bytes = &bytes[2 + length..];
    Some(content)
}
