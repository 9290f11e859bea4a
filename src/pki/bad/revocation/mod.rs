//! Cases about revocation: revoked certificates, lists and OCSP responses that are late, false or about another.

mod crl_bad_signature;
mod crl_expired;
mod crl_not_indirect;
mod crl_not_yet_valid;
mod crl_of_another_issuer;
mod crl_without_number;
mod good_crl;
mod good_delegated_responder;
mod good_delta;
mod good_indirect_crl;
mod good_must_staple;
mod good_other_nonce;
mod good_staple;
mod must_staple_without_staple;
mod responder_without_nocheck;
mod revoked;
mod revoked_in_delta;
mod revoked_in_long_crl;
mod revoked_indirectly;
mod revoked_intermediate;
mod staple_bad_signature;
mod staple_expired;
mod staple_not_yet_valid;
mod staple_of_another;
mod staple_revoked;
mod staple_unauthorized;
mod staple_unknown;

use super::Group;

pub(super) static GROUP: Group = Group {
    id: "revocation",
    title: "Revocation",
    summary: "A certificate that was revoked is refused, and so is a statement about it that cannot be trusted.",
    cases: &[
        &good_crl::CASE,
        &good_delta::CASE,
        &good_indirect_crl::CASE,
        &good_staple::CASE,
        &good_must_staple::CASE,
        &good_delegated_responder::CASE,
        &good_other_nonce::CASE,
        &revoked::CASE,
        &revoked_intermediate::CASE,
        &revoked_in_long_crl::CASE,
        &revoked_in_delta::CASE,
        &revoked_indirectly::CASE,
        &crl_expired::CASE,
        &crl_not_yet_valid::CASE,
        &crl_of_another_issuer::CASE,
        &crl_not_indirect::CASE,
        &crl_bad_signature::CASE,
        &crl_without_number::CASE,
        &staple_revoked::CASE,
        &staple_unknown::CASE,
        &staple_expired::CASE,
        &staple_not_yet_valid::CASE,
        &staple_of_another::CASE,
        &staple_bad_signature::CASE,
        &staple_unauthorized::CASE,
        &must_staple_without_staple::CASE,
        &responder_without_nocheck::CASE,
    ],
};
