//! DER has one encoding per value: a default that is written out is another one, and strict parsers refuse
//! it.

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp};
use crate::pki::anatomy::Extension;
use crate::pki::rule;

pub(super) struct ExtensionCriticalFalse;

impl Lint for ExtensionCriticalFalse {
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
        &["e_cert_ext_invalid_der"]
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let written =
            |extension: &&Extension<'_>| extension.critical_field.is_some_and(|flag| flag.content == [0]);
        let say = |extension: &Extension<'_>| {
            format!("the extension {} says that it is not critical", extension.id)
        };
        subject.cert.extensions.iter().filter(written).map(say).collect()
    }
}
