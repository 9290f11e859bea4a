//! Cases about signatures: broken hashes, broken signatures, and algorithms that do not agree with themselves.

mod algorithm_mismatch;
mod changed_content;
mod flipped_bit;
mod good_sha1_root;
mod good_sha256;
mod good_sha384;
mod good_sha512;
mod md5;
mod sha1;
mod sha1_2016;
mod sha1_2017;
mod sha1_intermediate;
mod signature_empty;
mod signature_without_null;
mod signature_zero;
mod wrong_issuer_key;

use super::Group;

pub(super) static GROUP: Group = Group {
    id: "signatures",
    title: "Signatures",
    summary: "Each certificate is signed by the key of the one above it, with a hash that holds.",
    cases: &[
        &good_sha256::CASE,
        &good_sha384::CASE,
        &good_sha512::CASE,
        &sha1::CASE,
        &sha1_2016::CASE,
        &sha1_2017::CASE,
        &md5::CASE,
        &sha1_intermediate::CASE,
        &good_sha1_root::CASE,
        &flipped_bit::CASE,
        &changed_content::CASE,
        &wrong_issuer_key::CASE,
        &algorithm_mismatch::CASE,
        &signature_empty::CASE,
        &signature_zero::CASE,
        &signature_without_null::CASE,
    ],
};
