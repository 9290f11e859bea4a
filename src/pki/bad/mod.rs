//! The catalogue of broken certificates: each case is a certificate for the user's own names with one
//! thing wrong, and what a client should make of it. Beside each group stands a control that is good.
//!
//! To add a case: one file in its group's directory with one `static CASE`, and two words in the group's
//! `mod.rs`. The matrix test then makes it, reads it, serves it, probes it, and asks other programs.

mod badssl;
mod ca;
mod case;
mod chain;
mod client;
mod constraint;
mod difference;
pub(crate) mod document;
mod draft;
mod encoding;
mod forge;
mod identity;
mod key;
mod large;
mod list;
mod made;
mod name;
mod part;
mod published;
mod response;
mod revocation;
mod revocation_list;
mod secret;
mod signature;
mod time;
mod transparency;
mod turn;
mod usage;
pub(crate) mod weak;

pub(crate) use case::{Case, Expect, Group, Judge};
pub(crate) use forge::{Catalogue, Forge};
pub(crate) use made::Made;
pub(crate) use secret::Secret;

use super::name::San;
use crate::error::{Error, Result};

/// Every group, in the order of the index.
pub(crate) static GROUPS: &[&Group] = &[
    &time::GROUP,
    &name::GROUP,
    &chain::GROUP,
    &ca::GROUP,
    &constraint::GROUP,
    &usage::GROUP,
    &identity::GROUP,
    &key::GROUP,
    &signature::GROUP,
    &revocation::GROUP,
    &transparency::GROUP,
    &encoding::GROUP,
    &client::GROUP,
    &published::GROUP,
    &list::GROUP,
];

/// Every case, group by group.
pub(crate) fn all() -> impl Iterator<Item = &'static Case> {
    GROUPS.iter().flat_map(|group| group.cases.iter().copied())
}

/// The cases that these words name, in the order of the catalogue: ids, groups, `all`; all without a word.
///
/// # Errors
///
/// As [`find`].
pub(crate) fn chosen(words: &[String]) -> Result<Vec<&'static Case>> {
    let mut wanted = Vec::new();
    for word in words.iter().filter(|word| *word != "all") {
        wanted.extend(find(word)?.iter().map(|case| case.id));
    }
    let is_all = words.is_empty() || words.iter().any(|word| word == "all");
    Ok(all().filter(|case| is_all || wanted.contains(&case.id)).collect())
}

/// The cases called so: one by its id or its name at badssl.com, or those of a group by the group's.
///
/// # Errors
///
/// A usage error that names the nearest id, where one is near.
fn find(word: &str) -> Result<Vec<&'static Case>> {
    let id = badssl::case(word).unwrap_or(word);
    if let Some(case) = all().find(|case| case.id == id) {
        return Ok(vec![case]);
    }
    if let Some(group) = GROUPS.iter().find(|group| group.id == id) {
        return Ok(group.cases.to_vec());
    }
    let error = Error::usage(format!("there is no case `{word}`"));
    if let Some(about) = badssl::about(word) {
        let error = error.because(format!("badssl.com has it, but {about}"));
        return Err(error.hint("`tlsctl gen bad --list` shows all"));
    }
    let ids = all()
        .map(|case| case.id)
        .chain(GROUPS.iter().map(|group| group.id));
    let lower = word.to_ascii_lowercase();
    let near = ids
        .map(|known| (distance(&lower, known), known))
        .filter(|(off, known)| *off <= (known.len() / 3).max(1))
        .min();
    let nearest = near.map_or_else(String::new, |(_, known)| format!("the nearest is `{known}`; "));
    Err(error.hint(format!("{nearest}`tlsctl gen bad --list` shows all")))
}

/// Checks that every host of the catalogue can stand below this name.
///
/// # Errors
///
/// A usage error where it is no DNS name, or too long.
pub(crate) fn checked_name(text: &str) -> Result<String> {
    let name = match San::parse(text)? {
        San::Dns(name) if !name.starts_with('*') => name,
        _ => {
            return Err(
                Error::usage(format!("`{text}` is no name that hosts can stand below"))
                    .hint("give a DNS name, such as tls.localhost"),
            );
        }
    };
    let longest = all().map(|case| case.host("").len()).max().unwrap_or_default();
    // RFC 1035 §2.3.4: 253 characters as people write them.
    if longest + name.len() > 253 {
        return Err(
            Error::usage(format!("`{name}` is too long a name")).because(format!(
                "the longest host below it would have {} characters",
                longest + name.len()
            )),
        );
    }
    Ok(name)
}

/// How many letters to insert, delete or change to get from one word to the other (Levenshtein).
fn distance(from: &str, to: &str) -> usize {
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (i, a) in from.bytes().enumerate() {
        let mut diagonal = i;
        row[0] = i + 1;
        for (j, b) in to.bytes().enumerate() {
            let cost = diagonal + usize::from(a != b);
            diagonal = row[j + 1];
            row[j + 1] = cost.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[to.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_case_has_an_id_of_its_own_that_can_be_a_host_label() {
        let mut ids: Vec<&str> = all().map(|case| case.id).collect();
        for id in &ids {
            let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
            assert!(id.chars().all(plain) && id.len() <= 40, "{id}");
        }
        let count = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), count);
    }

    #[test]
    fn every_group_has_a_control_and_every_other_case_says_what_is_wrong() {
        for group in GROUPS {
            assert!(group.cases.iter().any(|case| case.is_control()), "{}", group.id);
        }
        for case in all() {
            assert_eq!(case.rule.is_none(), case.is_control(), "{}", case.id);
            assert!(!case.is_control() || case.expect == Expect::Accept, "{}", case.id);
            assert!(
                !case.citation.is_empty() && !case.client.is_empty(),
                "{}",
                case.id
            );
            assert!(!case.wrong.ends_with('.') && case.wrong.len() > 10, "{}", case.id);
        }
    }

    #[test]
    fn a_slip_of_the_finger_is_pointed_out() {
        let hint = |id: &str| find(id).expect_err("no such case").hints()[0].clone();
        assert!(hint("expird").contains("`expired`"), "{}", hint("expird"));
        assert!(hint("self_signed").contains("`self-signed`"));
        assert!(hint("SHA-1").contains("`sha1`"), "{}", hint("SHA-1"));
        assert_eq!(distance("kitten", "sitting"), 3);
    }

    #[test]
    fn the_names_of_badssl_stand_for_cases_and_what_is_no_certificate_there_is_told() {
        for (theirs, ours) in [
            ("incomplete-chain", "missing-intermediate"),
            ("wrong.host", "wrong-host"),
            ("expired", "expired"),
        ] {
            let cases = chosen(&[theirs.to_owned()]).expect("a case");
            assert_eq!(cases.iter().map(|case| case.id).collect::<Vec<_>>(), [ours]);
        }
        let error = find("dh480").expect_err("no certificate").to_string();
        assert!(error.contains("the key exchange"), "{error}");
    }

    #[test]
    fn names_that_nothing_can_stand_below_are_refused() {
        for bad in ["127.0.0.1", "*.example.com", "", &"a23456789.".repeat(24)] {
            assert!(checked_name(bad).is_err(), "{bad}");
        }
        assert_eq!(checked_name("Tls.LocalHost").as_deref(), Ok("tls.localhost"));
    }

    #[test]
    fn every_case_can_be_made() {
        let now = "2026-06-01T00:00:00Z".parse().expect("a valid time");
        let catalogue = Catalogue::new("tls.localhost", now, None).expect("a catalogue");
        for case in all() {
            let made = catalogue
                .make(case)
                .unwrap_or_else(|e| panic!("{}: {e}", case.id));
            assert!(!made.chain.is_empty(), "{}", case.id);
            assert_eq!(made.clients.is_some(), case.demands_certificate, "{}", case.id);
        }
    }
}
