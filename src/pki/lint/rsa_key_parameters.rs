//! Some verifiers compare the encoding byte by byte.

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp, family, when};
use crate::pki::anatomy::id;

pub(super) struct RsaKeyParameters;

impl Lint for RsaKeyParameters {
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
        &["e_spki_rsa_encryption_parameter_not_null"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.cert.key.algorithm == id::RSA
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let null = subject
            .cert
            .key
            .parameters
            .is_some_and(|parameters| parameters.full == [5, 0]);
        when(!null, || "the parameters of the RSA key are not NULL".to_owned())
    }
}
