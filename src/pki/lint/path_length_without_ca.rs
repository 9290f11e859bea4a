//! It limits who may stand below, and below a leaf is nobody.

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp, usage, when};
use crate::pki::anatomy::id;
use crate::pki::format::der::tag;
use crate::pki::rule;

pub(super) struct PathLengthWithoutCa;

impl Lint for PathLengthWithoutCa {
    fn rule(&self) -> &'static Rule {
        &rule::PATH_LENGTH_WITHOUT_CA
    }

    fn advice(&self) -> &'static str {
        "issue it again without the path length"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev => Some(Severity::Warning),
            Profile::Private | Profile::Public => Some(rule::PATH_LENGTH_WITHOUT_CA.severity),
        }
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_path_len_constraint_improperly_included"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.cert.basic_constraints().is_some()
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let limited = subject
            .items(id::BASIC_CONSTRAINTS)
            .iter()
            .any(|field| field.tag == tag::INTEGER);
        let signs = subject.cert.is_ca() && subject.has_usage(usage::CERT_SIGN);
        when(limited && !signs, || {
            "it has a path length and may not sign certificates".to_owned()
        })
    }
}
