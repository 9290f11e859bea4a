//! What lints ask about DNS names: public suffixes, A-labels. Must not resolve anything.

use icu_normalizer::ComposingNormalizerBorrowed;

use super::suffix::{SECOND_LEVEL, TOP_LEVEL};

/// Whether names are registered directly below it: `com`, `co.uk`.
pub(crate) fn is_public_suffix(name: &str) -> bool {
    match name.split_once('.') {
        None => is_top_level(name),
        Some((second, country)) => {
            let named = |(label, countries): &(&str, &str)| {
                label.eq_ignore_ascii_case(second) && has_word(countries, country)
            };
            SECOND_LEVEL.iter().any(named)
        }
    }
}

/// Whether the label is a top-level domain.
pub(super) fn is_top_level(label: &str) -> bool {
    has_word(TOP_LEVEL, label)
}

/// Whether the label claims to encode another one (RFC 5890 §2.3.2.1).
pub(super) fn is_a_label(label: &str) -> bool {
    label
        .get(..4)
        .is_some_and(|prefix| prefix.eq_ignore_ascii_case("xn--"))
}

/// What an A-label encodes.
pub(super) fn unicode(label: &str) -> Option<String> {
    let encoded = label.get(4..)?;
    idna::punycode::decode_to_string(encoded).filter(|text| !text.is_ascii())
}

/// Whether the text is in Unicode's normal form C (RFC 5891 §5.3).
pub(super) fn is_normal(text: &str) -> bool {
    ComposingNormalizerBorrowed::new_nfc().is_normalized(text)
}

fn has_word(words: &str, word: &str) -> bool {
    !word.is_empty() && words.split(' ').any(|other| other.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn registries_are_told_from_what_is_registered() {
        for suffix in ["com", "co.uk", "CO.JP", "dev", "xn--p1ai"] {
            assert!(is_public_suffix(suffix), "{suffix}");
        }
        for name in [
            "example.com",
            "internal",
            "localhost",
            "co.internal",
            "a.co.uk",
            "",
        ] {
            assert!(!is_public_suffix(name), "{name}");
        }
    }

    #[test]
    fn an_a_label_decodes_to_what_is_not_ascii() {
        assert_eq!(unicode("xn--mnchen-3ya").as_deref(), Some("münchen"));
        assert_eq!(unicode("xn--example-"), None);
        assert!(is_normal("münchen"));
        assert!(!is_normal("mu\u{308}nchen"));
    }
}
