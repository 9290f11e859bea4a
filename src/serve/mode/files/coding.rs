//! Content codings and which of them a client takes (RFC 9110 §8.4, §12.5.3). Pure: a header in, codings
//! out in the order to try them.

/// A coding that files are served in.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Coding {
    /// RFC 7932.
    Brotli,
    /// RFC 1952.
    Gzip,
    /// RFC 8878.
    Zstd,
}

impl Coding {
    /// Those that there are, the one that packs best first.
    const ALL: [Self; 3] = [Self::Brotli, Self::Zstd, Self::Gzip];

    /// Its registered name.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Gzip => "gzip",
            Self::Zstd => "zstd",
        }
    }

    /// What stands behind the name of a file that is compressed so.
    pub(super) fn ending(self) -> &'static str {
        match self {
            Self::Brotli => ".br",
            Self::Gzip => ".gz",
            Self::Zstd => ".zst",
        }
    }
}

/// The codings that a client takes, its favourite first, and of equals the one that packs best. None that
/// it likes less than the plain file.
pub(super) fn accepted(header: &str) -> Vec<Coding> {
    let listed: Vec<(&str, u16)> = header
        .split(',')
        .filter_map(|part| {
            let (name, parameters) = part.split_once(';').unwrap_or((part, ""));
            Some((name.trim(), weight(parameters)?)).filter(|(name, _)| !name.is_empty())
        })
        .collect();
    let of = |wanted: &str| {
        let found = listed.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted));
        found.map(|(_, weight)| *weight)
    };
    let plain = of("identity").unwrap_or(0);
    let any = of("*");
    let mut accepted: Vec<(u16, Coding)> = Coding::ALL
        .into_iter()
        .filter_map(|coding| {
            let alias = (coding == Coding::Gzip).then(|| of("x-gzip")).flatten();
            let weight = of(coding.name()).or(alias).or(any)?;
            (weight > 0 && weight >= plain).then_some((weight, coding))
        })
        .collect();
    accepted.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
    accepted.into_iter().map(|(_, coding)| coding).collect()
}

/// A weight in thousandths: 1 where there is none, `None` where it is malformed (RFC 9110 §12.4.2).
fn weight(parameters: &str) -> Option<u16> {
    let parameters = parameters.trim();
    if parameters.is_empty() {
        return Some(1000);
    }
    let value = parameters
        .strip_prefix(['q', 'Q'])?
        .trim_start()
        .strip_prefix('=')?;
    let value: f32 = value.trim().parse().ok()?;
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 0 and 1000"
    )]
    (0.0..=1.0)
        .contains(&value)
        .then(|| (value * 1000.0).round() as u16)
}

#[cfg(test)]
mod tests {
    use super::Coding::{Brotli, Gzip, Zstd};
    use super::*;

    #[test]
    fn the_favourite_comes_first_and_of_equals_the_one_that_packs_best() {
        assert_eq!(accepted("gzip, deflate, br, zstd"), [Brotli, Zstd, Gzip]);
        assert_eq!(
            accepted("br;q=0.5, gzip;q=0.9, zstd ; q=0.9"),
            [Zstd, Gzip, Brotli]
        );
        assert_eq!(accepted("GZIP"), [Gzip]);
        assert_eq!(accepted("x-gzip"), [Gzip]);
        assert_eq!(accepted("*"), [Brotli, Zstd, Gzip]);
        assert_eq!(accepted("*;q=0.1, gzip"), [Gzip, Brotli, Zstd]);
    }

    #[test]
    fn what_is_refused_or_malformed_is_not_taken() {
        assert_eq!(accepted(""), []);
        assert_eq!(accepted("identity"), []);
        assert_eq!(accepted("gzip;q=0, br;q=0.000"), []);
        assert_eq!(accepted("*, br;q=0"), [Zstd, Gzip]);
        assert_eq!(accepted("gzip;q=2, br;q=x, zstd;v=1"), []);
        assert_eq!(accepted("identity;q=0.5, gzip;q=0.4, br;q=0.6"), [Brotli]);
        assert_eq!(accepted("identity;q=1, *;q=0.5"), []);
    }
}
