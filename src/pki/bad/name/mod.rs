//! Cases about names: the wrong one, none, patterns that match nothing, and names that are no names.

mod address_as_dns_name;
mod address_of_fifteen_octets;
mod address_of_five_octets;
mod address_with_mask;
mod common_name_elsewhere;
mod common_name_only;
mod common_name_right;
mod common_name_too_long;
mod critical_names;
mod duplicate_name;
mod email_only;
mod emoji_name;
mod empty_label;
mod empty_names;
mod fallback;
mod good_confusing_names;
mod good_international_name;
mod good_long_label;
mod good_long_label_with_dashes;
mod good_many_names;
mod good_mapped_address;
mod good_name;
mod good_no_common_name;
mod good_no_subject;
mod good_ten_thousand_names;
mod good_wildcard;
mod homograph;
mod label_too_long;
mod leading_dot;
mod name_too_long;
mod no_subject_not_critical;
mod nul_in_common_name;
mod nul_in_name;
mod space_in_name;
mod trailing_dot;
mod underscore;
mod unicode_name;
mod uri_only;
mod wildcard_above;
mod wildcard_bare;
mod wildcard_double;
mod wildcard_not_first;
mod wildcard_partial;
mod wildcard_public_suffix;
mod wildcard_two_labels;
mod wrong_host;

use super::Group;

pub(super) static GROUP: Group = Group {
    id: "names",
    title: "Names",
    summary: "A certificate is for the name that the client asked for, by its alternative names alone.",
    cases: &[
        &good_name::CASE,
        &good_wildcard::CASE,
        &good_no_common_name::CASE,
        &good_no_subject::CASE,
        &good_international_name::CASE,
        &good_many_names::CASE,
        &good_ten_thousand_names::CASE,
        &good_long_label::CASE,
        &good_long_label_with_dashes::CASE,
        &good_mapped_address::CASE,
        &good_confusing_names::CASE,
        &wrong_host::CASE,
        &fallback::CASE,
        &wildcard_above::CASE,
        &wildcard_two_labels::CASE,
        &wildcard_partial::CASE,
        &wildcard_double::CASE,
        &wildcard_not_first::CASE,
        &wildcard_bare::CASE,
        &wildcard_public_suffix::CASE,
        &common_name_only::CASE,
        &common_name_right::CASE,
        &common_name_elsewhere::CASE,
        &common_name_too_long::CASE,
        &empty_names::CASE,
        &email_only::CASE,
        &uri_only::CASE,
        &trailing_dot::CASE,
        &leading_dot::CASE,
        &empty_label::CASE,
        &label_too_long::CASE,
        &name_too_long::CASE,
        &underscore::CASE,
        &space_in_name::CASE,
        &nul_in_name::CASE,
        &nul_in_common_name::CASE,
        &unicode_name::CASE,
        &homograph::CASE,
        &emoji_name::CASE,
        &address_as_dns_name::CASE,
        &address_of_five_octets::CASE,
        &address_of_fifteen_octets::CASE,
        &address_with_mask::CASE,
        &duplicate_name::CASE,
        &no_subject_not_critical::CASE,
        &critical_names::CASE,
    ],
};
