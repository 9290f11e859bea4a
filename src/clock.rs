//! The only reader of the system's time. Everything else takes `now` as an argument, so that a run can
//! be repeated at another time with `--at`.

use std::time::SystemTime;

use jiff::Timestamp;

/// This moment, in UTC, to the second (certificates know nothing finer).
#[allow(clippy::disallowed_methods, reason = "the one place that reads the clock")]
pub(crate) fn now() -> Timestamp {
    let seconds = SystemTime::now()
        .duration_since(SystemTime::UNIX_EPOCH)
        .map_or_else(|before| -seconds(before.duration()), seconds);
    Timestamp::from_second(seconds).unwrap_or(Timestamp::UNIX_EPOCH)
}

fn seconds(duration: std::time::Duration) -> i64 {
    i64::try_from(duration.as_secs()).unwrap_or(i64::MAX)
}
