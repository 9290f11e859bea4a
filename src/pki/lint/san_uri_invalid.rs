//! Matching URIs (SPIFFE, SIP) needs all of its parts.

use super::uri::is_whole;
use super::{Lint, Rule, Subject, Timestamp, family};
use crate::pki::anatomy::{GeneralName, id};

pub(super) struct SanUriInvalid;

impl Lint for SanUriInvalid {
    fn rule(&self) -> &'static Rule {
        &family::SAN_URI_INVALID
    }

    fn advice(&self) -> &'static str {
        "issue it again with a whole URI"
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_ext_san_uri_format_invalid"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.has(id::SUBJECT_ALT_NAME)
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let broken =
            |name: &&GeneralName<'_>| matches!(name, GeneralName::Uri(_)) && !is_whole(&name.value());
        subject
            .sans
            .iter()
            .flatten()
            .filter(broken)
            .map(|name| format!("`{}` is no whole URI", name.value()))
            .collect()
    }
}
