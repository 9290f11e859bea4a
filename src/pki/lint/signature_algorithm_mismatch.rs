//! What stands outside is not signed: a difference hides which algorithm the issuer meant.

use super::{Lint, Rule, Subject, Timestamp, when};
use crate::pki::anatomy::algorithm_id;
use crate::pki::rule;

pub(super) struct SignatureAlgorithmMismatch;

impl Lint for SignatureAlgorithmMismatch {
    fn rule(&self) -> &'static Rule {
        &rule::MALFORMED
    }

    fn advice(&self) -> &'static str {
        "issue it again: a correct signer writes the same algorithm twice"
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_cert_sig_alg_not_match_tbs_sig_alg"]
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let (inside, outside) = (subject.cert.inner_algorithm, subject.cert.outer_algorithm);
        when(inside.full != outside.full, || {
            format!(
                "{} inside what is signed and {} outside, or with other parameters",
                algorithm_id(&inside),
                algorithm_id(&outside)
            )
        })
    }
}
