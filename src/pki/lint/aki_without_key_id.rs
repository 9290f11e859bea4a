//! Issuer and serial alone name one certificate of the CA and break when that is renewed.

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp, when};
use crate::pki::anatomy::id;

pub(super) struct AkiWithoutKeyId;

static RULE: Rule = Rule {
    id: "aki-without-key-id",
    severity: Severity::Error,
    citation: "RFC 5280 §4.2.1.1",
    summary: "an authority key identifier must hold a key identifier",
};

impl Lint for AkiWithoutKeyId {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "issue it again with the key identifier"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev | Profile::Private => Some(Severity::Warning),
            Profile::Public => Some(RULE.severity),
        }
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_ext_authority_key_identifier_no_key_identifier"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        !subject.cert.is_self_issued() && subject.has(id::AUTHORITY_KEY_ID)
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let held = subject
            .items(id::AUTHORITY_KEY_ID)
            .iter()
            .any(|field| field.tag == 0x80);
        when(!held, || {
            "the authority key identifier holds no key identifier".to_owned()
        })
    }
}
