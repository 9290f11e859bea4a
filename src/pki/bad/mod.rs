//! The catalogue of broken certificates: each case is a certificate for the user's own names with one
//! thing wrong, and what a client should make of it. Beside each group stands a control that is good.
//!
//! To add a case: one file in its group's directory with one `static CASE`, and two words in the group's
//! `mod.rs`. The matrix test then makes it, reads it, serves it, probes it, and asks other programs.

mod ca;
mod case;
mod chain;
mod constraint;
mod draft;
mod encoding;
mod forge;
mod identity;
mod key;
mod made;
mod name;
mod part;
mod response;
mod revocation;
mod revocation_list;
mod secret;
mod signature;
mod time;
mod transparency;
mod usage;
pub(crate) mod weak;

pub(crate) use case::{Case, Expect, Group, Judge};
pub(crate) use forge::{Catalogue, Forge};
pub(crate) use made::Made;
pub(crate) use secret::Secret;

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
];

/// Every case, group by group.
pub(crate) fn all() -> impl Iterator<Item = &'static Case> {
    GROUPS.iter().flat_map(|group| group.cases.iter().copied())
}

/// The case with this id.
pub(crate) fn find(id: &str) -> Option<&'static Case> {
    all().find(|case| case.id == id)
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
    fn every_case_can_be_made() {
        let now = "2026-06-01T00:00:00Z".parse().expect("a valid time");
        let catalogue = Catalogue::new("tls.localhost", now, None).expect("a catalogue");
        for case in all() {
            let made = catalogue
                .make(case)
                .unwrap_or_else(|e| panic!("{}: {e}", case.id));
            assert!(!made.chain.is_empty(), "{}", case.id);
        }
    }
}
