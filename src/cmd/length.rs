//! Lengths of time as flags give them: a number and a unit (`90s`, `2m`, `30d`), or a bare number of what the
//! flag counts.

use std::ops::RangeInclusive;
use std::time::Duration;

use crate::error::{Error, Result};
use crate::model::Span;

/// How long to wait, which `flag` says: seconds where there is no unit.
///
/// # Errors
///
/// A usage error where it is no length of time, or not in the range, which is in seconds.
pub(super) fn wait(flag: &str, text: &str, range: RangeInclusive<u64>) -> Result<Duration> {
    let span = Span::counted(text, Span::SECOND).map_err(|error| of(flag, text, &error))?;
    match u64::try_from(span.seconds()) {
        Ok(seconds) if range.contains(&seconds) => Ok(Duration::from_secs(seconds)),
        _ => Err(Error::usage(format!(
            "`{flag} {text}` is not between {} and {}",
            short(*range.start()),
            short(*range.end())
        ))),
    }
}

/// For how many days, which `flag` says: days where there is no unit.
///
/// # Errors
///
/// A usage error where it is no whole number of days, or more than dates can have.
pub(super) fn days(flag: &str, text: &str) -> Result<i64> {
    let span = Span::counted(text, Span::days(1)).map_err(|error| of(flag, text, &error))?;
    let (days, rest) = (span.seconds() / DAY, span.seconds() % DAY);
    if rest != 0 {
        let error = Error::usage(format!("`{flag} {text}` is not a whole number of days"));
        return Err(error.hint("for a shorter time: --not-after +12h"));
    }
    match days {
        1..=MOST_DAYS => Ok(days),
        _ => Err(Error::usage(format!(
            "`{flag} {text}` is not between 1d and {MOST_DAYS}d"
        ))),
    }
}

/// A day, in seconds.
const DAY: i64 = 86_400;

/// From the year 2000 on that reaches nearly to the year 9999, in which dates of certificates end.
const MOST_DAYS: i64 = 2_900_000;

/// The error with the flag in it.
fn of(flag: &str, text: &str, error: &Error) -> Error {
    let renamed = Error::usage(format!("`{flag} {text}` is not a length of time"));
    error
        .hints()
        .iter()
        .fold(renamed, |renamed, hint| renamed.hint(hint))
}

/// Seconds in the largest unit that leaves no rest.
fn short(seconds: u64) -> String {
    let units = [(31_536_000, 'y'), (86_400, 'd'), (3_600, 'h'), (60, 'm')];
    let unit = units
        .iter()
        .find(|(unit, _)| seconds > 0 && seconds.is_multiple_of(*unit));
    unit.map_or_else(
        || format!("{seconds}s"),
        |(unit, name)| format!("{}{name}", seconds / unit),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bare_number_is_what_the_flag_counts() {
        let wait = |text| wait("--grace", text, 0..=86_400).map(|length| length.as_secs());
        for (text, seconds) in [("5", 5), ("5s", 5), ("2m", 120), ("0", 0), ("1d", 86_400)] {
            assert_eq!(wait(text), Ok(seconds), "{text}");
        }
        for (text, count) in [("90", 90), ("90d", 90), ("2w", 14), ("1y", 365), ("48h", 2)] {
            assert_eq!(days("--days", text), Ok(count), "{text}");
        }
    }

    #[test]
    fn what_is_no_length_of_time_is_said_of_the_flag_in_the_same_words_everywhere() {
        let said = |error: Error| format!("{error} {:?}", error.hints());
        for text in ["", "x", "5x", "1.5", "99999999999999999999"] {
            let waited = said(wait("--grace", text, 0..=60).expect_err(text));
            let counted = said(days("--days", text).expect_err(text));
            assert_eq!(waited.replace("--grace", "--days"), counted);
            assert!(waited.contains(&format!("`--grace {text}` is not a length of time")));
        }
        let far = wait("--grace", "2m", 1..=60).expect_err("too long");
        assert_eq!(far.message(), "`--grace 2m` is not between 1s and 1m");
        for text in ["0", "36h", "-1d", "2900001"] {
            assert!(days("--days", text).is_err(), "{text}");
        }
    }
}
