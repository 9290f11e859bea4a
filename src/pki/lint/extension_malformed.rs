//! A client that cannot read an extension refuses the certificate, critical or not.

use super::{Lint, Rule, Subject, Timestamp};
use crate::pki::anatomy::{Extension, id};
use crate::pki::format::der::{single, tag};
use crate::pki::rule;

pub(super) struct ExtensionMalformed;

impl Lint for ExtensionMalformed {
    fn rule(&self) -> &'static Rule {
        &rule::MALFORMED
    }

    fn advice(&self) -> &'static str {
        "issue it again with a library that writes the extension itself, rather than from bytes by hand"
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let outline = |extension: &Extension<'_>| {
            let (_, expected) = OUTLINES.iter().find(|(id, _)| *id == extension.id)?;
            let fault =
                single(extension.value.content, *expected, "the value").and_then(|value| match value.tag {
                    tag::SEQUENCE => value.children().map(drop),
                    _ => Ok(()),
                });
            fault
                .err()
                .map(|fault| format!("the extension {}: {fault}", extension.id))
        };
        subject.cert.extensions.iter().filter_map(outline).collect()
    }
}

/// What the extensions that clients read are made of.
const OUTLINES: &[(&str, u8)] = &[
    (id::AUTHORITY_INFO_ACCESS, tag::SEQUENCE),
    (id::AUTHORITY_KEY_ID, tag::SEQUENCE),
    (id::BASIC_CONSTRAINTS, tag::SEQUENCE),
    (id::CERTIFICATE_POLICIES, tag::SEQUENCE),
    (id::CRL_DISTRIBUTION_POINTS, tag::SEQUENCE),
    (id::EXTENDED_KEY_USAGE, tag::SEQUENCE),
    (id::ISSUER_ALT_NAME, tag::SEQUENCE),
    (id::KEY_USAGE, tag::BIT_STRING),
    (id::NAME_CONSTRAINTS, tag::SEQUENCE),
    (id::POLICY_CONSTRAINTS, tag::SEQUENCE),
    (id::SCT_LIST, tag::OCTET_STRING),
    (id::SUBJECT_ALT_NAME, tag::SEQUENCE),
    (id::SUBJECT_KEY_ID, tag::OCTET_STRING),
    (id::TLS_FEATURE, tag::SEQUENCE),
];
