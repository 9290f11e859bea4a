//! Cases about what a key may be used for: key usage and extended key usage, here and above.

mod any_usage;
mod client_only;
mod code_signing;
mod encipherment_with_ec;
mod good_extended_validation;
mod good_odd_key_usage;
mod good_usage;
mod intermediate_for_clients;
mod key_usage_empty;
mod key_usage_for_agreement;
mod key_usage_not_critical;
mod mail_only;
mod no_usages;
mod usage_unsaid;

use super::Group;

pub(super) static GROUP: Group = Group {
    id: "usages",
    title: "Usages",
    summary: "A key is used for what its certificate says, and a server certificate says: for servers.",
    cases: &[
        &good_usage::CASE,
        &good_odd_key_usage::CASE,
        &good_extended_validation::CASE,
        &client_only::CASE,
        &code_signing::CASE,
        &mail_only::CASE,
        &any_usage::CASE,
        &no_usages::CASE,
        &usage_unsaid::CASE,
        &intermediate_for_clients::CASE,
        &encipherment_with_ec::CASE,
        &key_usage_empty::CASE,
        &key_usage_not_critical::CASE,
        &key_usage_for_agreement::CASE,
    ],
};
