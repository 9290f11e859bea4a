//! Clients take the key for PSS signatures all the same; many cannot read the other encoding.

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp, when};
use crate::pki::anatomy::id;

pub(super) struct PssKey;

static RULE: Rule = Rule {
    id: "pss-key",
    severity: Severity::Error,
    citation: "Mozilla Root Store Policy 5.1.1; CABF BR 7.1.3.1.1",
    summary: "an RSA key must be encoded as rsaEncryption, not as RSASSA-PSS",
};

impl Lint for PssKey {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "issue it again with the key as rsaEncryption"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev => None,
            Profile::Private => Some(Severity::Warning),
            Profile::Public => Some(RULE.severity),
        }
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_mp_rsassa-pss_in_spki"]
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        when(subject.cert.key.algorithm == id::RSA_PSS, || {
            "the RSA key is encoded as RSASSA-PSS".to_owned()
        })
    }
}
