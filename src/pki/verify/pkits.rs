//! NIST's Public Key Interoperability Test Suite (PKITS 1.0.1), all of its certificates and revocation lists
//! in one pool (`tests/data/README.md`). The suite's names say what it expects; those that say neither
//! `Valid` nor `Invalid` are about policies, and are judged here as for a client that accepts any policy.

use std::io::Read;

use base64::prelude::{BASE64_STANDARD, Engine};
use serde_json::{Map, Value};

use super::{Answer, Crl, Profile, Purpose, Question, Terms, verify};
use crate::pki::cert::Cert;
use crate::pki::primitive::Oid;

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

/// The suite, read: leaves by name, CAs, lists and the anchor.
struct Suite {
    leaves: Vec<(String, Cert)>,
    cas: Vec<Cert>,
    crls: Vec<Crl>,
    anchor: Cert,
}

impl Suite {
    fn read() -> Self {
        let suite = suite();
        let certs = files(&suite, "certs").into_iter();
        let certs = certs.map(|(name, der)| (name, Cert::parse(&der).expect("a certificate")));
        let (leaves, cas): (Vec<_>, Vec<_>) =
            certs.partition(|(name, _)| name.contains("Test") && name.ends_with("EE"));
        let anchor = cas.iter().find(|(name, _)| name == "TrustAnchorRootCertificate");
        Self {
            anchor: anchor.expect("the anchor").1.clone(),
            leaves,
            cas: cas.into_iter().map(|(_, cert)| cert).collect(),
            crls: files(&suite, "crls")
                .iter()
                .map(|(name, der)| Crl::parse(der).expect(name))
                .collect(),
        }
    }

    fn ask(&self, leaf: &Cert, policies: Terms<'_>) -> Answer {
        verify(&Question {
            leaf,
            untrusted: &self.cas,
            anchors: std::slice::from_ref(&self.anchor),
            host: None,
            purpose: Purpose::Server,
            now: "2026-06-01T00:00:00Z".parse().expect("a time"),
            crls: &self.crls,
            ocsp: &[],
            profile: Profile::Public,
            max_intermediates: None,
            policies,
        })
    }
}

#[test]
fn every_end_entity_has_the_verdict_of_the_suite() {
    let suite = Suite::read();
    assert_eq!(suite.leaves.len(), 223);
    let mut wrong = Vec::new();
    for (name, leaf) in &suite.leaves {
        let answer = suite.ask(leaf, Terms::default());
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

/// What the suite expects of a leaf under initial values other than the default (PKITS §4.8, §4.10, §4.12):
/// NIST's test policies by number, the flags (`e`xplicit, `m`apping, `a`ny), and whether it is valid.
const UNDER_TERMS: &[(&str, &[u8], &str, bool)] = &[
    ("ValidCertificatePathTest1EE", &[], "e", true),
    ("ValidCertificatePathTest1EE", &[1], "e", true),
    ("ValidCertificatePathTest1EE", &[2], "e", false),
    ("ValidCertificatePathTest1EE", &[1, 2], "e", true),
    ("AllCertificatesNoPoliciesTest2EE", &[], "e", false),
    ("DifferentPoliciesTest3EE", &[], "e", false),
    ("DifferentPoliciesTest3EE", &[1, 2], "e", false),
    ("OverlappingPoliciesTest6EE", &[1], "", true),
    ("OverlappingPoliciesTest6EE", &[2], "", false),
    ("AllCertificatesSamePoliciesTest10EE", &[1], "", true),
    ("AllCertificatesSamePoliciesTest10EE", &[2], "", true),
    ("AllCertificatesanyPolicyTest11EE", &[1], "", true),
    ("AllCertificatesSamePoliciesTest13EE", &[1], "", true),
    ("AllCertificatesSamePoliciesTest13EE", &[2], "", true),
    ("AllCertificatesSamePoliciesTest13EE", &[3], "", true),
    ("AnyPolicyTest14EE", &[1], "", true),
    ("AnyPolicyTest14EE", &[2], "", false),
    ("UserNoticeQualifierTest15EE", &[1], "", true),
    ("UserNoticeQualifierTest18EE", &[1], "", true),
    ("UserNoticeQualifierTest18EE", &[2], "", true),
    ("CPSPointerQualifierTest20EE", &[1], "e", true),
    ("ValidPolicyMappingTest1EE", &[1], "", true),
    ("ValidPolicyMappingTest1EE", &[2], "", false),
    ("ValidPolicyMappingTest1EE", &[], "m", false),
    ("ValidPolicyMappingTest3EE", &[1], "", false),
    ("ValidPolicyMappingTest3EE", &[2], "", true),
    ("ValidPolicyMappingTest5EE", &[1], "", true),
    ("ValidPolicyMappingTest5EE", &[6], "", false),
    ("ValidPolicyMappingTest6EE", &[1], "", true),
    ("ValidPolicyMappingTest6EE", &[6], "", false),
    ("ValidPolicyMappingTest12EE", &[1], "", true),
    ("ValidPolicyMappingTest12EE", &[2], "", true),
    ("inhibitAnyPolicyTest3EE", &[], "", true),
    ("inhibitAnyPolicyTest3EE", &[], "a", false),
];

#[test]
fn what_the_client_asks_of_policies_counts_as_the_suite_has_it() {
    let suite = Suite::read();
    let mut wrong = Vec::new();
    for (name, policies, flags, valid) in UNDER_TERMS {
        let leaf = suite.leaves.iter().find(|(known, _)| known == name).expect(name);
        // 2.16.840.1.101.3.2.1.48.N
        let policy = |n: &u8| Oid::new(&[0x60, 0x86, 0x48, 1, 0x65, 3, 2, 1, 48, *n]);
        let accepted: Vec<Oid> = policies.iter().map(policy).collect();
        let terms = Terms {
            accepted: &accepted,
            explicit: flags.contains('e'),
            inhibit_any: flags.contains('a'),
            inhibit_mapping: flags.contains('m'),
        };
        if suite.ask(&leaf.1, terms).is_accepted() != *valid {
            wrong.push(format!("{name} {policies:?} {flags}"));
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
