//! Byte ranges (RFC 9110 §14). Pure: a header and a size in, the parts to send out.

use std::ops::Range;

/// What a Range header asks for of a representation.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Wanted {
    /// No usable header: everything.
    All,
    /// These parts, in the order asked for; at least one, none empty.
    Parts(Vec<Range<u64>>),
    /// None of the ranges lies within the representation: 416.
    Unsatisfiable,
}

/// Reads a Range header for a representation of `size` bytes. What is malformed is ignored, as is a request
/// for more parts than anyone needs, or for parts that overlap and together exceed the whole (RFC 9110 §14.2).
pub(crate) fn wanted(header: &str, size: u64) -> Wanted {
    let Some(set) = header.trim().strip_prefix("bytes=") else {
        return Wanted::All;
    };
    let mut parts = Vec::new();
    let mut count = 0;
    for spec in set.split(',').map(str::trim).filter(|spec| !spec.is_empty()) {
        count += 1;
        match part(spec, size) {
            None => return Wanted::All,
            Some(range) if range.is_empty() => {}
            Some(range) => parts.push(range),
        }
    }
    let total: u64 = parts.iter().map(|range| range.end - range.start).sum();
    match parts.len() {
        0 if count == 0 => Wanted::All,
        0 => Wanted::Unsatisfiable,
        more if more > MANY || (more > 1 && total > size) => Wanted::All,
        _ => Wanted::Parts(parts),
    }
}

/// One `first-last`, `first-` or `-suffix`: empty where it lies outside, `None` where it is malformed.
fn part(spec: &str, size: u64) -> Option<Range<u64>> {
    let (first, last) = spec.split_once('-')?;
    let number = |text: &str| -> Option<u64> {
        let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        digits.then(|| text.parse().unwrap_or(u64::MAX))
    };
    if first.is_empty() {
        return Some(size.saturating_sub(number(last)?)..size);
    }
    let first = number(first)?;
    let last = if last.is_empty() { u64::MAX } else { number(last)? };
    if last < first {
        return None;
    }
    let end = last.saturating_add(1).min(size);
    Some(first.min(end)..end)
}

/// More parts than this are an attack rather than a download manager.
const MANY: usize = 16;

#[cfg(test)]
mod tests {
    #![allow(clippy::single_range_in_vec_init, reason = "one part is what is meant")]
    use super::*;

    #[test]
    fn every_form_of_a_range_is_understood() {
        assert_eq!(wanted("bytes=0-0", 10), Wanted::Parts(vec![0..1]));
        assert_eq!(wanted("bytes=5-", 10), Wanted::Parts(vec![5..10]));
        assert_eq!(wanted("bytes=-3", 10), Wanted::Parts(vec![7..10]));
        assert_eq!(wanted("bytes=-30", 10), Wanted::Parts(vec![0..10]));
        assert_eq!(wanted("bytes=8-99", 10), Wanted::Parts(vec![8..10]));
        assert_eq!(
            wanted("bytes=0-1, 4-5,20-30", 10),
            Wanted::Parts(vec![0..2, 4..6])
        );
    }

    #[test]
    fn what_lies_outside_cannot_be_had() {
        assert_eq!(wanted("bytes=10-", 10), Wanted::Unsatisfiable);
        assert_eq!(wanted("bytes=-0", 10), Wanted::Unsatisfiable);
        assert_eq!(wanted("bytes=99999999999999999999-", 10), Wanted::Unsatisfiable);
        assert_eq!(wanted("bytes=0-", 0), Wanted::Unsatisfiable);
    }

    #[test]
    fn malformed_and_excessive_ranges_are_ignored() {
        for header in [
            "",
            "bytes",
            "bytes=",
            "items=0-1",
            "bytes=5-4",
            "bytes=a-b",
            "bytes=+1-2",
            "bytes=1",
            "bytes=-",
        ] {
            assert_eq!(wanted(header, 10), Wanted::All, "{header:?}");
        }
        assert_eq!(wanted("bytes=0-9,0-9", 10), Wanted::All);
        let many = format!("bytes={}", vec!["0-0"; 17].join(","));
        assert_eq!(wanted(&many, 1000), Wanted::All);
    }
}
