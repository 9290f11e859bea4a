//! How an open registry is made: a newtype over the number, so that what nobody has named yet survives,
//! compares and prints as `0x1234`. Only the shape; each registry has its own file with its numbers.

/// Declares an open registry over the sorted table `$names` of `(number, name)`.
macro_rules! registry {
    ($(#[$doc:meta])* $name:ident($int:ty, $width:literal) in $names:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
        pub(crate) struct $name(pub(crate) $int);

        impl $name {
            /// The registered name, where there is one.
            pub(crate) fn known(self) -> Option<&'static str> {
                let found = $names.binary_search_by_key(&self.0, |&(number, _)| number).ok()?;
                Some($names[found].1)
            }

            /// The registered name, or the number as `0x1234`.
            pub(crate) fn name(self) -> std::borrow::Cow<'static, str> {
                self.known()
                    .map_or_else(|| format!(concat!("0x{:0", $width, "x}"), self.0).into(), Into::into)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.name())
            }
        }
    };
}
pub(super) use registry;

/// Whether a number is one of the sixteen that clients send to keep servers tolerant (RFC 8701 §2):
/// 0x0a0a, 0x1a1a, … 0xfafa.
pub(crate) fn is_grease(number: u16) -> bool {
    number & 0x0f0f == 0x0a0a && number >> 8 == number & 0xff
}

#[cfg(test)]
pub(super) fn is_sorted<T>(table: &[(u16, T)]) -> bool {
    table.windows(2).all(|pair| pair[0].0 < pair[1].0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sixteen_numbers_are_placeholders() {
        assert_eq!((0..=u16::MAX).filter(|number| is_grease(*number)).count(), 16);
        assert!(is_grease(0x2a2a) && !is_grease(0x2a3a));
    }
}
