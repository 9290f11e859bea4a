//! BER takes any octet for true, DER one alone; strict parsers refuse another one.

use super::{Lint, Rule, Subject, Timestamp, when};
use crate::pki::anatomy::{Extension, id};
use crate::pki::format::der::tag;
use crate::pki::rule;

pub(super) struct ExtensionOddBoolean;

impl Lint for ExtensionOddBoolean {
    fn rule(&self) -> &'static Rule {
        &rule::MALFORMED
    }

    fn advice(&self) -> &'static str {
        "issue it again with a DER encoder"
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let odd = |content: &[u8]| !matches!(content, [0x00] | [0xff]);
        let flag =
            |extension: &&Extension<'_>| extension.critical_field.is_some_and(|flag| odd(flag.content));
        let say = |extension: &Extension<'_>| {
            format!(
                "the critical flag of the extension {} is neither 00 nor ff",
                extension.id
            )
        };
        let mut found: Vec<String> = subject.cert.extensions.iter().filter(flag).map(say).collect();
        let ca = subject
            .items(id::BASIC_CONSTRAINTS)
            .first()
            .is_some_and(|flag| flag.tag == tag::BOOLEAN && odd(flag.content));
        found.extend(when(ca, || "the CA flag is neither 00 nor ff".to_owned()));
        found
    }
}
