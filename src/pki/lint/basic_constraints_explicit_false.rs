//! The flag is false by default, and DER does not write defaults; strict parsers refuse one that is written.

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp, when};
use crate::pki::anatomy::id;
use crate::pki::format::der::tag;
use crate::pki::rule;

pub(super) struct BasicConstraintsExplicitFalse;

impl Lint for BasicConstraintsExplicitFalse {
    fn rule(&self) -> &'static Rule {
        &rule::MALFORMED
    }

    fn advice(&self) -> &'static str {
        "issue it again with an encoder that leaves default values out"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev => Some(Severity::Warning),
            Profile::Private | Profile::Public => Some(rule::MALFORMED.severity),
        }
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_basic_constr_invalid_der"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.has(id::BASIC_CONSTRAINTS)
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let written = subject
            .items(id::BASIC_CONSTRAINTS)
            .first()
            .is_some_and(|flag| flag.tag == tag::BOOLEAN && flag.content == [0]);
        when(written, || {
            "basic constraints spell out that this is no CA".to_owned()
        })
    }
}
