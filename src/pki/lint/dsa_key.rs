//! No TLS client takes DSA any more; TLS 1.3 has no name for it.

use jiff::civil::{Date, date};

use super::{Lint, Rule, Subject, Timestamp, when};
use crate::pki::anatomy::id;
use crate::pki::rule;

pub(super) struct Dsa;

impl Lint for Dsa {
    fn rule(&self) -> &'static Rule {
        &rule::WEAK_KEY
    }

    fn advice(&self) -> &'static str {
        "make a new key: ECDSA P-256, or RSA of 3072 bits"
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_prohibit_dsa_usage", "e_br_prohibit_dsa_usage"]
    }

    fn since(&self) -> Date {
        date(2017, 2, 28)
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        when(subject.cert.key.algorithm == id::DSA, || {
            "the key is for DSA".to_owned()
        })
    }
}
