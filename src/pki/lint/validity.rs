//! What lints on validity share: the two times, and limits that go by the date of issue (SC-081).

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::Subject;
use crate::pki::format::der::Tlv;

/// Both ends of the validity as encoded, with their names.
pub(super) fn times<'a, 'b>(subject: &'b Subject<'a>) -> [(&'static str, &'b Tlv<'a>); 2] {
    [
        ("notBefore", &subject.cert.not_before),
        ("notAfter", &subject.cert.not_after),
    ]
}

/// The day of a moment, for people.
pub(super) fn day(moment: Timestamp) -> Date {
    TimeZone::UTC.to_datetime(moment).date()
}

/// A day in seconds.
pub(super) const DAY: i64 = 86_400;

/// Says so where a certificate that was issued in `(from, until)` is valid for more than `limit` seconds,
/// both ends counted.
pub(super) fn too_long(
    subject: &Subject<'_>,
    limit: i64,
    (from, until): (Date, Option<Date>),
) -> Vec<String> {
    let (Some(seconds), Some((start, _))) = (subject.lifetime_seconds(), subject.cert.validity()) else {
        return Vec::new();
    };
    let issued = day(start);
    let concerned = issued >= from && until.is_none_or(|until| issued < until);
    super::when(concerned && seconds > limit, || {
        let (lifetime, days) = ((seconds + DAY - 1) / DAY, limit / DAY);
        format!("it was issued on {issued} and is valid for {lifetime} days, which is more than {days}")
    })
}
