//! Cases about keys: too small, made badly, on curves that nobody uses, or not the one in the certificate.

mod dsa_key;
mod explicit_curve;
mod good_ed25519_key;
mod good_ed448_key;
mod good_large_key_sha512;
mod good_ml_dsa_key;
mod good_p384_key;
mod good_rsa_3072_key;
mod good_rsa_4096_key;
mod good_rsa_8192_key;
mod good_rsa_key;
mod key_mismatch;
mod p192;
mod pss_key;
mod rsa_1024;
mod rsa_2047;
mod rsa_512;
mod rsa_close_primes;
mod rsa_exponent_1;
mod rsa_exponent_3;
mod rsa_exponent_even;
mod rsa_roca;
mod rsa_shared_prime;
mod rsa_small_factor;
mod secp256k1;

use super::Group;

pub(super) static GROUP: Group = Group {
    id: "keys",
    title: "Keys",
    summary: "A key is large enough, made well, and the one that the certificate names.",
    cases: &[
        &good_rsa_key::CASE,
        &good_p384_key::CASE,
        &good_ed25519_key::CASE,
        &good_ed448_key::CASE,
        &good_rsa_3072_key::CASE,
        &good_rsa_4096_key::CASE,
        &good_rsa_8192_key::CASE,
        &good_large_key_sha512::CASE,
        &good_ml_dsa_key::CASE,
        &rsa_512::CASE,
        &rsa_1024::CASE,
        &rsa_2047::CASE,
        &rsa_exponent_1::CASE,
        &rsa_exponent_3::CASE,
        &rsa_exponent_even::CASE,
        &rsa_close_primes::CASE,
        &rsa_shared_prime::CASE,
        &rsa_small_factor::CASE,
        &rsa_roca::CASE,
        &p192::CASE,
        &dsa_key::CASE,
        &secp256k1::CASE,
        &pss_key::CASE,
        &explicit_curve::CASE,
        &key_mismatch::CASE,
    ],
};
