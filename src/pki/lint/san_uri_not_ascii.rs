//! URIs are; and strict parsers refuse others.

use super::{Lint, Rule, Subject, Timestamp, family};
use crate::pki::anatomy::{GeneralName, id};

pub(super) struct SanUriNotAscii;

impl Lint for SanUriNotAscii {
    fn rule(&self) -> &'static Rule {
        &family::SAN_URI_INVALID
    }

    fn advice(&self) -> &'static str {
        "issue it again with what is not ASCII percent-encoded"
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_ext_san_uri_not_ia5"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.has(id::SUBJECT_ALT_NAME)
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let foreign =
            |name: &&GeneralName<'_>| matches!(name, GeneralName::Uri(octets) if !octets.is_ascii());
        subject
            .sans
            .iter()
            .flatten()
            .filter(foreign)
            .map(|name| format!("`{}` is not ASCII", name.value()))
            .collect()
    }
}
