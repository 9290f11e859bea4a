//! Reading DER element by element (X.690 §8–10). It copies nothing, never recurses, and every fault
//! names its byte offset; what strict parsers refuse as a whole can so still be shown in part.
//! Writing is in `pki::der`; meaning is elsewhere.

use std::fmt;

/// The tags that certificates are made of (X.680 §8.4); constructed and context bits included.
pub(crate) mod tag {
    pub(crate) const BOOLEAN: u8 = 0x01;
    pub(crate) const INTEGER: u8 = 0x02;
    pub(crate) const BIT_STRING: u8 = 0x03;
    pub(crate) const OCTET_STRING: u8 = 0x04;
    pub(crate) const NULL: u8 = 0x05;
    pub(crate) const OID: u8 = 0x06;
    pub(crate) const ENUMERATED: u8 = 0x0a;
    pub(crate) const UTF8_STRING: u8 = 0x0c;
    pub(crate) const PRINTABLE_STRING: u8 = 0x13;
    pub(crate) const TELETEX_STRING: u8 = 0x14;
    pub(crate) const IA5_STRING: u8 = 0x16;
    pub(crate) const UTC_TIME: u8 = 0x17;
    pub(crate) const GENERALIZED_TIME: u8 = 0x18;
    pub(crate) const UNIVERSAL_STRING: u8 = 0x1c;
    pub(crate) const BMP_STRING: u8 = 0x1e;
    pub(crate) const SEQUENCE: u8 = 0x30;
    pub(crate) const SET: u8 = 0x31;

    /// `[number]`, primitive (IMPLICIT on a primitive type).
    pub(crate) const fn context(number: u8) -> u8 {
        0x80 | number
    }

    /// `[number]`, constructed (EXPLICIT, or IMPLICIT on a SEQUENCE or SET).
    pub(crate) const fn constructed(number: u8) -> u8 {
        0xa0 | number
    }
}

/// One element: its tag, its content, and the whole of it as it stands.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Tlv<'a> {
    /// The identifier octet.
    pub(crate) tag: u8,
    /// The content octets.
    pub(crate) content: &'a [u8],
    /// Identifier, length and content.
    pub(crate) full: &'a [u8],
    /// Where `full` begins, in bytes from the start of the outermost input.
    pub(crate) offset: usize,
}

/// Elements one after the other.
#[derive(Clone, Debug)]
pub(crate) struct Reader<'a> {
    rest: &'a [u8],
    offset: usize,
}

/// Why bytes are not the DER that was expected.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Fault {
    /// Bytes from the start of the outermost input.
    pub(crate) offset: usize,
    /// What is so, in one clause.
    pub(crate) what: String,
}

impl<'a> Tlv<'a> {
    /// The elements inside.
    pub(crate) fn reader(&self) -> Reader<'a> {
        Reader {
            rest: self.content,
            offset: self.offset + (self.full.len() - self.content.len()),
        }
    }

    /// The elements inside, each of which must be whole.
    pub(crate) fn children(&self) -> Result<Vec<Self>, Fault> {
        self.reader().all()
    }

    /// A fault at this element.
    pub(crate) fn fault(&self, what: impl Into<String>) -> Fault {
        Fault {
            offset: self.offset,
            what: what.into(),
        }
    }

    /// An INTEGER's value where it fits and is not negative.
    pub(crate) fn small(&self) -> Option<u64> {
        let (&first, rest) = self.content.split_first()?;
        if first & 0x80 != 0 || rest.len() > 8 || (rest.len() == 8 && first != 0) {
            return None;
        }
        Some(self.content.iter().fold(0, |n, &b| (n << 8) | u64::from(b)))
    }

    /// A BIT STRING's unused bits and its bytes.
    pub(crate) fn bits(&self) -> Option<(u8, &'a [u8])> {
        let (&unused, bytes) = self.content.split_first()?;
        (unused < 8 && (unused == 0 || !bytes.is_empty())).then_some((unused, bytes))
    }

    /// The dotted form of an OBJECT IDENTIFIER; what is none comes back as hexadecimal.
    pub(crate) fn oid(&self) -> String {
        dotted(self.content).unwrap_or_else(|| format!("(bad OID {})", hex(self.content)))
    }
}

impl<'a> Reader<'a> {
    /// Reads from the start of an input.
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self {
            rest: bytes,
            offset: 0,
        }
    }

    /// Whether everything has been read.
    pub(crate) fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// What has not been read.
    pub(crate) fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// Where the next element begins.
    pub(crate) fn offset(&self) -> usize {
        self.offset
    }

    /// The next element, whatever it is.
    pub(crate) fn any(&mut self) -> Result<Tlv<'a>, Fault> {
        let fault = |what: &str| Fault {
            offset: self.offset,
            what: what.to_owned(),
        };
        let &[tag, ref after @ ..] = self.rest else {
            return Err(fault("it ends where another element was expected"));
        };
        if tag & 0x1f == 0x1f {
            return Err(fault("a tag number above 30, which nothing here uses"));
        }
        let (length, header) = length(after).map_err(fault)?;
        let end = length
            .checked_add(1 + header)
            .filter(|&end| end <= self.rest.len())
            .ok_or_else(|| {
                fault(&format!(
                    "an element of {length} bytes where {} are left",
                    self.rest.len().saturating_sub(1 + header)
                ))
            })?;
        let (full, rest) = self.rest.split_at(end);
        let tlv = Tlv {
            tag,
            content: &full[1 + header..],
            full,
            offset: self.offset,
        };
        self.rest = rest;
        self.offset += end;
        Ok(tlv)
    }

    /// The next element, which must bear `tag`.
    pub(crate) fn expect(&mut self, tag: u8, name: &str) -> Result<Tlv<'a>, Fault> {
        let before = self.clone();
        let found = self.any()?;
        if found.tag == tag {
            return Ok(found);
        }
        *self = before;
        Err(found.fault(format!(
            "{} where {name} ({}) was expected",
            tag_name(found.tag),
            tag_name(tag)
        )))
    }

    /// The next element if it bears `tag`.
    pub(crate) fn optional(&mut self, tag: u8) -> Result<Option<Tlv<'a>>, Fault> {
        if self.rest.first() == Some(&tag) {
            self.any().map(Some)
        } else {
            Ok(None)
        }
    }

    /// Everything that is left, each element whole.
    pub(crate) fn all(mut self) -> Result<Vec<Tlv<'a>>, Fault> {
        let mut elements = Vec::new();
        while !self.is_empty() {
            elements.push(self.any()?);
        }
        Ok(elements)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "at byte {}: {}", self.offset, self.what)
    }
}

/// The one element that `bytes` is, with nothing after it.
pub(crate) fn single<'a>(bytes: &'a [u8], tag: u8, name: &str) -> Result<Tlv<'a>, Fault> {
    let mut reader = Reader::new(bytes);
    let found = reader.expect(tag, name)?;
    if reader.is_empty() {
        return Ok(found);
    }
    Err(Fault {
        offset: reader.offset(),
        what: format!("{} bytes after the end of {name}", reader.rest().len()),
    })
}

/// The dotted form of an OBJECT IDENTIFIER's content.
pub(crate) fn dotted(content: &[u8]) -> Option<String> {
    if content.is_empty() || content.last()? & 0x80 != 0 {
        return None;
    }
    let mut text = String::new();
    let mut arc = 0_u128;
    for &byte in content {
        arc = arc.checked_mul(128)? + u128::from(byte & 0x7f);
        if byte & 0x80 != 0 {
            continue;
        }
        if text.is_empty() {
            let first = (arc / 40).min(2);
            text = format!("{first}.{}", arc - first * 40);
        } else {
            text.push_str(&format!(".{arc}"));
        }
        arc = 0;
    }
    Some(text)
}

/// Lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        text.push(char::from(DIGITS[usize::from(byte >> 4)]));
        text.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
    text
}

/// The length and how many octets it took (X.690 §10.1: definite, and as short as can be).
fn length(bytes: &[u8]) -> Result<(usize, usize), &'static str> {
    let &[first, ref after @ ..] = bytes else {
        return Err("it ends before the length of an element");
    };
    if first < 0x80 {
        return Ok((usize::from(first), 1));
    }
    if first == 0x80 {
        return Err("an indefinite length, which BER allows and DER does not");
    }
    let count = usize::from(first & 0x7f);
    if count > 4 {
        return Err("a length of more than 4 GiB");
    }
    let octets = after
        .get(..count)
        .ok_or("it ends within the length of an element")?;
    let value = octets.iter().fold(0_usize, |n, &b| (n << 8) | usize::from(b));
    if value < 0x80 || octets[0] == 0 {
        return Err("a length that is longer than it need be, which BER allows and DER does not");
    }
    Ok((value, 1 + count))
}

fn tag_name(tag: u8) -> String {
    let known = match tag {
        tag::BOOLEAN => "BOOLEAN",
        tag::INTEGER => "INTEGER",
        tag::BIT_STRING => "BIT STRING",
        tag::OCTET_STRING => "OCTET STRING",
        tag::NULL => "NULL",
        tag::OID => "OBJECT IDENTIFIER",
        tag::ENUMERATED => "ENUMERATED",
        tag::UTF8_STRING => "UTF8String",
        tag::PRINTABLE_STRING => "PrintableString",
        tag::TELETEX_STRING => "TeletexString",
        tag::IA5_STRING => "IA5String",
        tag::UTC_TIME => "UTCTime",
        tag::GENERALIZED_TIME => "GeneralizedTime",
        tag::UNIVERSAL_STRING => "UniversalString",
        tag::BMP_STRING => "BMPString",
        tag::SEQUENCE => "SEQUENCE",
        tag::SET => "SET",
        0x80..=0xbf => return format!("[{}]", tag & 0x1f),
        other => return format!("tag 0x{other:02x}"),
    };
    known.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_are_read_with_their_offsets() {
        let bytes = [0x30, 0x06, 0x02, 0x01, 0x05, 0x06, 0x01, 0x2a];
        let sequence = single(&bytes, tag::SEQUENCE, "a test").expect("a sequence");
        let inner = sequence.children().expect("two elements");
        assert_eq!(inner[0].small(), Some(5));
        assert_eq!(inner[1].oid(), "1.2");
        assert_eq!(inner[1].offset, 5);
    }

    #[test]
    fn what_is_not_der_is_refused_with_its_place() {
        for (bytes, at) in [
            (&[0x30, 0x80, 0, 0][..], 0),
            (&[0x30, 0x84, 0xff, 0xff, 0xff, 0xff], 0),
            (&[0x30, 0x81, 0x01, 0x00], 0),
            (&[0x30], 0),
            (&[0x30, 0x00, 0x00], 2),
        ] {
            let fault = single(bytes, tag::SEQUENCE, "a test").expect_err("not DER");
            assert_eq!(fault.offset, at, "{fault}");
        }
    }

    #[test]
    fn an_oid_is_dotted_or_refused() {
        assert_eq!(dotted(&[0x55, 0x1d, 0x11]).as_deref(), Some("2.5.29.17"));
        assert_eq!(dotted(&[0x88, 0x37]).as_deref(), Some("2.999"));
        assert_eq!(dotted(&[0x55, 0x9d]), None);
        assert_eq!(dotted(&[]), None);
    }
}
