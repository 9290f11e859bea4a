//! Cases about who may sign: no CA, too many of them, and versions and extensions that decide it.

mod basic_constraints_not_critical;
mod duplicate_extension;
mod good_ca;
mod good_path_length;
mod good_self_issued;
mod good_unknown_extension;
mod intermediate_not_a_ca;
mod intermediate_without_basic_constraints;
mod leaf_is_a_ca;
mod leaf_may_sign;
mod no_cert_sign;
mod path_length_0;
mod path_length_1;
mod root_for_servers;
mod signed_by_a_leaf;
mod unknown_critical;
mod unknown_critical_intermediate;
mod unknown_critical_root;
mod unknown_critical_unrelated;
mod version_1;
mod version_1_intermediate;
mod version_1_with_extensions;
mod version_3_without_extensions;
mod version_4;

use super::Group;

pub(super) static GROUP: Group = Group {
    id: "ca-logic",
    title: "CA logic",
    summary: "Only a CA signs certificates, with no more CAs below it than it may have.",
    cases: &[
        &good_ca::CASE,
        &good_path_length::CASE,
        &good_self_issued::CASE,
        &intermediate_without_basic_constraints::CASE,
        &intermediate_not_a_ca::CASE,
        &signed_by_a_leaf::CASE,
        &basic_constraints_not_critical::CASE,
        &path_length_0::CASE,
        &path_length_1::CASE,
        &no_cert_sign::CASE,
        &leaf_is_a_ca::CASE,
        &leaf_may_sign::CASE,
        &version_1::CASE,
        &version_1_intermediate::CASE,
        &version_1_with_extensions::CASE,
        &version_3_without_extensions::CASE,
        &version_4::CASE,
        &duplicate_extension::CASE,
        &unknown_critical::CASE,
        &unknown_critical_intermediate::CASE,
        &unknown_critical_root::CASE,
        &unknown_critical_unrelated::CASE,
        &good_unknown_extension::CASE,
        &root_for_servers::CASE,
    ],
};
