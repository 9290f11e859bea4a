//! Distinguished names: the raw encoding, the attributes in it, and when two of them are the same
//! (RFC 5280 §7.1). A name is kept as it was received; nothing here trusts it as text.

use std::borrow::Cow;
use std::fmt;
use std::sync::OnceLock;

use super::format::der::{Fault, Tlv, tag};
use super::oid;
use super::primitive::{Oid, Read, object_id};

/// A distinguished name.
pub(crate) struct Name {
    raw: Box<[u8]>,
    rdns: Vec<Vec<Attribute>>,
    folded: OnceLock<Vec<Vec<Folded>>>,
}

/// One attribute of a relative distinguished name.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Attribute {
    /// What it says: common name, organisation, …
    pub(crate) oid: Oid,
    /// The kind of string.
    pub(crate) tag: u8,
    /// The string's octets.
    pub(crate) value: Box<[u8]>,
}

/// An attribute in the form in which it is compared: strings folded, all else as it is.
#[derive(Clone, Eq, Ord, PartialEq, PartialOrd)]
struct Folded(Oid, Result<String, (u8, Box<[u8]>)>);

impl Name {
    /// Reads a Name from its SEQUENCE.
    pub(crate) fn read(tlv: &Tlv<'_>) -> Read<Self> {
        let mut rdns = Vec::new();
        for set in tlv.children()? {
            if set.tag != tag::SET {
                return Err(set.fault("a name with something in it that is no SET"));
            }
            rdns.push(relative(&set)?);
        }
        Ok(Self {
            raw: tlv.full.into(),
            rdns,
            folded: OnceLock::new(),
        })
    }

    /// The DER encoding, as received.
    pub(crate) fn raw(&self) -> &[u8] {
        &self.raw
    }

    /// Whether it names nothing.
    pub(crate) fn is_empty(&self) -> bool {
        self.rdns.is_empty()
    }

    /// Whether one of its relative names has no attribute, which X.501 does not allow.
    pub(crate) fn is_hollow(&self) -> bool {
        self.rdns.iter().any(Vec::is_empty)
    }

    /// All attributes, most general first.
    pub(crate) fn attributes(&self) -> impl Iterator<Item = &Attribute> {
        self.rdns.iter().flatten()
    }

    /// The values of one kind of attribute (`oid::COMMON_NAME`, …), as text.
    pub(crate) fn values(&self, kind: &[u8]) -> impl Iterator<Item = Cow<'_, str>> {
        self.attributes()
            .filter(move |attribute| attribute.oid.is(kind))
            .map(Attribute::text)
    }

    /// The most specific common name.
    pub(crate) fn common_name(&self) -> Option<Cow<'_, str>> {
        self.values(oid::COMMON_NAME).last()
    }

    /// What people know the subject by: its common name, else the whole name.
    pub(crate) fn short(&self) -> String {
        match self.common_name() {
            Some(name) if !name.is_empty() => name.into_owned(),
            _ if self.is_empty() => "(no name)".to_owned(),
            _ => self.to_string(),
        }
    }

    /// Whether both are the same name: byte for byte, or after the folding of RFC 5280 §7.1.
    pub(crate) fn same(&self, other: &Self) -> bool {
        self.raw == other.raw || (self.rdns.len() == other.rdns.len() && self.folded() == other.folded())
    }

    /// Whether this name lies in the subtree below `base` (RFC 5280 §4.2.1.10).
    pub(crate) fn within(&self, base: &Self) -> bool {
        base.rdns.len() <= self.rdns.len() && self.folded()[..base.rdns.len()] == *base.folded()
    }

    /// The name with one relative name appended, as a CRL distribution point may be given (§4.2.1.13).
    pub(crate) fn joined(&self, relative: &[Attribute]) -> Self {
        let mut rdns = self.rdns.clone();
        rdns.push(relative.to_vec());
        Self {
            raw: Box::default(),
            rdns,
            folded: OnceLock::new(),
        }
    }

    fn folded(&self) -> &[Vec<Folded>] {
        self.folded.get_or_init(|| {
            let fold = |rdn: &Vec<Attribute>| {
                let mut parts: Vec<Folded> = rdn.iter().map(Attribute::folded).collect();
                parts.sort();
                parts
            };
            self.rdns.iter().map(fold).collect()
        })
    }
}

impl Clone for Name {
    fn clone(&self) -> Self {
        Self {
            raw: self.raw.clone(),
            rdns: self.rdns.clone(),
            folded: OnceLock::new(),
        }
    }
}

impl PartialEq for Name {
    fn eq(&self, other: &Self) -> bool {
        self.same(other)
    }
}

impl Eq for Name {}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.to_string())
    }
}

/// `C=DE, O=Example, CN=example.com`, in the order of the encoding; separators inside values escaped.
impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, rdn) in self.rdns.iter().enumerate() {
            for (j, attribute) in rdn.iter().enumerate() {
                f.write_str(match (i, j) {
                    (0, 0) => "",
                    (_, 0) => ", ",
                    _ => " + ",
                })?;
                write!(f, "{attribute}")?;
            }
        }
        Ok(())
    }
}

impl Attribute {
    /// The value as text; octets that are none are replaced, other kinds of value shown in hexadecimal.
    pub(crate) fn text(&self) -> Cow<'_, str> {
        match self.tag {
            tag::UTF8_STRING | tag::PRINTABLE_STRING | tag::IA5_STRING => {
                String::from_utf8_lossy(&self.value)
            }
            _ => self.exact_text().map_or_else(
                || Cow::Owned(format!("#{}", super::format::der::hex(&self.value))),
                Cow::Owned,
            ),
        }
    }

    /// The short name of the attribute (`CN`), if it has one.
    pub(crate) fn short_name(&self) -> Option<&'static str> {
        SHORT_NAMES
            .iter()
            .find(|(kind, _)| self.oid.is(kind))
            .map(|(_, name)| *name)
    }

    /// The value where it is text without doubt.
    fn exact_text(&self) -> Option<String> {
        let units = |size: usize| {
            self.value.len().is_multiple_of(size).then(|| {
                self.value.chunks_exact(size).map(|chunk| {
                    chunk
                        .iter()
                        .fold(0_u32, |unit, octet| unit << 8 | u32::from(*octet))
                })
            })
        };
        match self.tag {
            tag::UTF8_STRING | tag::PRINTABLE_STRING | tag::IA5_STRING => {
                std::str::from_utf8(&self.value).ok().map(str::to_owned)
            }
            // Teletex strings in certificates hold Latin-1 in practice.
            tag::TELETEX_STRING => Some(self.value.iter().map(|octet| char::from(*octet)).collect()),
            tag::BMP_STRING => {
                let units = units(2)?.map(|unit| u16::try_from(unit).unwrap_or(0xfffd));
                String::from_utf16(&units.collect::<Vec<u16>>()).ok()
            }
            tag::UNIVERSAL_STRING => units(4)?.map(char::from_u32).collect(),
            _ => None,
        }
    }

    fn folded(&self) -> Folded {
        let value = self
            .exact_text()
            .map(|text| fold(&text))
            .ok_or_else(|| (self.tag, self.value.clone()));
        Folded(self.oid.clone(), value)
    }
}

impl fmt::Display for Attribute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.short_name() {
            Some(name) => f.write_str(name)?,
            None => write!(f, "{}", self.oid)?,
        }
        f.write_str("=")?;
        for c in self.text().chars() {
            if matches!(c, ',' | ';' | '+' | '\\' | '"' | '=') {
                f.write_str("\\")?;
            }
            write!(f, "{c}")?;
        }
        Ok(())
    }
}

/// Reads the attributes of one relative distinguished name from its SET.
pub(crate) fn relative(set: &Tlv<'_>) -> Read<Vec<Attribute>> {
    set.children()?.iter().map(attribute).collect()
}

fn attribute(pair: &Tlv<'_>) -> Result<Attribute, Fault> {
    let mut reader = pair.reader();
    let kind = reader.expect(tag::OID, "the type of an attribute")?;
    let value = reader.any()?;
    if pair.tag != tag::SEQUENCE || !reader.is_empty() {
        return Err(pair.fault("an attribute that is not type and value"));
    }
    Ok(Attribute {
        oid: object_id(&kind)?,
        tag: value.tag,
        value: value.content.into(),
    })
}

/// Case folded, white space trimmed and collapsed: what RFC 4518 asks of names that people write.
fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.extend(word.chars().flat_map(char::to_lowercase));
    }
    folded
}

/// Short names as RFC 4514 and OpenSSL write them.
const SHORT_NAMES: &[(&[u8], &str)] = &[
    (oid::COMMON_NAME, "CN"),
    (oid::COUNTRY, "C"),
    (oid::DOMAIN_COMPONENT, "DC"),
    (oid::EMAIL_ADDRESS, "emailAddress"),
    (oid::GIVEN_NAME, "GN"),
    (oid::LOCALITY, "L"),
    (oid::ORGANIZATION, "O"),
    (oid::ORGANIZATIONAL_UNIT, "OU"),
    (oid::SERIAL_NUMBER, "serialNumber"),
    (oid::STATE, "ST"),
    (oid::STREET, "street"),
    (oid::SURNAME, "SN"),
    (oid::TITLE, "title"),
    (oid::USER_ID, "UID"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pki::der;
    use crate::pki::format::der::single;

    /// Kind, tag and value.
    type Part<'a> = (&'a [u8], u8, &'a [u8]);

    fn name(rdns: &[&[Part<'_>]]) -> Name {
        let raw = der::sequence(rdns.iter().map(|rdn| {
            der::element(
                tag::SET,
                &der::concat(
                    rdn.iter()
                        .map(|(kind, tag, value)| der::sequence([der::oid(kind), der::element(*tag, value)])),
                ),
            )
        }));
        Name::read(&single(&raw, tag::SEQUENCE, "a name").expect("DER")).expect("a name")
    }

    fn cn(tag: u8, value: &[u8]) -> Name {
        name(&[&[(oid::COMMON_NAME, tag, value)]])
    }

    #[test]
    fn names_are_the_same_after_folding_case_space_and_string_type() {
        let plain = cn(tag::PRINTABLE_STRING, b"Good CA");
        for same in [
            cn(tag::UTF8_STRING, b"Good CA"),
            cn(tag::PRINTABLE_STRING, b"  good    ca "),
            cn(tag::BMP_STRING, b"\0G\0o\0o\0d\0 \0C\0A"),
        ] {
            assert_eq!(plain, same);
        }
        for other in [
            cn(tag::PRINTABLE_STRING, b"GoodCA"),
            cn(tag::OCTET_STRING, b"Good CA"),
            name(&[&[(oid::ORGANIZATION, tag::PRINTABLE_STRING, b"Good CA")]]),
            name(&[]),
        ] {
            assert_ne!(plain, other);
        }
    }

    #[test]
    fn the_order_inside_a_relative_name_does_not_matter_and_outside_it_does() {
        let a: Part<'_> = (oid::COMMON_NAME, tag::UTF8_STRING, b"a");
        let b: Part<'_> = (oid::ORGANIZATION, tag::UTF8_STRING, b"b");
        assert_eq!(name(&[&[a, b]]), name(&[&[b, a]]));
        assert_ne!(name(&[&[a], &[b]]), name(&[&[b], &[a]]));
        assert!(name(&[&[a], &[b]]).within(&name(&[&[a]])));
        assert!(!name(&[&[a]]).within(&name(&[&[a], &[b]])));
    }

    #[test]
    fn separators_inside_values_are_escaped() {
        let tricky = cn(tag::UTF8_STRING, b"a, O=b");
        assert_eq!(tricky.to_string(), "CN=a\\, O\\=b");
    }
}
