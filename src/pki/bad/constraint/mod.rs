//! Cases about name constraints: names outside of what a CA may name, and constraints that are none.

mod address_excluded;
mod address_not_permitted;
mod busy_constraints;
mod common_name_outside;
mod constraint_mask;
mod constraint_with_dot;
mod constraints_empty;
mod constraints_in_leaf;
mod constraints_not_critical;
mod directory_excluded;
mod directory_not_permitted;
mod excluded;
mod excluded_wildcard;
mod excluded_wins;
mod good_constraints;
mod good_constraints_other_kind;
mod mail_excluded;
mod mail_not_permitted;
mod not_permitted;
mod uri_excluded;
mod uri_not_permitted;
mod widened_constraint;

use super::Group;

pub(super) static GROUP: Group = Group {
    id: "name-constraints",
    title: "Name constraints",
    summary: "A CA may say which names those below it may have; nobody may step outside.",
    cases: &[
        &good_constraints::CASE,
        &good_constraints_other_kind::CASE,
        &not_permitted::CASE,
        &excluded::CASE,
        &excluded_wins::CASE,
        &excluded_wildcard::CASE,
        &widened_constraint::CASE,
        &address_not_permitted::CASE,
        &address_excluded::CASE,
        &mail_excluded::CASE,
        &mail_not_permitted::CASE,
        &uri_excluded::CASE,
        &uri_not_permitted::CASE,
        &directory_excluded::CASE,
        &directory_not_permitted::CASE,
        &constraint_with_dot::CASE,
        &constraints_in_leaf::CASE,
        &constraints_not_critical::CASE,
        &constraints_empty::CASE,
        &constraint_mask::CASE,
        &common_name_outside::CASE,
        &busy_constraints::CASE,
    ],
};
