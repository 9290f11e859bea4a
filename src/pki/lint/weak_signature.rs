//! Collisions on MD5 take seconds, on SHA-1 they can be bought: who has one can move the signature to
//! another certificate. The signature of a root is not relied on.

use jiff::civil::{Date, date};

use super::{Lint, Rule, Subject, Timestamp};
use crate::pki::anatomy::algorithm_id;
use crate::pki::rule;

pub(super) struct WeakSignature;

impl Lint for WeakSignature {
    fn rule(&self) -> &'static Rule {
        &rule::WEAK_SIGNATURE
    }

    fn advice(&self) -> &'static str {
        "issue it again signed with SHA-256 or better"
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_sub_cert_or_sub_ca_using_sha1"]
    }

    fn since(&self) -> Date {
        date(2016, 1, 1)
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        !subject.is_root()
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let id = algorithm_id(&subject.cert.outer_algorithm);
        let found = WEAK.iter().find(|(weak, _)| *weak == id);
        found
            .map(|(_, hash)| format!("it is signed with {hash}"))
            .into_iter()
            .collect()
    }
}

/// Signature algorithms over broken hashes.
const WEAK: &[(&str, &str)] = &[
    ("1.2.840.113549.1.1.2", "MD2"),
    ("1.2.840.113549.1.1.3", "MD4"),
    ("1.2.840.113549.1.1.4", "MD5"),
    ("1.2.840.113549.1.1.5", "SHA-1"),
    ("1.3.14.3.2.29", "SHA-1"),
    ("1.2.840.10040.4.3", "SHA-1"),
    ("1.2.840.10045.4.1", "SHA-1"),
];
