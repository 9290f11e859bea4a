//! They name one certificate of the CA: what was renewed or cross-signed is then no longer found.

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp, when};
use crate::pki::anatomy::id;

pub(super) struct AkiIssuerAndKeyId;

static RULE: Rule = Rule {
    id: "aki-issuer-and-key-id",
    severity: Severity::Error,
    citation: "CABF BR 7.1.2.11.1; Mozilla Root Store Policy 5.2",
    summary: "an authority key identifier must not hold issuer and serial",
};

impl Lint for AkiIssuerAndKeyId {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "issue it again with the key identifier alone"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev => None,
            Profile::Private => Some(Severity::Warning),
            Profile::Public => Some(RULE.severity),
        }
    }

    fn zlint(&self) -> &'static [&'static str] {
        &[
            "e_mp_authority_key_identifier_correct",
            "e_authority_key_identifier_correct",
        ]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.has(id::AUTHORITY_KEY_ID)
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let fields = subject.items(id::AUTHORITY_KEY_ID);
        let has = |number: u8| fields.iter().any(|field| field.tag & 0x1f == number);
        when(has(1) || has(2), || {
            "the authority key identifier holds issuer or serial".to_owned()
        })
    }
}
