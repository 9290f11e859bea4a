//! x509-limbo's cases, run through the product's own verifier: chain building, RFC 5280, the web PKI, name
//! constraints, revocation lists, CVEs, pathological chains, and BetterTLS (`tests/data/README.md`).
//! The verdict of the `public` profile is the suite's in every one; without it, it is never worse than
//! webpki's.

use std::io::Read;
use std::time::Duration;

use serde_json::Value;

use super::{Crl, Profile, Purpose, Question, Terms, verify};
use crate::pki::cert::Cert;
use crate::pki::format::pem;
use crate::pki::host::Host;

const CASES: &[u8] = include_bytes!("../../../tests/data/limbo-dev.json.zst");

/// One case, as far as it could be read.
struct Case {
    id: String,
    leaf: Option<Cert>,
    untrusted: Vec<Cert>,
    anchors: Vec<Cert>,
    host: Option<Host>,
    purpose: Purpose,
    now: jiff::Timestamp,
    crls: Vec<Crl>,
    max_intermediates: Option<usize>,
    accept: bool,
}

/// What came out of one case.
struct Outcome {
    accepted: bool,
    rules: Vec<&'static str>,
}

impl Case {
    fn read(case: &Value) -> Self {
        let text = |field: &str| case[field].as_str().unwrap_or_default();
        let list = |field: &str| case[field].as_array().cloned().unwrap_or_default();
        let certs = |field: &str| {
            let pems = list(field);
            pems.iter().filter_map(|pem| certificate(pem.as_str()?)).collect()
        };
        let crl = |pem: &Value| Crl::parse(&pem::blocks(pem.as_str()?.as_bytes()).0.first()?.der).ok();
        let name = case["expected_peer_name"]["value"].as_str();
        let kind = case["expected_peer_name"]["kind"].as_str();
        Self {
            id: text("id").to_owned(),
            leaf: certificate(text("peer_certificate")),
            untrusted: certs("untrusted_intermediates"),
            anchors: certs("trusted_certs"),
            host: name
                .filter(|_| kind != Some("RFC822"))
                .map(|name| Host::parse(name).expect("a host")),
            purpose: match text("validation_kind") {
                "CLIENT" => Purpose::Client,
                _ => Purpose::Server,
            },
            now: case["validation_time"]
                .as_str()
                .map_or_else(generated, |time| time.parse().expect("a time")),
            crls: list("crls").iter().filter_map(crl).collect(),
            max_intermediates: case["max_chain_depth"]
                .as_u64()
                .and_then(|depth| usize::try_from(depth).ok()),
            accept: text("expected_result") == "SUCCESS",
        }
    }

    fn run(&self, profile: Profile) -> Outcome {
        let Some(leaf) = &self.leaf else {
            return Outcome {
                accepted: false,
                rules: vec!["malformed"],
            };
        };
        let answer = verify(&Question {
            leaf,
            untrusted: &self.untrusted,
            anchors: &self.anchors,
            host: self.host.as_ref(),
            purpose: self.purpose,
            now: self.now,
            crls: &self.crls,
            ocsp: &[],
            profile,
            max_intermediates: self.max_intermediates,
            policies: Terms::default(),
        });
        Outcome {
            accepted: answer.is_accepted(),
            rules: answer.findings().iter().map(|finding| finding.rule.id).collect(),
        }
    }
}

/// Cases without a time mean "now"; the suite's own certificates are good for years around this moment.
fn generated() -> jiff::Timestamp {
    "2026-06-01T00:00:00Z".parse().expect("a time")
}

fn certificate(text: &str) -> Option<Cert> {
    Cert::parse(&pem::blocks(text.as_bytes()).0.first()?.der).ok()
}

fn cases() -> Vec<Case> {
    let mut json = Vec::new();
    let mut decoder = ruzstd::decoding::StreamingDecoder::new(CASES).expect("zstd");
    decoder.read_to_end(&mut json).expect("zstd");
    let file: Value = serde_json::from_slice(&json).expect("JSON");
    file["testcases"]
        .as_array()
        .expect("cases")
        .iter()
        .map(Case::read)
        .collect()
}

/// What rustls-webpki says; `None` where it does not know the question.
fn webpki(case: &Case) -> Option<bool> {
    use webpki::{EndEntityCert, KeyUsage, anchor_from_trusted_cert};
    let leaf = case.leaf.as_ref()?.der().into();
    let ders = |certs: &[Cert]| -> Vec<rustls_pki_types::CertificateDer<'static>> {
        certs.iter().map(|cert| cert.der().to_vec().into()).collect()
    };
    let (anchors, untrusted) = (ders(&case.anchors), ders(&case.untrusted));
    let anchors: Vec<_> = anchors
        .iter()
        .filter_map(|der| anchor_from_trusted_cert(der).ok())
        .collect();
    if case.max_intermediates.is_some() || !case.crls.is_empty() {
        return None;
    }
    let Ok(leaf) = EndEntityCert::try_from(&leaf) else {
        return Some(false);
    };
    let usage = match case.purpose {
        Purpose::Client => KeyUsage::client_auth(),
        _ => KeyUsage::server_auth(),
    };
    let seconds = u64::try_from(case.now.as_second()).ok()?;
    let now = rustls_pki_types::UnixTime::since_unix_epoch(Duration::from_secs(seconds));
    let path = leaf.verify_for_usage(
        webpki::ALL_VERIFICATION_ALGS,
        &anchors,
        &untrusted,
        now,
        usage,
        None,
        None,
    );
    let named = case.host.as_ref().is_none_or(|host| {
        let name = rustls_pki_types::ServerName::try_from(host.to_string()).expect("a server name");
        leaf.verify_is_valid_for_subject_name(&name).is_ok()
    });
    Some(path.is_ok() && named)
}

#[test]
fn every_case_has_the_verdict_of_the_suite() {
    let mut wrong = Vec::new();
    for case in cases() {
        let outcome = case.run(Profile::Public);
        if outcome.accepted != case.accept {
            wrong.push(format!("{}: {} {:?}", case.id, outcome.accepted, outcome.rules));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn without_the_public_profile_nothing_is_accepted_that_webpki_rightly_refuses() {
    let (mut ours, mut theirs) = (0, 0);
    for case in cases() {
        let accepted = case.run(Profile::Dev).accepted;
        let Some(webpki) = webpki(&case) else {
            continue;
        };
        ours += usize::from(accepted == case.accept);
        theirs += usize::from(webpki == case.accept);
        let is_fault = accepted && !case.accept && !webpki;
        assert!(!is_fault, "{} is accepted", case.id);
        assert!(accepted || !webpki || !case.accept, "{} is refused", case.id);
    }
    assert!(ours >= theirs, "{ours} right, webpki {theirs}");
}

#[test]
fn x509_parser_reads_the_same_out_of_every_certificate_that_both_take() {
    let cases = cases();
    let certs = cases
        .iter()
        .flat_map(|case| case.untrusted.iter().chain(&case.anchors).chain(&case.leaf));
    let mut compared = 0;
    for ours in certs {
        let Ok((_, theirs)) = x509_parser::parse_x509_certificate(ours.der()) else {
            continue;
        };
        assert_eq!(ours.serial(), theirs.raw_serial());
        assert_eq!(ours.subject().raw(), theirs.subject().as_raw());
        assert_eq!(ours.issuer().raw(), theirs.issuer().as_raw());
        assert_eq!(ours.spki(), theirs.public_key().raw);
        assert_eq!(ours.tbs(), theirs.tbs_certificate.as_ref());
        assert_eq!(
            ours.not_after().as_second(),
            theirs.validity().not_after.timestamp()
        );
        assert_eq!(ours.extensions().all.len(), theirs.extensions().len());
        compared += 1;
    }
    assert!(compared > 2_000, "{compared}");
}
