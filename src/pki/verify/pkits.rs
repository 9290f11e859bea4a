//! NIST's Public Key Interoperability Test Suite (PKITS 1.0.1), all of its certificates and revocation lists
//! in one pool (`tests/data/README.md`). The suite's names say what it expects; those that say neither
//! `Valid` nor `Invalid` are about policies, and are judged here as for a client that accepts any policy.

use std::io::Read;

use base64::prelude::{BASE64_STANDARD, Engine};
use serde_json::{Map, Value};

use super::{Crl, Profile, Purpose, Question, verify};
use crate::pki::cert::Cert;

const SUITE: &[u8] = include_bytes!("../../../tests/data/pkits.json.zst");

/// DSA with SHA-1 is too weak to count.
const REFUSED: &[&str] = &["ValidDSASignaturesTest4EE", "ValidDSAParameterInheritanceTest5EE"];

/// A CA somewhere above requires a policy, and none holds (PKITS §4.8.4 to §4.8.12).
const WITHOUT_POLICY: &[&str] = &[
    "DifferentPoliciesTest12EE",
    "DifferentPoliciesTest4EE",
    "DifferentPoliciesTest5EE",
    "DifferentPoliciesTest7EE",
    "DifferentPoliciesTest8EE",
    "DifferentPoliciesTest9EE",
];

fn suite() -> Value {
    let mut json = Vec::new();
    let mut decoder = ruzstd::decoding::StreamingDecoder::new(SUITE).expect("zstd");
    decoder.read_to_end(&mut json).expect("zstd");
    serde_json::from_slice(&json).expect("JSON")
}

fn files(suite: &Value, folder: &str) -> Vec<(String, Vec<u8>)> {
    let entries: &Map<String, Value> = suite[folder].as_object().expect("a folder");
    let decode = |text: &Value| BASE64_STANDARD.decode(text.as_str()?).ok();
    entries
        .iter()
        .map(|(name, text)| (name.clone(), decode(text).expect("base64")))
        .collect()
}

fn is_expected(name: &str) -> bool {
    let says_no = name.starts_with("Invalid") || WITHOUT_POLICY.contains(&name) || REFUSED.contains(&name);
    !says_no
}

#[test]
fn every_end_entity_has_the_verdict_of_the_suite() {
    let suite = suite();
    let certs = files(&suite, "certs").into_iter();
    let certs: Vec<(String, Cert)> = certs
        .map(|(name, der)| (name, Cert::parse(&der).expect("a certificate")))
        .collect();
    let crls: Vec<Crl> = files(&suite, "crls")
        .iter()
        .map(|(name, der)| Crl::parse(der).expect(name))
        .collect();
    let (leaves, cas): (Vec<_>, Vec<_>) = certs
        .into_iter()
        .partition(|(name, _)| name.contains("Test") && name.ends_with("EE"));
    let anchor = cas
        .iter()
        .find(|(name, _)| name == "TrustAnchorRootCertificate")
        .expect("the anchor");
    let anchors = [anchor.1.clone()];
    let untrusted: Vec<Cert> = cas.iter().map(|(_, cert)| cert.clone()).collect();
    assert_eq!(leaves.len(), 223);
    let mut wrong = Vec::new();
    for (name, leaf) in &leaves {
        let answer = verify(&Question {
            leaf,
            untrusted: &untrusted,
            anchors: &anchors,
            host: None,
            purpose: Purpose::Server,
            now: "2026-06-01T00:00:00Z".parse().expect("a time"),
            crls: &crls,
            ocsp: &[],
            profile: Profile::Public,
            max_intermediates: None,
        });
        if answer.is_accepted() != is_expected(name) {
            let why: Vec<&str> = answer
                .findings()
                .iter()
                .map(|finding| finding.message.as_str())
                .collect();
            wrong.push(format!("{name}: {why:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn x509_parser_reads_the_same_out_of_every_certificate() {
    for (name, der) in files(&suite(), "certs") {
        let ours = Cert::parse(&der).expect("a certificate");
        let Ok((_, theirs)) = x509_parser::parse_x509_certificate(&der) else {
            panic!("{name} is none to x509-parser");
        };
        assert_eq!(ours.serial(), theirs.raw_serial(), "{name}");
        assert_eq!(ours.subject().raw(), theirs.subject().as_raw(), "{name}");
        assert_eq!(ours.issuer().raw(), theirs.issuer().as_raw(), "{name}");
        assert_eq!(ours.spki(), theirs.public_key().raw, "{name}");
        assert_eq!(ours.tbs(), theirs.tbs_certificate.as_ref(), "{name}");
        assert_eq!(ours.is_ca(), theirs.is_ca(), "{name}");
        assert_eq!(
            ours.not_after().as_second(),
            theirs.validity().not_after.timestamp(),
            "{name}"
        );
        assert_eq!(ours.extensions().all.len(), theirs.extensions().len(), "{name}");
    }
}
