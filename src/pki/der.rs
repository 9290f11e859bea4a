//! The writing of DER, with no opinion about what is right, so that broken certificates can be written
//! too. Must not know what any element means; `format::der` reads. X.690.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

pub(crate) use super::format::der::tag;

/// One element: its identifier octet, its length in the shortest form, its content.
pub(crate) fn element(tag: u8, content: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(content.len() + 5);
    bytes.push(tag);
    match content.len() {
        short @ 0..128 => bytes.push(u8::try_from(short).expect("below 128")),
        long => {
            let octets = long.to_be_bytes();
            let used = &octets[octets.iter().take_while(|b| **b == 0).count()..];
            bytes.push(0x80 | u8::try_from(used.len()).expect("a usize has at most 8 octets"));
            bytes.extend_from_slice(used);
        }
    }
    bytes.extend_from_slice(content);
    bytes
}

/// A SEQUENCE of elements that are already encoded.
pub(crate) fn sequence<T: AsRef<[u8]>>(parts: impl IntoIterator<Item = T>) -> Vec<u8> {
    element(tag::SEQUENCE, &concat(parts))
}

/// A SET of one element (of more, DER asks for an order that the caller has to see to).
pub(crate) fn set_of_one(part: &[u8]) -> Vec<u8> {
    element(tag::SET, part)
}

/// The elements one after the other.
pub(crate) fn concat<T: AsRef<[u8]>>(parts: impl IntoIterator<Item = T>) -> Vec<u8> {
    let mut bytes = Vec::new();
    for part in parts {
        bytes.extend_from_slice(part.as_ref());
    }
    bytes
}

/// An INTEGER that is not negative, from its magnitude, most significant octet first.
pub(crate) fn integer(magnitude: &[u8]) -> Vec<u8> {
    element(tag::INTEGER, &positive(magnitude))
}

/// The content octets of a non-negative INTEGER: no superfluous zeros, one where the top bit is set.
pub(crate) fn positive(magnitude: &[u8]) -> Vec<u8> {
    let zeros = magnitude.iter().take_while(|b| **b == 0).count();
    let mut content = magnitude[zeros..].to_vec();
    if content.first().is_none_or(|b| b & 0x80 != 0) {
        content.insert(0, 0);
    }
    content
}

/// An OBJECT IDENTIFIER from its content octets.
pub(crate) fn oid(content: &[u8]) -> Vec<u8> {
    element(tag::OID, content)
}

/// An OCTET STRING.
pub(crate) fn octets(content: &[u8]) -> Vec<u8> {
    element(tag::OCTET_STRING, content)
}

/// A BIT STRING of whole octets.
pub(crate) fn bits(content: &[u8]) -> Vec<u8> {
    element(tag::BIT_STRING, &concat([&[0][..], content]))
}

/// A BIT STRING of named bits (bit 0 is the highest of the first octet), without trailing zero bits.
pub(crate) fn named_bits(set: impl IntoIterator<Item = u8>) -> Vec<u8> {
    let mut octets = Vec::new();
    for bit in set {
        let place = usize::from(bit / 8);
        octets.resize(octets.len().max(place + 1), 0_u8);
        octets[place] |= 0x80 >> (bit % 8);
    }
    let unused = octets.last().map_or(0, |last| last.trailing_zeros());
    octets.insert(0, u8::try_from(unused).expect("at most 8"));
    element(tag::BIT_STRING, &octets)
}

/// BOOLEAN TRUE. FALSE is the default wherever certificates use it, and DER leaves defaults out.
pub(crate) fn boolean_true() -> Vec<u8> {
    element(tag::BOOLEAN, &[0xff])
}

/// A UTF8String.
pub(crate) fn utf8(text: &str) -> Vec<u8> {
    element(tag::UTF8_STRING, text.as_bytes())
}

/// A time as RFC 5280 §4.1.2.5 wants it: UTCTime for the years 1950 to 2049, else GeneralizedTime.
pub(crate) fn time(at: Timestamp) -> Vec<u8> {
    let year = civil(at).year();
    if (1950..2050).contains(&year) {
        utc_time(at)
    } else {
        generalized_time(at)
    }
}

/// A UTCTime; years outside 1950 to 2049 lose their century.
pub(crate) fn utc_time(at: Timestamp) -> Vec<u8> {
    element(tag::UTC_TIME, &digits(at).as_bytes()[2..])
}

/// A GeneralizedTime in whole seconds.
pub(crate) fn generalized_time(at: Timestamp) -> Vec<u8> {
    element(tag::GENERALIZED_TIME, digits(at).as_bytes())
}

fn digits(at: Timestamp) -> String {
    // The last moment of all says that there is no end (RFC 5280 §4.1.2.5).
    if at.as_second() == Timestamp::MAX.as_second() {
        return "99991231235959Z".to_owned();
    }
    let t = civil(at);
    format!(
        "{:04}{:02}{:02}{:02}{:02}{:02}Z",
        t.year().max(0),
        t.month(),
        t.day(),
        t.hour(),
        t.minute(),
        t.second()
    )
}

fn civil(at: Timestamp) -> DateTime {
    TimeZone::UTC.to_datetime(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_take_the_shortest_form() {
        assert_eq!(element(4, &[0; 127])[..2], [4, 127]);
        assert_eq!(element(4, &[0; 128])[..3], [4, 0x81, 128]);
        assert_eq!(element(4, &[0; 256])[..4], [4, 0x82, 1, 0]);
    }

    #[test]
    fn integers_are_minimal_and_never_negative() {
        assert_eq!(integer(&[]), [2, 1, 0]);
        assert_eq!(integer(&[0, 0, 1]), [2, 1, 1]);
        assert_eq!(integer(&[0x80]), [2, 2, 0, 0x80]);
    }

    #[test]
    fn named_bits_have_no_trailing_zeros() {
        assert_eq!(named_bits([0]), [3, 2, 7, 0x80]);
        assert_eq!(named_bits([5, 6]), [3, 2, 1, 0x06]);
        assert_eq!(named_bits([0, 8]), [3, 3, 7, 0x80, 0x80]);
        assert_eq!(named_bits([]), [3, 1, 0]);
    }

    #[test]
    fn the_form_of_a_time_changes_where_rfc_5280_says() {
        let time = |text: &str| time(text.parse().expect("a valid time"));
        assert_eq!(
            time("2049-12-31T23:59:59Z"),
            element(tag::UTC_TIME, b"491231235959Z")
        );
        assert_eq!(
            time("2050-01-01T00:00:00Z"),
            element(tag::GENERALIZED_TIME, b"20500101000000Z")
        );
        assert_eq!(
            time("1950-01-01T00:00:00Z"),
            element(tag::UTC_TIME, b"500101000000Z")
        );
        assert_eq!(
            time("1949-12-31T23:59:59Z"),
            element(tag::GENERALIZED_TIME, b"19491231235959Z")
        );
        assert_eq!(
            time("9999-12-30T22:00:00Z"),
            element(tag::GENERALIZED_TIME, b"99991231235959Z")
        );
    }
}
