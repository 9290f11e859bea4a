//! Clients compare the encoding byte by byte.

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp, when};
use crate::pki::anatomy::algorithm_id;

pub(super) struct EcdsaSignatureAlgorithm;

static RULE: Rule = Rule {
    id: "ecdsa-signature-algorithm",
    severity: Severity::Error,
    citation: "Mozilla Root Store Policy 5.1.2; CABF BR 7.1.3.2.2",
    summary: "an ECDSA signature algorithm must be encoded without parameters, with the hash that goes with the curve",
};

impl Lint for EcdsaSignatureAlgorithm {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "issue it again with SHA-256 for P-256, SHA-384 for P-384 and SHA-512 for P-521"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev => None,
            Profile::Private => Some(Severity::Warning),
            Profile::Public => Some(RULE.severity),
        }
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_mp_ecdsa_signature_encoding_correct"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        !ecdsa_hash(&algorithm_id(&subject.cert.inner_algorithm)).is_empty()
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let id = algorithm_id(&subject.cert.inner_algorithm);
        let bare = subject
            .cert
            .inner_algorithm
            .reader()
            .all()
            .is_ok_and(|fields| fields.len() == 1);
        let expected = match subject.cert.signature.content.len() {
            0..=73 => "SHA-256",
            74..=105 => "SHA-384",
            _ => "SHA-512",
        };
        let mut wrong = when(!bare, || {
            "the ECDSA signature algorithm has parameters".to_owned()
        });
        wrong.extend(when(ecdsa_hash(&id) != expected, || {
            format!(
                "a signature of this size goes with {expected}, not {}",
                ecdsa_hash(&id)
            )
        }));
        wrong
    }
}

fn ecdsa_hash(id: &str) -> &'static str {
    match id {
        "1.2.840.10045.4.1" => "SHA-1",
        "1.2.840.10045.4.3.1" => "SHA-224",
        "1.2.840.10045.4.3.2" => "SHA-256",
        "1.2.840.10045.4.3.3" => "SHA-384",
        "1.2.840.10045.4.3.4" => "SHA-512",
        _ => "",
    }
}
