//! Cases about who is who: issuer and subject, key identifiers, serial numbers.

mod ca_without_key_identifier;
mod good_identity;
mod good_same_key_other_name;
mod good_same_name_other_key;
mod issuer_by_serial;
mod issuer_empty;
mod issuer_name_folded;
mod issuer_name_retyped;
mod issuer_name_spaced;
mod key_identifier_mismatch;
mod no_authority_key_identifier;
mod no_subject_key_identifier;
mod other_issuer_name;
mod serial_negative;
mod serial_reused;
mod serial_short;
mod serial_too_long;
mod serial_zero;

use super::Group;

pub(super) static GROUP: Group = Group {
    id: "identity",
    title: "Identity",
    summary: "Certificate and issuer name each other by name, key and serial number.",
    cases: &[
        &good_identity::CASE,
        &good_same_name_other_key::CASE,
        &good_same_key_other_name::CASE,
        &key_identifier_mismatch::CASE,
        &issuer_by_serial::CASE,
        &no_authority_key_identifier::CASE,
        &no_subject_key_identifier::CASE,
        &ca_without_key_identifier::CASE,
        &other_issuer_name::CASE,
        &issuer_name_folded::CASE,
        &issuer_name_retyped::CASE,
        &issuer_name_spaced::CASE,
        &issuer_empty::CASE,
        &serial_zero::CASE,
        &serial_negative::CASE,
        &serial_too_long::CASE,
        &serial_short::CASE,
        &serial_reused::CASE,
    ],
};
