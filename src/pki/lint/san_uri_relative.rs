//! There is nothing it could be relative to.

use super::uri::scheme;
use super::{Lint, Rule, Subject, Timestamp, family};
use crate::pki::anatomy::{GeneralName, id};

pub(super) struct SanUriRelative;

impl Lint for SanUriRelative {
    fn rule(&self) -> &'static Rule {
        &family::SAN_URI_INVALID
    }

    fn advice(&self) -> &'static str {
        "issue it again with a scheme in front"
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_ext_san_uri_relative"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.has(id::SUBJECT_ALT_NAME)
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let relative =
            |name: &&GeneralName<'_>| matches!(name, GeneralName::Uri(_)) && scheme(&name.value()).is_none();
        subject
            .sans
            .iter()
            .flatten()
            .filter(relative)
            .map(|name| format!("`{}` has no scheme", name.value()))
            .collect()
    }
}
