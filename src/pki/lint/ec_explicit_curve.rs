//! RFC 5480 §2.1.1 forbids it: who chooses the parameters can know the private key of any public one
//! (CVE-2020-0601).

use super::{Lint, Rule, Subject, Timestamp, when};
use crate::pki::rule;

pub(super) struct EcExplicitCurve;

impl Lint for EcExplicitCurve {
    fn rule(&self) -> &'static Rule {
        &rule::EC_EXPLICIT_CURVE
    }

    fn advice(&self) -> &'static str {
        "make a new key: ECDSA P-256, or RSA of 3072 bits"
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.cert.key.is_ec()
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        when(subject.cert.key.curve().is_none(), || {
            "the curve is spelled out instead of named".to_owned()
        })
    }
}
