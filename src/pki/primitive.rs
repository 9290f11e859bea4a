//! Values inside DER elements: BOOLEAN, INTEGER, BIT STRING, object identifiers and times, strictly as
//! X.690 §10–11 and RFC 5280 §4.1.2.5 write them, and times also leniently, since a certificate with an
//! odd time is still a certificate. Elements themselves are read by `format::der`.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;

use super::format::der::{Fault, Tlv, dotted, tag};

/// A result whose error says what is not DER, and at which byte.
pub(crate) type Read<T> = Result<T, Fault>;

/// An object identifier, by its content octets.
#[derive(Clone, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub(crate) struct Oid(Box<[u8]>);

impl Oid {
    /// The identifier whose DER content is `octets`.
    pub(crate) fn new(octets: &[u8]) -> Self {
        Self(octets.into())
    }

    /// The content octets.
    pub(crate) fn octets(&self) -> &[u8] {
        &self.0
    }

    /// Whether it is the one with these content octets.
    pub(crate) fn is(&self, octets: &[u8]) -> bool {
        *self.0 == *octets
    }
}

impl fmt::Display for Oid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&dotted(&self.0).unwrap_or_default())
    }
}

impl fmt::Debug for Oid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// A BOOLEAN, which DER writes as 00 or FF.
pub(crate) fn boolean(tlv: &Tlv<'_>) -> Read<bool> {
    match tlv.content {
        [0x00] => Ok(false),
        [0xff] => Ok(true),
        _ => Err(tlv.fault("a BOOLEAN that is neither 00 nor ff")),
    }
}

/// The content of an INTEGER, which must be in its minimal form.
pub(crate) fn integer<'a>(tlv: &Tlv<'a>) -> Read<&'a [u8]> {
    match tlv.content {
        [] => Err(tlv.fault("an INTEGER without content")),
        [0x00, next, ..] if *next < 0x80 => Err(tlv.fault("an INTEGER with a needless leading 00")),
        [0xff, next, ..] if *next >= 0x80 => Err(tlv.fault("an INTEGER with a needless leading ff")),
        content => Ok(content),
    }
}

/// An INTEGER that is not negative; what is beyond 32 bits saturates.
pub(crate) fn small(tlv: &Tlv<'_>) -> Read<u32> {
    let content = integer(tlv)?;
    if content[0] >= 0x80 {
        return Err(tlv.fault("a negative INTEGER"));
    }
    Ok(content.iter().fold(0_u32, |sum, octet| {
        sum.checked_mul(256)
            .map_or(u32::MAX, |high| high | u32::from(*octet))
    }))
}

/// The octets of a BIT STRING without unused bits, such as a signature or a key.
pub(crate) fn whole_bits<'a>(tlv: &Tlv<'a>) -> Read<&'a [u8]> {
    match tlv.bits() {
        Some((0, octets)) => Ok(octets),
        _ => Err(tlv.fault("a BIT STRING that is not whole octets")),
    }
}

/// The first 16 bits of a BIT STRING of named bits as a mask: bit 0 of the string is bit 0 of it.
pub(crate) fn named_bits(tlv: &Tlv<'_>) -> Read<u16> {
    let (unused, octets) = tlv.bits().ok_or_else(|| tlv.fault("a BIT STRING that is none"))?;
    if octets
        .last()
        .is_some_and(|last| last.trailing_zeros() < u32::from(unused))
    {
        return Err(tlv.fault("a BIT STRING whose unused bits are set"));
    }
    Ok(octets.iter().take(2).enumerate().fold(0, |mask, (i, octet)| {
        mask | u16::from(octet.reverse_bits()) << (8 * i)
    }))
}

/// The identifier in an OBJECT IDENTIFIER.
pub(crate) fn object_id(tlv: &Tlv<'_>) -> Read<Oid> {
    let starts_padded = |pair: &[u8]| pair[0] < 0x80 && pair[1] == 0x80;
    match tlv.content {
        [0x80, ..] => Err(tlv.fault("an object identifier with a padded arc")),
        content if content.windows(2).any(starts_padded) => {
            Err(tlv.fault("an object identifier with a padded arc"))
        }
        [.., last] if *last < 0x80 => Ok(Oid::new(tlv.content)),
        _ => Err(tlv.fault("an object identifier that ends in the middle of an arc")),
    }
}

/// A UTCTime or GeneralizedTime as RFC 5280 §4.1.2.5 profiles them: to the second, in Zulu.
pub(crate) fn time(tlv: &Tlv<'_>) -> Read<Timestamp> {
    match lenient_time(tlv) {
        Some((time, true)) => Ok(time),
        Some((_, false)) => Err(tlv.fault("a time that is not YYMMDDHHMMSSZ or YYYYMMDDHHMMSSZ")),
        None => Err(tlv.fault("something that is no time")),
    }
}

/// A time in any form that ASN.1 knows, and whether it has the form that RFC 5280 §4.1.2.5 demands.
pub(crate) fn lenient_time(tlv: &Tlv<'_>) -> Option<(Timestamp, bool)> {
    let text = std::str::from_utf8(tlv.content)
        .ok()
        .filter(|text| text.is_ascii())?;
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (stamp, tail) = text.split_at(digits);
    let (year, rest) = match tlv.tag {
        tag::UTC_TIME if digits >= 10 => (window(stamp.get(..2)?.parse().ok()?), &stamp[2..]),
        tag::GENERALIZED_TIME if digits >= 10 => (stamp.get(..4)?.parse().ok()?, &stamp[4..]),
        _ => return None,
    };
    let field = |at: usize| rest.get(at..at + 2).map_or(Some(0), |two| two.parse::<i8>().ok());
    let civil = DateTime::new(year, field(0)?, field(2)?, field(4)?, field(6)?, field(8)?, 0).ok()?;
    let zone = match tail.strip_prefix(['.', ',']) {
        Some(fraction) => fraction.trim_start_matches(|c: char| c.is_ascii_digit()),
        None => tail,
    };
    let exact = tail == "Z" && rest.len() == 10;
    // 99991231235959Z, "no end" (RFC 5280 §4.1.2.5), lies a day beyond the last moment that jiff can hold.
    let time = offset(zone)?.to_timestamp(civil).unwrap_or(Timestamp::MAX);
    Some((time, exact))
}

/// The year that two digits of a UTCTime mean (RFC 5280 §4.1.2.5.1).
fn window(short: i16) -> i16 {
    if short < 50 { 2000 + short } else { 1900 + short }
}

fn offset(zone: &str) -> Option<Offset> {
    let (sign, digits) = match zone.split_at_checked(1) {
        None | Some(("Z", "")) => return Some(Offset::UTC),
        Some(("+", digits)) => (1, digits),
        Some(("-", digits)) => (-1, digits),
        Some(_) => return None,
    };
    let hours: i32 = digits.get(..2)?.parse().ok()?;
    let minutes: i32 = digits.get(2..4).map_or(Some(0), |two| two.parse().ok())?;
    Offset::from_seconds(sign * (hours * 3600 + minutes * 60)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pki::oid;

    fn tlv(tag: u8, content: &[u8]) -> Tlv<'_> {
        Tlv {
            tag,
            content,
            full: content,
            offset: 0,
        }
    }

    #[test]
    fn named_bits_count_from_the_first() {
        let bits = |content: &[u8]| named_bits(&tlv(tag::BIT_STRING, content)).ok();
        assert_eq!(bits(&[7, 0x80]), Some(1));
        assert_eq!(bits(&[1, 0x06]), Some(0b0110_0000));
        assert_eq!(bits(&[7, 0x00, 0x80]), Some(1 << 8));
        assert_eq!(bits(&[0]), Some(0));
        for bad in [&[7, 0xff][..], &[], &[9, 0x00], &[1]] {
            assert_eq!(bits(bad), None, "{bad:02x?}");
        }
    }

    #[test]
    fn integers_have_one_form() {
        let int = |content: &[u8]| small(&tlv(tag::INTEGER, content)).ok();
        assert_eq!(int(&[0]), Some(0));
        assert_eq!(int(&[0x01, 0x00]), Some(256));
        assert_eq!(int(&[0x01, 0, 0, 0, 0]), Some(u32::MAX));
        for bad in [&[][..], &[0x80], &[0, 1]] {
            assert_eq!(int(bad), None, "{bad:02x?}");
        }
    }

    #[test]
    fn identifiers_have_one_form() {
        let oid = |content: &[u8]| object_id(&tlv(tag::OID, content)).ok().map(|oid| oid.to_string());
        assert_eq!(oid(oid::SCT_LIST).as_deref(), Some("1.3.6.1.4.1.11129.2.4.2"));
        for bad in [&[][..], &[0x80, 1], &[0x55, 0x80, 1], &[0x55, 0x81]] {
            assert_eq!(oid(bad), None, "{bad:02x?}");
        }
    }

    #[test]
    fn times_outside_the_profile_are_read_and_marked() {
        let time = |tag, text: &str| {
            lenient_time(&tlv(tag, text.as_bytes())).map(|(time, exact)| (time.to_string(), exact))
        };
        let is = |text: &str, exact| Some((text.to_owned(), exact));
        let (utc, general) = (tag::UTC_TIME, tag::GENERALIZED_TIME);
        assert_eq!(time(utc, "491231235959Z"), is("2049-12-31T23:59:59Z", true));
        assert_eq!(time(utc, "500101000000Z"), is("1950-01-01T00:00:00Z", true));
        assert_eq!(time(utc, "4912312359Z"), is("2049-12-31T23:59:00Z", false));
        assert_eq!(
            time(general, "20500101020000+0200"),
            is("2050-01-01T00:00:00Z", false)
        );
        assert_eq!(
            time(general, "20500101000000.5Z"),
            is("2050-01-01T00:00:00Z", false)
        );
        assert_eq!(
            time(general, "99991231235959Z"),
            is(&Timestamp::MAX.to_string(), true)
        );
        assert_eq!(time(utc, "soon"), None);
        assert_eq!(time(general, "20501301000000Z"), None);
    }
}
