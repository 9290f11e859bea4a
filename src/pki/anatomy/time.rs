//! UTCTime and GeneralizedTime (RFC 5280 §4.1.2.5), read more kindly than a verifier may: offsets,
//! fractions and missing seconds are faults for a linter to name, not a reason to show nothing.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;

use crate::pki::format::der::{Tlv, tag};

/// The moment that a Time stands for, to the second.
pub(crate) fn timestamp(time: &Tlv) -> Option<Timestamp> {
    let text = std::str::from_utf8(time.content).ok()?;
    let (year, rest) = match time.tag {
        tag::UTC_TIME => {
            let year: i16 = number(text, 0, 2)?;
            (if year < 50 { 2000 + year } else { 1900 + year }, text.get(2..)?)
        }
        tag::GENERALIZED_TIME => (number(text, 0, 4)?, text.get(4..)?),
        _ => return None,
    };
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (clock, zone) = rest.split_at(digits);
    let second = match digits {
        10 => number(clock, 8, 2)?,
        8 => 0,
        _ => return None,
    };
    let zone = match zone.strip_prefix(['.', ',']) {
        Some(fraction) => fraction.trim_start_matches(|c: char| c.is_ascii_digit()),
        None => zone,
    };
    let moment = DateTime::new(
        year,
        number(clock, 0, 2)?,
        number(clock, 2, 2)?,
        number(clock, 4, 2)?,
        number(clock, 6, 2)?,
        second,
        0,
    );
    // RFC 5280 §4.1.2.5: 99991231235959Z means "no end", and is beyond what a Timestamp holds.
    let moment = moment.ok()?;
    let end = || Timestamp::from_second(Timestamp::MAX.as_second()).ok();
    let exact = offset(zone)?.to_timestamp(moment).ok();
    exact.or_else(|| (year == 9999).then(end).flatten())
}

fn number<T: std::str::FromStr>(text: &str, from: usize, length: usize) -> Option<T> {
    let digits = text.get(from..from + length)?;
    digits.bytes().all(|b| b.is_ascii_digit()).then_some(())?;
    digits.parse().ok()
}

fn offset(zone: &str) -> Option<Offset> {
    let sign = match zone.as_bytes().first() {
        None | Some(b'Z') => return Some(Offset::UTC),
        Some(b'+') => 1,
        Some(b'-') => -1,
        Some(_) => return None,
    };
    let (hours, minutes): (i32, i32) = (number(zone, 1, 2)?, number(zone, 3, 2)?);
    Offset::from_seconds(sign * (hours * 3_600 + minutes * 60)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(tag: u8, text: &str) -> Option<String> {
        let content = text.as_bytes();
        let tlv = Tlv {
            tag,
            content,
            full: content,
            offset: 0,
        };
        timestamp(&tlv).map(|moment| moment.to_string())
    }

    #[test]
    fn both_forms_of_time_are_read() {
        let utc = |text| read(tag::UTC_TIME, text);
        let generalized = |text| read(tag::GENERALIZED_TIME, text);
        assert_eq!(utc("491231235959Z").as_deref(), Some("2049-12-31T23:59:59Z"));
        assert_eq!(utc("500101000000Z").as_deref(), Some("1950-01-01T00:00:00Z"));
        assert_eq!(utc("9901010000+0100").as_deref(), Some("1998-12-31T23:00:00Z"));
        assert_eq!(
            generalized("99991231235959Z").as_deref(),
            Some("9999-12-30T22:00:00Z")
        );
        assert_eq!(
            generalized("20260101000000.5Z").as_deref(),
            Some("2026-01-01T00:00:00Z")
        );
        for bad in [
            "",
            "49",
            "491331235959Z",
            "4912312359599Z",
            "+91231235959Z",
            "491231235959Q",
        ] {
            assert_eq!(utc(bad), None, "{bad}");
        }
    }
}
