//! A moment as a user writes it: RFC 3339, a plain date, seconds since 1970, `now`, or a signed span
//! from now (`-3d`, `+90d`, `+1y6mo`). Parsed first, resolved against `now` second.

use jiff::Timestamp;
use jiff::civil::{Time, date};
use jiff::fmt::temporal::Pieces;
use jiff::tz::TimeZone;

use crate::error::{Error, Result};

/// A point in time as written, which may be relative to now.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Moment {
    /// A fixed point.
    At(Timestamp),
    /// So far from now.
    FromNow(Span),
}

/// A signed length of time in seconds: a day is 86 400 s, a month 30 days, a year 365 days.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) struct Span(i64);

impl Moment {
    /// Parses what a user wrote.
    ///
    /// # Errors
    ///
    /// A usage error with examples where `text` is none of the accepted forms.
    pub(crate) fn parse(text: &str) -> Result<Self> {
        let text = text.trim();
        if text.eq_ignore_ascii_case("now") {
            return Ok(Self::FromNow(Span(0)));
        }
        if text.starts_with(['+', '-'])
            && let Some(span) = Span::read(text)
        {
            return Ok(Self::FromNow(span));
        }
        if let Some(seconds) = text.strip_prefix('@').and_then(|digits| digits.parse().ok()) {
            return Timestamp::from_second(seconds)
                .map(Self::At)
                .map_err(|_| not_a_time(text));
        }
        let pieces = Pieces::parse(text).map_err(|_| not_a_time(text))?;
        if pieces.offset().is_none() && (pieces.time().is_some() || pieces.time_zone_annotation().is_some()) {
            return Err(without_offset(text, &pieces));
        }
        let at = match pieces.offset() {
            Some(_) => text.parse().ok(),
            None => TimeZone::UTC
                .to_timestamp(pieces.date().to_datetime(Time::midnight()))
                .ok(),
        };
        // The last day that a certificate can name says that it has no end (RFC 5280 §4.1.2.5), and is beyond
        // what a timestamp holds.
        at.or_else(|| (pieces.date() >= date(9999, 12, 30)).then_some(Timestamp::MAX))
            .map(Self::At)
            .ok_or_else(|| not_a_time(text))
    }

    /// The point in time it names when now is `now`, where that is in the years 0000 to 9999.
    pub(crate) fn exact(self, now: Timestamp) -> Option<Timestamp> {
        let at = match self {
            Self::At(at) => at,
            Self::FromNow(Span(seconds)) => {
                Timestamp::from_second(now.as_second().checked_add(seconds)?).ok()?
            }
        };
        (at.as_second() >= YEAR_0).then_some(at)
    }

    /// The point in time it names when now is `now`; beyond what can be represented it saturates.
    pub(crate) fn resolve(self, now: Timestamp) -> Timestamp {
        match self {
            Self::At(at) => at,
            Self::FromNow(span) => span.after(now),
        }
    }
}

impl Span {
    /// A second.
    pub(crate) const SECOND: Self = Self(1);

    /// So many days.
    pub(crate) fn days(days: i64) -> Self {
        Self(days.saturating_mul(86_400))
    }

    /// Parses a length of time such as `30d`, `12h`, `1y6mo`.
    ///
    /// # Errors
    ///
    /// A usage error with examples where `text` is no length of time.
    pub(crate) fn parse(text: &str) -> Result<Self> {
        Self::read(text.trim()).ok_or_else(|| {
            Error::usage(format!("`{text}` is not a length of time"))
                .hint("write a number and a unit: 90s, 15m, 12h, 30d, 2w, 6mo, 1y, or several: 1y6mo")
        })
    }

    /// Parses a length of time in which a bare number counts units.
    ///
    /// # Errors
    ///
    /// As [`Span::parse`].
    pub(crate) fn counted(text: &str, unit: Self) -> Result<Self> {
        let counted = text.trim().parse::<i64>().ok();
        match counted.and_then(|count| count.checked_mul(unit.0)) {
            Some(seconds) => Ok(Self(seconds)),
            None => Self::parse(text),
        }
    }

    /// The length in seconds.
    pub(crate) fn seconds(self) -> i64 {
        self.0
    }

    /// The moment this long after `start`.
    pub(crate) fn after(self, start: Timestamp) -> Timestamp {
        let second = start.as_second().saturating_add(self.0);
        Timestamp::from_second(second).unwrap_or(if self.0 < 0 {
            Timestamp::MIN
        } else {
            Timestamp::MAX
        })
    }

    fn read(text: &str) -> Option<Self> {
        let (sign, mut rest) = match text.as_bytes().first()? {
            b'-' => (-1, &text[1..]),
            b'+' => (1, &text[1..]),
            _ => (1, text),
        };
        let mut total = 0_i64;
        while !rest.is_empty() {
            let digits = rest.find(|c: char| !c.is_ascii_digit())?;
            let number: i64 = rest[..digits].parse().ok()?;
            let tail = &rest[digits..];
            let unit = tail
                .find(|c: char| !c.is_ascii_alphabetic())
                .unwrap_or(tail.len());
            total = total.checked_add(number.checked_mul(unit_seconds(&tail[..unit])?)?)?;
            rest = &tail[unit..];
        }
        (!text.trim_start_matches(['+', '-']).is_empty()).then_some(Self(sign * total))
    }
}

fn unit_seconds(unit: &str) -> Option<i64> {
    Some(match unit {
        "s" | "sec" | "second" | "seconds" => 1,
        "m" | "min" | "minute" | "minutes" => 60,
        "h" | "hour" | "hours" => 3_600,
        "d" | "day" | "days" => 86_400,
        "w" | "week" | "weeks" => 7 * 86_400,
        "mo" | "month" | "months" => 30 * 86_400,
        "y" | "year" | "years" => 365 * 86_400,
        _ => return None,
    })
}

/// A moment to the second as RFC 3339 writes it. The last that there is stands for the end of certificates that
/// have none (RFC 5280 §4.1.2.5), which is a little later than a [`Timestamp`] holds.
pub(crate) fn rfc3339(time: Timestamp) -> String {
    if time.as_second() == Timestamp::MAX.as_second() {
        return "9999-12-31T23:59:59Z".to_owned();
    }
    time.to_string()
}

/// When the year 0000 begins, in seconds since 1970.
const YEAR_0: i64 = -62_167_219_200;

fn not_a_time(text: &str) -> Error {
    Error::usage(format!("`{text}` is not a point in time"))
        .hint("write RFC 3339 (2027-01-31T12:00:00Z), a date (2027-01-31), or a span from now (-3d, +90d)")
}

/// A time of day is one only together with where it is that late; a name of a place is no offset, which may be
/// another on another day.
fn without_offset(text: &str, pieces: &Pieces<'_>) -> Error {
    let bare = text
        .split('[')
        .next()
        .unwrap_or(text)
        .trim()
        .replacen(' ', "T", 1);
    let bare = match pieces.time() {
        Some(_) => bare,
        None => format!("{bare}T00:00:00"),
    };
    Error::usage(format!("`{text}` does not say how far from UTC it is")).hint(format!(
        "append Z where UTC is meant, or the offset: {bare}Z, {bare}+02:00"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> i64 {
        let now = "2026-01-01T00:00:00Z".parse().expect("a valid time");
        Moment::parse(text).expect(text).resolve(now).as_second()
    }

    #[test]
    fn dates_and_spans_resolve() {
        let new_year = 1_767_225_600;
        assert_eq!(at("now"), new_year);
        assert_eq!(at("2026-01-01"), new_year);
        assert_eq!(at("@1767225600"), new_year);
        assert_eq!(at("2026-01-01T01:00:00+01:00"), new_year);
        assert_eq!(at("-3d"), new_year - 3 * 86_400);
        assert_eq!(at("+1d12h"), new_year + 36 * 3_600);
    }

    #[test]
    fn what_has_no_end_is_written_as_certificates_write_it() {
        assert_eq!(rfc3339(Timestamp::MAX), "9999-12-31T23:59:59Z");
        let last_second = Timestamp::from_second(Timestamp::MAX.as_second()).expect("a time");
        assert_eq!(rfc3339(last_second), "9999-12-31T23:59:59Z");
        assert_eq!(
            rfc3339("2026-01-01T00:00:00Z".parse().expect("a time")),
            "2026-01-01T00:00:00Z"
        );
    }

    #[test]
    fn beyond_the_years_of_four_digits_nothing_is_exact() {
        let now = "2026-01-01T00:00:00Z".parse().expect("a valid time");
        let exact = |text| Moment::parse(text).expect("understood").exact(now);
        assert_eq!(exact("+1d").map(|at| at.as_second()), Some(at("+1d")));
        for text in ["-99999999999d", "+1000000y", "-3000y", "-000001-12-31"] {
            assert_eq!(exact(text), None, "{text}");
        }
    }

    #[test]
    fn the_last_day_that_a_certificate_can_name_is_no_end() {
        for text in ["9999-12-31", "9999-12-31T23:59:59Z"] {
            assert_eq!(
                Moment::parse(text).ok(),
                Some(Moment::At(Timestamp::MAX)),
                "{text}"
            );
        }
        assert_eq!(at("9999-12-30"), 253_402_128_000);
    }

    #[test]
    fn a_time_of_day_without_an_offset_is_refused_and_not_taken_for_midnight() {
        for text in [
            "2027-01-01T10:00:00",
            "2027-01-01 10:00",
            "2027-01-01T10",
            "20270101T100000",
            "2027-01-01T10:00:00[Europe/Berlin]",
            "2027-01-01[Europe/Berlin]",
            "9999-12-31T23:59:59",
        ] {
            let error = Moment::parse(text).expect_err(text);
            assert!(error.message().contains("how far from UTC"), "{text}: {error}");
        }
        let error = Moment::parse("2027-01-01 10:00").expect_err("no offset");
        assert!(
            error.hints()[0].contains("2027-01-01T10:00Z"),
            "{:?}",
            error.hints()
        );
        let ten = at("2027-01-01T10:00:00Z");
        assert_eq!(ten % 86_400, 36_000);
        assert_eq!(at("2027-01-01 10:00Z"), ten);
        assert_eq!(at("2027-01-01T11:00:00+01:00[Europe/Berlin]"), ten);
    }

    #[test]
    fn what_is_no_time_is_refused() {
        for text in [
            "",
            "+",
            "-",
            "3",
            "3d",
            "+3",
            "+3x",
            "tomorrow",
            "2026-13-01",
            "+99999999999999999y",
        ] {
            assert!(Moment::parse(text).is_err(), "{text:?}");
        }
    }
}
