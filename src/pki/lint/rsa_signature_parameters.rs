//! Some verifiers compare the encoding byte by byte.

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp, family, when};

pub(super) struct RsaSignatureParameters;

impl Lint for RsaSignatureParameters {
    fn rule(&self) -> &'static Rule {
        &family::ALGORITHM_PARAMETERS
    }

    fn advice(&self) -> &'static str {
        "issue it again with the NULL in place"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev => Some(Severity::Warning),
            Profile::Private | Profile::Public => Some(family::ALGORITHM_PARAMETERS.severity),
        }
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_tbs_signature_rsa_encryption_parameter_not_null"]
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let parts = subject.cert.inner_algorithm.reader().all().unwrap_or_default();
        let plain = parts
            .first()
            .is_some_and(|oid| PLAIN.contains(&oid.oid().as_str()));
        let null = parts.get(1).is_some_and(|parameters| parameters.full == [5, 0]);
        when(plain && !null, || {
            "the parameters of the RSA signature are not NULL".to_owned()
        })
    }
}

/// RSA with PKCS#1 v1.5 padding.
const PLAIN: &[&str] = &[
    "1.2.840.113549.1.1.4",
    "1.2.840.113549.1.1.5",
    "1.2.840.113549.1.1.11",
    "1.2.840.113549.1.1.12",
    "1.2.840.113549.1.1.13",
    "1.2.840.113549.1.1.14",
];
