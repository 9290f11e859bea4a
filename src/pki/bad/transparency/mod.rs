//! Cases about Certificate Transparency, with timestamps of logs that do not exist.

mod good_transparency;
mod good_unknown_log;
mod no_timestamps;
mod one_timestamp;
mod precertificate;
mod timestamp_from_the_future;
mod timestamp_not_signed;
mod timestamps_empty;
mod timestamps_garbage;

use super::Group;

pub(super) static GROUP: Group = Group {
    id: "transparency",
    title: "Transparency",
    summary: "Public certificates carry timestamps of the logs that have them; private ones need none.",
    cases: &[
        &good_transparency::CASE,
        &good_unknown_log::CASE,
        &no_timestamps::CASE,
        &one_timestamp::CASE,
        &timestamp_from_the_future::CASE,
        &timestamp_not_signed::CASE,
        &timestamps_empty::CASE,
        &timestamps_garbage::CASE,
        &precertificate::CASE,
    ],
};
