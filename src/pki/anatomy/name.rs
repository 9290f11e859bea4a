//! Distinguished names (RFC 5280 §4.1.2.4): every attribute in its place, with the string type it was
//! written in. Text comes out as it stands; the renderers escape it.

use std::fmt;

use super::id;
use crate::pki::format::der::{Tlv, hex, tag};

/// A distinguished name.
#[derive(Clone, Debug)]
pub(crate) struct Dn<'a> {
    /// The whole SEQUENCE, for comparing.
    pub(crate) raw: Tlv<'a>,
    /// The relative names, each one or more attributes.
    pub(crate) rdns: Vec<Vec<Attribute<'a>>>,
    /// Whether all of it could be read.
    pub(crate) whole: bool,
}

/// One attribute: a type and a value.
#[derive(Clone, Debug)]
pub(crate) struct Attribute<'a> {
    /// The dotted id.
    pub(crate) id: String,
    /// The value, with its string type in the tag.
    pub(crate) value: Tlv<'a>,
}

impl<'a> Dn<'a> {
    /// Reads as much of a name as can be read.
    pub(crate) fn new(raw: Tlv<'a>) -> Self {
        let mut name = Self {
            raw,
            rdns: Vec::new(),
            whole: true,
        };
        let mut sets = raw.reader();
        while !sets.is_empty() {
            match sets.any().map(|set| relative(&set)) {
                Ok(Some(rdn)) => name.rdns.push(rdn),
                _ => {
                    name.whole = false;
                    break;
                }
            }
        }
        name
    }

    /// Every attribute in order.
    pub(crate) fn attributes(&self) -> impl Iterator<Item = &Attribute<'a>> {
        self.rdns.iter().flatten()
    }

    /// The values of the attributes with this id.
    pub(crate) fn values(&self, id: &str) -> impl Iterator<Item = String> {
        self.attributes().filter(move |a| a.id == id).map(Attribute::text)
    }

    /// The last common name, which is the most specific one.
    pub(crate) fn common_name(&self) -> Option<String> {
        self.values(id::COMMON_NAME)
            .last()
            .filter(|name| !name.is_empty())
    }

    /// Whether it has no attribute at all.
    pub(crate) fn is_empty(&self) -> bool {
        self.raw.content.is_empty()
    }
}

impl Attribute<'_> {
    /// The value as text.
    pub(crate) fn text(&self) -> String {
        text(&self.value)
    }

    /// The short name of RFC 4514 §3 and common use, or the dotted id.
    pub(crate) fn key(&self) -> &str {
        SHORT
            .iter()
            .find(|(id, _)| *id == self.id)
            .map_or(&self.id, |(_, short)| short)
    }
}

/// RFC 4514: the most specific first, with what would be ambiguous escaped.
impl fmt::Display for Dn<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, rdn) in self.rdns.iter().rev().enumerate() {
            for (j, attribute) in rdn.iter().enumerate() {
                f.write_str(match (i, j) {
                    (0, 0) => "",
                    (_, 0) => ", ",
                    _ => "+",
                })?;
                write!(f, "{}={}", attribute.key(), quoted(&attribute.text()))?;
            }
        }
        f.write_str(if self.whole { "" } else { " (damaged)" })
    }
}

/// A string of any ASN.1 type as text; bytes that are no text in it come as `\xNN`.
pub(crate) fn text(value: &Tlv) -> String {
    match value.tag {
        tag::BMP_STRING => wide(value.content, 2),
        tag::UNIVERSAL_STRING => wide(value.content, 4),
        tag::TELETEX_STRING => value.content.iter().map(|b| char::from(*b)).collect(),
        0x80.. | 0x0c..=0x1e => narrow(value.content),
        _ => format!("#{}", hex(value.full)),
    }
}

/// UTF-8 as far as it is, and `\xNN` for the rest.
pub(super) fn narrow(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        for byte in chunk.invalid() {
            text.push_str(&format!("\\x{byte:02x}"));
        }
    }
    text
}

fn wide(bytes: &[u8], size: usize) -> String {
    if size == 2 {
        let units = bytes
            .chunks_exact(2)
            .map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
        return char::decode_utf16(units)
            .map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER))
            .collect();
    }
    bytes
        .chunks_exact(4)
        .map(|four| u32::from_be_bytes([four[0], four[1], four[2], four[3]]))
        .map(|code| char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect()
}

fn relative<'a>(set: &Tlv<'a>) -> Option<Vec<Attribute<'a>>> {
    let read = |pair: Tlv<'a>| {
        let mut fields = pair.reader();
        let id = fields.expect(tag::OID, "an attribute's type").ok()?.oid();
        Some(Attribute {
            id,
            value: fields.any().ok()?,
        })
    };
    (set.tag == tag::SET).then_some(())?;
    set.children().ok()?.into_iter().map(read).collect()
}

fn quoted(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    for (i, c) in value.char_indices() {
        let edge = (c == ' ' && (i == 0 || i + 1 == value.len())) || (c == '#' && i == 0);
        if edge || matches!(c, ',' | '+' | '"' | '\\' | '<' | '>' | ';' | '=') {
            text.push('\\');
        }
        text.push(c);
    }
    text
}

/// RFC 4514 §3, RFC 4519 and what certificates use besides.
const SHORT: &[(&str, &str)] = &[
    ("2.5.4.3", "CN"),
    ("2.5.4.4", "SN"),
    ("2.5.4.5", "serialNumber"),
    ("2.5.4.6", "C"),
    ("2.5.4.7", "L"),
    ("2.5.4.8", "ST"),
    ("2.5.4.9", "street"),
    ("2.5.4.10", "O"),
    ("2.5.4.11", "OU"),
    ("2.5.4.12", "title"),
    ("2.5.4.13", "description"),
    ("2.5.4.15", "businessCategory"),
    ("2.5.4.17", "postalCode"),
    ("2.5.4.41", "name"),
    ("2.5.4.42", "GN"),
    ("2.5.4.43", "initials"),
    ("2.5.4.44", "generationQualifier"),
    ("2.5.4.46", "dnQualifier"),
    ("2.5.4.65", "pseudonym"),
    ("2.5.4.97", "organizationIdentifier"),
    ("0.9.2342.19200300.100.1.1", "UID"),
    ("0.9.2342.19200300.100.1.25", "DC"),
    ("1.2.840.113549.1.9.1", "emailAddress"),
    ("1.2.840.113549.1.9.2", "unstructuredName"),
    ("1.3.6.1.4.1.311.60.2.1.1", "jurisdictionL"),
    ("1.3.6.1.4.1.311.60.2.1.2", "jurisdictionST"),
    ("1.3.6.1.4.1.311.60.2.1.3", "jurisdictionC"),
];
