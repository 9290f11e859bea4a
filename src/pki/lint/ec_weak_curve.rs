//! TLS clients take P-256 and P-384, most P-521, and no others; public CAs may sign these three.

use super::{Lint, Rule, Subject, Timestamp, when};
use crate::pki::anatomy::id;
use crate::pki::rule;

pub(super) struct EcWeakCurve;

impl Lint for EcWeakCurve {
    fn rule(&self) -> &'static Rule {
        &rule::WEAK_KEY
    }

    fn advice(&self) -> &'static str {
        "make a new key: ECDSA P-256, or RSA of 3072 bits"
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_ec_improper_curves"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.cert.key.is_ec() && subject.cert.key.curve().is_some()
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let curve = subject.cert.key.curve().unwrap_or_default();
        let fine = [id::P256, id::P384, id::P521].contains(&curve.as_str());
        when(!fine, || {
            format!(
                "the key is {}, which TLS clients do not take",
                subject.cert.key.name()
            )
        })
    }
}
