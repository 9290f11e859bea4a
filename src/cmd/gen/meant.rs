//! Whether a first NAME was meant as one: `tlsctl gen sing request.pem` would make a certificate for `sing`.
//! A name without a dot that is nearly a verb of `gen`, or that says what to make, is refused; behind `--` any
//! name is taken.

use crate::cli::{Leaf, verbs_of_gen};
use crate::error::{Error, Result};

/// Refuses a first name that could be a verb.
///
/// # Errors
///
/// A usage error that says what is likely meant, and how to have the name.
pub(super) fn check(arguments: &Leaf) -> Result<()> {
    let Some(first) = arguments.name.first() else {
        return Ok(());
    };
    let Some(meant) = verb(first) else { return Ok(()) };
    let names = arguments.name.join(" ");
    Err(Error::usage(format!("`gen {first}` is no command"))
        .hint(meant)
        .hint(format!(
            "to make a certificate for that name: tlsctl gen -- {names}"
        )))
}

/// What a name was likely meant to be.
fn verb(name: &str) -> Option<String> {
    let lower = name.to_ascii_lowercase();
    let known = OTHERS
        .iter()
        .find(|(words, _)| words.split(' ').any(|word| word == lower));
    if let Some((_, meant)) = known {
        return Some((*meant).to_owned());
    }
    let near = verbs_of_gen().find(|verb| is_slip(&lower, verb));
    near.map(|verb| format!("did you mean `tlsctl gen {verb}`?"))
}

/// Whether a word is a verb with two letters swapped or one added, or of a longer verb one missing. A wrong
/// letter in a short one makes too many words that are names: `bar` is not `bad`.
fn is_slip(word: &str, verb: &str) -> bool {
    let without = |text: &str, at: usize| -> String {
        let letters = text.chars().enumerate();
        letters.filter(|(i, _)| *i != at).map(|(_, c)| c).collect()
    };
    let swapped = |at: usize| -> String {
        let mut letters: Vec<char> = word.chars().collect();
        letters.swap(at, at + 1);
        letters.into_iter().collect()
    };
    let (length, of_verb) = (word.chars().count(), verb.chars().count());
    let is_whole = of_verb > 2;
    if length == of_verb {
        is_whole && (0..length - 1).any(|at| swapped(at) == verb)
    } else if length == of_verb + 1 {
        is_whole && (0..length).any(|at| without(word, at) == verb)
    } else {
        of_verb > 3 && length + 1 == of_verb && (0..of_verb).any(|at| without(verb, at) == word)
    }
}

/// Words that say what to make, and the command that makes it.
const OTHERS: &[(&str, &str)] = &[
    (
        "acme",
        "certificates of an ACME CA are not made; one of your own: `tlsctl gen ca`",
    ),
    (
        "cert certificate self-signed selfsigned",
        "a certificate is what is made without a verb: `tlsctl gen NAME...`",
    ),
    (
        "intermediate",
        "`tlsctl gen ca --intermediates 1` makes a root and one",
    ),
    ("root", "`tlsctl gen ca` makes a root"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_and_words_for_what_to_make_are_told_from_names() {
        for word in [
            "sing", "sgin", "sig", "signs", "crls", "cros", "corss", "abd", "ocps", "acme", "cert", "ROOT",
        ] {
            assert!(verb(word).is_some(), "{word}");
        }
        for name in [
            "localhost",
            "api",
            "db",
            "bar",
            "foo",
            "web",
            "car",
            "ca.test",
            "sing.test",
            "cache",
            "design",
            "*.test",
            "10.0.0.1",
        ] {
            assert_eq!(verb(name), None, "{name}");
        }
    }
}
