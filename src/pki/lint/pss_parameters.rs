//! Others, defaults included (SHA-1), are refused by Firefox and by TLS 1.3 stacks.

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp, when};
use crate::pki::anatomy::{algorithm_id, id};
use crate::pki::der::{self, tag};
use crate::pki::oid;

pub(super) struct PssParameters;

static RULE: Rule = Rule {
    id: "pss-parameters",
    severity: Severity::Error,
    citation: "Mozilla Root Store Policy 5.1.1; CABF BR 7.1.3.2.1; RFC 4055 §3.1",
    summary: "an RSASSA-PSS signature must have one of three sets of parameters",
};

impl Lint for PssParameters {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "sign with SHA-256, SHA-384 or SHA-512, the same hash in the mask and a salt as long as the hash"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev => Some(Severity::Warning),
            Profile::Private | Profile::Public => Some(RULE.severity),
        }
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_mp_rsassa-pss_parameters_encoding_in_signature_algorithm_correct"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        algorithm_id(&subject.cert.inner_algorithm) == id::RSA_PSS
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let written = subject.cert.inner_algorithm.full;
        let fine = HASHES
            .iter()
            .any(|(arc, salt)| written == parameters(*arc, *salt).as_slice());
        when(!fine, || {
            "the parameters of the PSS signature are none of the three sets".to_owned()
        })
    }
}

/// The last arc of SHA-256, SHA-384 and SHA-512, and their length in octets.
const HASHES: &[(u8, u8)] = &[(1, 32), (2, 48), (3, 64)];

/// The one encoding that goes with a hash.
fn parameters(arc: u8, salt: u8) -> Vec<u8> {
    let identifier = der::oid(&[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, arc]);
    let hash = der::sequence([identifier.as_slice(), &[5, 0]]);
    let mask = der::sequence([der::oid(oid::MGF1), hash.clone()]);
    let all = der::sequence([
        der::element(tag::constructed(0), &hash),
        der::element(tag::constructed(1), &mask),
        der::element(tag::constructed(2), &der::integer(&[salt])),
    ]);
    der::sequence([der::oid(oid::RSA_PSS), all])
}
