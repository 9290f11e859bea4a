//! Cases about what is sent along: too little, too much, in another order, or below another root.

mod cycle;
mod deep_chain;
mod duplicate_leaf;
mod expired_twin;
mod good_bridge;
mod good_chain;
mod good_expired_cross_sign;
mod good_ten_intermediates;
mod good_three_intermediates;
mod good_two_intermediates;
mod missing_intermediate;
mod reversed_chain;
mod root_included;
mod root_only;
mod self_signed;
mod self_signed_ca;
mod unrelated_certificate;
mod untrusted_root;
mod very_deep_chain;
mod wrong_order;

use super::Group;

pub(super) static GROUP: Group = Group {
    id: "chains",
    title: "Chains",
    summary: "What a server sends leads from its certificate to a root that the client trusts.",
    cases: &[
        &good_chain::CASE,
        &good_two_intermediates::CASE,
        &good_three_intermediates::CASE,
        &good_ten_intermediates::CASE,
        &good_bridge::CASE,
        &missing_intermediate::CASE,
        &wrong_order::CASE,
        &reversed_chain::CASE,
        &duplicate_leaf::CASE,
        &unrelated_certificate::CASE,
        &root_included::CASE,
        &root_only::CASE,
        &self_signed::CASE,
        &self_signed_ca::CASE,
        &untrusted_root::CASE,
        &cycle::CASE,
        &deep_chain::CASE,
        &very_deep_chain::CASE,
        &expired_twin::CASE,
        &good_expired_cross_sign::CASE,
    ],
};
