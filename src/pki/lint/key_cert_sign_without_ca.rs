//! Some clients take the bit as leave to sign others. Of one that has signed others, the lint on what it
//! signed says that it is no CA.

use super::{Lint, Rule, Subject, Timestamp, usage, when};
use crate::pki::rule;

pub(super) struct KeyCertSignWithoutCa;

impl Lint for KeyCertSignWithoutCa {
    fn rule(&self) -> &'static Rule {
        &rule::KEY_CERT_SIGN_WITHOUT_CA
    }

    fn advice(&self) -> &'static str {
        "issue it again without keyCertSign"
    }

    fn zlint(&self) -> &'static [&'static str] {
        &[
            "e_ext_key_usage_cert_sign_without_ca",
            "e_sub_cert_key_usage_cert_sign_bit_set",
            "e_ca_is_ca",
        ]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.is_leaf() && subject.usage.is_some()
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let signs = subject.has_usage(usage::CERT_SIGN);
        when(signs && !subject.cert.is_ca(), || {
            "keyCertSign is set though this is no CA".to_owned()
        })
    }
}
