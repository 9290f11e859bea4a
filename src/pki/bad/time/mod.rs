//! Cases about time: too late, too early, too long, or written in a form that is none.

mod expired;
mod expired_1963;
mod expired_by_a_second;
mod expired_by_five_seconds;
mod expired_intermediate;
mod expired_root;
mod fractional_seconds;
mod generalized_time_before_2050;
mod good_101_days;
mod good_48_days;
mod good_time;
mod no_end;
mod not_yet_valid;
mod not_yet_valid_by_an_hour;
mod not_yet_valid_intermediate;
mod outlives_issuer;
mod over_200_days;
mod over_398_days;
mod over_825_days;
mod reversed_validity;
mod time_with_offset;
mod time_without_seconds;
mod utc_time_for_2050;

use super::Group;

pub(super) static GROUP: Group = Group {
    id: "time",
    title: "Time",
    summary: "A certificate holds from its first second to its last, and so does every certificate above it.",
    cases: &[
        &good_time::CASE,
        &good_48_days::CASE,
        &good_101_days::CASE,
        &expired::CASE,
        &expired_by_a_second::CASE,
        &expired_by_five_seconds::CASE,
        &expired_1963::CASE,
        &not_yet_valid::CASE,
        &not_yet_valid_by_an_hour::CASE,
        &reversed_validity::CASE,
        &expired_intermediate::CASE,
        &not_yet_valid_intermediate::CASE,
        &expired_root::CASE,
        &no_end::CASE,
        &over_825_days::CASE,
        &over_398_days::CASE,
        &over_200_days::CASE,
        &outlives_issuer::CASE,
        &generalized_time_before_2050::CASE,
        &utc_time_for_2050::CASE,
        &fractional_seconds::CASE,
        &time_with_offset::CASE,
        &time_without_seconds::CASE,
    ],
};
