//! Cases about encoding: octets that are almost DER, strings that are no strings, and files cut short.

mod boolean_not_der;
mod default_written;
mod escapes_in_name;
mod extension_garbage;
mod extensions_empty;
mod good_encoding;
mod good_encrypted_key;
mod good_pkcs1_key;
mod good_sec1_key;
mod indefinite_length;
mod long_length;
mod name_not_utf8;
mod pem_label;
mod pem_truncated;
mod printable_string;
mod serial_padded;
mod trailing_octets;
mod truncated;

use super::Group;

pub(super) static GROUP: Group = Group {
    id: "encoding",
    title: "Encoding",
    summary: "A certificate is DER, and DER is one way to write each thing.",
    cases: &[
        &good_encoding::CASE,
        &good_pkcs1_key::CASE,
        &good_sec1_key::CASE,
        &good_encrypted_key::CASE,
        &trailing_octets::CASE,
        &indefinite_length::CASE,
        &long_length::CASE,
        &boolean_not_der::CASE,
        &default_written::CASE,
        &serial_padded::CASE,
        &extension_garbage::CASE,
        &extensions_empty::CASE,
        &name_not_utf8::CASE,
        &printable_string::CASE,
        &escapes_in_name::CASE,
        &truncated::CASE,
        &pem_truncated::CASE,
        &pem_label::CASE,
    ],
};
