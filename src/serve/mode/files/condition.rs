//! Conditional requests (RFC 9110 §13). Pure: the request's fields and the validators of what is there in,
//! what to do out.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use hyper::header::{
    HeaderMap, HeaderName, IF_MATCH, IF_MODIFIED_SINCE, IF_NONE_MATCH, IF_RANGE, IF_UNMODIFIED_SINCE,
};

/// What identifies the state of a file.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Validators {
    /// The entity tag in its quotes.
    pub(crate) etag: String,
    /// Whether the bytes may differ where the tag does not (RFC 9110 §8.8.1).
    pub(crate) weak: bool,
    /// Last modification, in whole seconds since 1970.
    pub(crate) modified: u64,
}

/// What the conditions of a request come to.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Verdict {
    /// Go on.
    Proceed,
    /// 304.
    NotModified,
    /// 412.
    Failed,
}

impl Validators {
    /// Those of a file of `size` bytes changed at `seconds` and `nanoseconds` since 1970.
    pub(crate) fn new(size: u64, seconds: i64, nanoseconds: u64) -> Self {
        Self {
            etag: format!("\"{size:x}-{seconds:x}{nanoseconds:08x}\""),
            weak: false,
            modified: u64::try_from(seconds).unwrap_or(0),
        }
    }

    /// Those of the same in a content coding; weak where it is coded anew each time.
    pub(crate) fn of(self, coding: &str, weak: bool) -> Self {
        let etag = format!("{}-{coding}\"", self.etag.trim_end_matches('"'));
        Self { etag, weak, ..self }
    }

    /// The entity tag as HTTP writes it.
    pub(crate) fn tag(&self) -> String {
        format!("{}{}", if self.weak { "W/" } else { "" }, self.etag)
    }

    /// The date as HTTP writes it.
    pub(crate) fn last_modified(&self) -> String {
        httpdate::fmt_http_date(UNIX_EPOCH + Duration::from_secs(self.modified.min(YEAR_9999)))
    }

    /// Weighs the conditions of a GET or HEAD, in the order of RFC 9110 §13.2.2.
    pub(crate) fn weigh(&self, headers: &HeaderMap) -> Verdict {
        if headers.contains_key(IF_MATCH) {
            if !self.is_listed(headers, &IF_MATCH, false) {
                return Verdict::Failed;
            }
        } else if let Some(date) = date(headers, &IF_UNMODIFIED_SINCE)
            && self.modified > date
        {
            return Verdict::Failed;
        }
        if headers.contains_key(IF_NONE_MATCH) {
            if self.is_listed(headers, &IF_NONE_MATCH, true) {
                return Verdict::NotModified;
            }
        } else if let Some(date) = date(headers, &IF_MODIFIED_SINCE)
            && self.modified <= date
        {
            return Verdict::NotModified;
        }
        Verdict::Proceed
    }

    /// Whether a Range still applies: no If-Range, or one that names this very state (RFC 9110 §13.1.5).
    pub(crate) fn allows_range(&self, headers: &HeaderMap) -> bool {
        let Some(value) = headers.get(IF_RANGE).map(|value| value.to_str().unwrap_or("")) else {
            return true;
        };
        if value.starts_with('"') || value.starts_with("W/") {
            !self.weak && value == self.etag
        } else {
            date(headers, &IF_RANGE) == Some(self.modified)
        }
    }

    fn is_listed(&self, headers: &HeaderMap, field: &HeaderName, weak: bool) -> bool {
        headers
            .get_all(field)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .any(|list| {
                list.split(',').map(str::trim).any(|tag| {
                    let (bare, is_weak) = tag.strip_prefix("W/").map_or((tag, false), |bare| (bare, true));
                    tag == "*" || (bare == self.etag && (weak || !(is_weak || self.weak)))
                })
            })
    }
}

fn date(headers: &HeaderMap, field: &HeaderName) -> Option<u64> {
    let date: SystemTime = httpdate::parse_http_date(headers.get(field)?.to_str().ok()?).ok()?;
    date.duration_since(UNIX_EPOCH).ok().map(|since| since.as_secs())
}

/// The last second that an HTTP date can name.
const YEAR_9999: u64 = 253_402_300_799;

#[cfg(test)]
mod tests {
    use super::*;

    fn weigh(fields: &[(HeaderName, &str)]) -> Verdict {
        validators().weigh(&map(fields))
    }

    fn validators() -> Validators {
        // Sun, 06 Nov 1994 08:49:37 GMT
        Validators {
            etag: "\"a-b\"".to_owned(),
            weak: false,
            modified: 784_111_777,
        }
    }

    fn map(fields: &[(HeaderName, &str)]) -> HeaderMap {
        fields
            .iter()
            .map(|(name, value)| (name.clone(), value.parse().expect("a value")))
            .collect()
    }

    #[test]
    fn tags_are_compared_strongly_or_weakly_as_the_field_wants() {
        assert_eq!(weigh(&[(IF_NONE_MATCH, "\"x\", \"a-b\"")]), Verdict::NotModified);
        assert_eq!(weigh(&[(IF_NONE_MATCH, "W/\"a-b\"")]), Verdict::NotModified);
        assert_eq!(weigh(&[(IF_NONE_MATCH, "\"x\"")]), Verdict::Proceed);
        assert_eq!(weigh(&[(IF_MATCH, "\"a-b\"")]), Verdict::Proceed);
        assert_eq!(weigh(&[(IF_MATCH, "*")]), Verdict::Proceed);
        assert_eq!(weigh(&[(IF_MATCH, "W/\"a-b\"")]), Verdict::Failed);
    }

    #[test]
    fn a_coding_has_a_tag_of_its_own() {
        let made = validators().of("br", true);
        assert_eq!(made.tag(), "W/\"a-b-br\"");
        assert_eq!(
            made.weigh(&map(&[(IF_NONE_MATCH, "W/\"a-b-br\"")])),
            Verdict::NotModified
        );
        assert_eq!(made.weigh(&map(&[(IF_NONE_MATCH, "\"a-b\"")])), Verdict::Proceed);
        assert_eq!(made.weigh(&map(&[(IF_MATCH, "W/\"a-b-br\"")])), Verdict::Failed);
        assert!(!made.allows_range(&map(&[(IF_RANGE, "W/\"a-b-br\"")])));
    }

    #[test]
    fn dates_count_where_no_tag_is_given() {
        let same = "Sun, 06 Nov 1994 08:49:37 GMT";
        let before = "Sun, 06 Nov 1994 08:49:36 GMT";
        assert_eq!(weigh(&[(IF_MODIFIED_SINCE, same)]), Verdict::NotModified);
        assert_eq!(weigh(&[(IF_MODIFIED_SINCE, before)]), Verdict::Proceed);
        assert_eq!(weigh(&[(IF_UNMODIFIED_SINCE, before)]), Verdict::Failed);
        assert_eq!(
            weigh(&[(IF_NONE_MATCH, "\"x\""), (IF_MODIFIED_SINCE, same)]),
            Verdict::Proceed
        );
        assert_eq!(weigh(&[(IF_MODIFIED_SINCE, "yesterday")]), Verdict::Proceed);
    }

    #[test]
    fn a_range_applies_only_to_the_state_it_was_asked_of() {
        let allows = |value| validators().allows_range(&map(&[(IF_RANGE, value)]));
        assert!(allows("\"a-b\"") && allows("Sun, 06 Nov 1994 08:49:37 GMT"));
        assert!(!allows("W/\"a-b\"") && !allows("\"x\"") && !allows("Sun, 06 Nov 1994 08:49:38 GMT"));
        assert!(validators().allows_range(&HeaderMap::new()));
    }
}
