//! `tlsctl probe` against real and scripted peers. What is expected comes from the peer's configuration,
//! never from what was printed.

mod clients;
mod dns;
mod ech;
mod hostile;
mod names;
pub(crate) mod peer;
mod proxy;
mod quic;
mod raw;
mod reach;
mod real;
mod scripted;
mod starttls;
mod trouble;
mod trust;
mod vulnerable;
mod web;

use std::sync::OnceLock;

use serde_json::Value;

use crate::tlsctl::tlsctl;
use peer::{Peer, Pki};

/// The report on `target` as JSON, whatever its exit code.
#[track_caller]
fn report(arguments: &[&str]) -> Value {
    let output = tlsctl(["probe", "--format", "json"].iter().chain(arguments)).run();
    let report = serde_json::from_str(&output.stdout).unwrap_or_else(|e| panic!("{e}: {output:#?}"));
    let held = facts(&report).into_iter();
    let unlisted: Vec<String> = held
        .filter(|(path, value)| !is_listed(path, value))
        .map(|(path, _)| path)
        .collect();
    assert!(unlisted.is_empty(), "`probe --facts` does not list {unlisted:?}");
    report
}

/// The paths that `probe --facts` lists.
fn listed() -> &'static [String] {
    static LISTED: OnceLock<Vec<String>> = OnceLock::new();
    LISTED.get_or_init(|| {
        let list = tlsctl(["probe", "--facts", "--format", "json"]).ok();
        let list: Value = serde_json::from_str(&list).expect("JSON");
        let paths = list["sections"]["facts"]["paths"].as_array().expect("paths");
        let path = |item: &Value| item["path"].as_str().expect("a path").to_owned();
        paths.iter().map(path).collect()
    })
}

/// Whether a fact is listed: itself, or what it is part of; or its parts, where there is none to show them.
fn is_listed(path: &str, value: &Value) -> bool {
    let is_within = |part: &str, whole: &str| part.starts_with(&format!("{whole}."));
    let is_empty = value.is_null() || value.get("inconclusive").is_some();
    let is_it =
        |listed: &String| path == listed || is_within(path, listed) || is_empty && is_within(listed, path);
    listed().iter().any(is_it)
}

/// The path and value of every fact in a report down to what is no map, all clients under one name.
fn facts(report: &Value) -> Vec<(String, Value)> {
    fn walk(path: &str, value: &Value, found: &mut Vec<(String, Value)>) {
        match value.as_object().filter(|map| !map.contains_key("inconclusive")) {
            Some(map) => {
                for (key, value) in map {
                    let key = if path == "clients" { "CLIENT" } else { key };
                    walk(&format!("{path}.{key}"), value, found);
                }
            }
            None => found.push((path.to_owned(), value.clone())),
        }
    }
    let mut found = Vec::new();
    for (section, facts) in report["sections"].as_object().into_iter().flatten() {
        walk(section, facts, &mut found);
    }
    found
}

/// The ids of the rules that were broken.
fn rules(report: &Value) -> Vec<&str> {
    let findings = report["findings"].as_array().expect("findings");
    findings
        .iter()
        .filter_map(|finding| finding["rule"].as_str())
        .collect()
}

#[test]
fn each_version_that_a_server_speaks_is_found() {
    let pki = Pki::new(&[&["localhost"]]);
    let files = [
        pki.text("certs/localhost/fullchain.pem"),
        pki.text("certs/localhost/privkey.pem"),
    ];
    let common = ["-cert", &files[0], "-key", &files[1]];
    for (flags, tls1_2, tls1_3) in [
        (&["-tls1_2"][..], true, false),
        (&["-tls1_3"], false, true),
        (&["-min_protocol", "TLSv1.2"], true, true),
    ] {
        let peer = Peer::openssl(&[&common, flags].concat());
        let report = report(&[&peer.target(), "--insecure", "--scan", "protocol,handshake"]);
        let accepted = |id: &str| report["sections"]["protocol"][id]["accepted"].clone();
        assert_eq!(accepted("tls1_2"), tls1_2, "{flags:?}");
        assert_eq!(accepted("tls1_3"), tls1_3, "{flags:?}");
        let newest = if tls1_3 { "TLS 1.3" } else { "TLS 1.2" };
        assert_eq!(report["sections"]["handshake"]["version"], newest);
    }
}

#[test]
fn a_chain_is_shown_as_it_was_sent() {
    let pki = Pki::new(&[&["localhost"]]);
    let root = std::fs::read_to_string(pki.path("ca/root.pem")).expect("the CA has a root");
    let leaf = std::fs::read_to_string(pki.path("certs/localhost/cert.pem")).expect("the leaf is there");
    let twice = format!("{leaf}{root}{root}");
    std::fs::write(pki.path("chain.pem"), twice).expect("writable");
    let lines = format!(
        "ssl_certificate {}; ssl_certificate_key {};",
        pki.text("chain.pem"),
        pki.text("certs/localhost/privkey.pem")
    );
    let peer = Peer::nginx(
        pki.directory.path(),
        &format!("server {{ listen LISTEN ssl; {lines} }}"),
    );
    let report = report(&[&peer.target(), "--sni", "localhost", "--insecure"]);
    let chain = &report["sections"]["sent_chain"];
    let roles: Vec<_> = chain["certificates"]
        .as_array()
        .expect("certificates")
        .iter()
        .map(|certificate| certificate["role"].as_str().unwrap_or_default())
        .collect();
    assert_eq!(roles, ["leaf", "root", "duplicate"]);
    let rules = rules(&report);
    assert!(rules.contains(&"chain-root-included"), "{rules:?}");
    assert!(rules.contains(&"chain-duplicate"), "{rules:?}");
    assert_eq!(
        report["sections"]["leaf"]["names"],
        serde_json::json!(["DNS:localhost"])
    );
}

#[test]
fn several_targets_are_reported_in_the_order_given() {
    let pki = Pki::new(&[&["localhost"]]);
    let servers = format!("server {{ listen LISTEN ssl; {} }}", pki.nginx("localhost"));
    let peer = Peer::nginx(pki.directory.path(), &servers);
    let silent = Peer::saying(b"SSH-2.0-OpenSSH_9.2\r\n");
    let (good, bad) = (peer.target(), silent.target());
    let list = format!("# two servers\n{bad}\n\n{good} # the good one\n");
    let output = tlsctl([
        "probe",
        "--targets",
        "-",
        "--insecure",
        "--format",
        "jsonl",
        "--fast",
    ])
    .stdin(list)
    .run();
    assert_eq!(output.code, 5, "{output:#?}");
    let targets: Vec<Value> = output
        .stdout
        .lines()
        .map(|line| serde_json::from_str(line).expect("a document a line"))
        .collect();
    assert_eq!(targets.len(), 2);
    assert_eq!(targets[0]["target"], bad);
    assert_eq!(targets[0]["problems"][0]["exit"], 5);
    assert_eq!(targets[1]["target"], good);
    assert_eq!(targets[1]["verdict"], "pass");
}

#[test]
fn fast_is_one_connection_and_every_report_counts_them() {
    let pki = Pki::new(&[&["localhost"]]);
    let servers = format!("server {{ listen LISTEN ssl; {} }}", pki.nginx("localhost"));
    let peer = Peer::nginx(pki.directory.path(), &servers);
    let fast = report(&[&peer.target(), "--insecure", "--fast"]);
    assert_eq!(fast["sections"]["connections"]["connections"], 1);
    let whole = report(&[&peer.target(), "--insecure", "--max-connections", "3"]);
    assert_eq!(whole["sections"]["connections"]["connections"], 3);
    let unasked = whole["sections"]["sni"].to_string();
    assert!(
        unasked.contains("the budget of connections is spent"),
        "{unasked}"
    );
}

#[test]
fn what_a_report_may_hold_can_be_listed() {
    let list = tlsctl(["probe", "--facts"]).ok();
    for known in [
        "protocol.tls1_3.accepted",
        "sni.strict",
        "handshake-refused",
        "chain-order",
    ] {
        assert!(list.contains(known), "{known}");
    }
    let scratch = tempfile::tempdir().expect("a scratch directory");
    let file = scratch.path().join("facts.json");
    let file = file.to_str().expect("UTF-8");
    tlsctl([
        "probe", "--facts", "--format", "json", "--color", "never", "-o", file,
    ])
    .ok();
    let written: Value = serde_json::from_slice(&std::fs::read(file).expect("written")).expect("JSON");
    let rules = written["sections"]["rules"]["all"].as_array().expect("rules");
    assert!(
        rules.iter().any(|rule| rule["id"] == "chain-order"),
        "{written:#}"
    );
    tlsctl(["probe", "--facts", "example.com"]).fails(2);
}

#[test]
fn every_fact_that_is_listed_is_one_that_reports_hold() {
    let pki = Pki::new(&[&["localhost"]]);
    let [certificate, key] = real::rsa(&pki);
    let lines = format!(
        "server {{ listen LISTEN ssl; {} ssl_certificate {certificate}; ssl_certificate_key {key};\n\
         ssl_protocols TLSv1 TLSv1.1 TLSv1.2 TLSv1.3; ssl_ciphers ALL:@SECLEVEL=0; ssl_dhparam {};\n\
         ssl_early_data on; ssl_session_cache shared:x:1m; add_header Set-Cookie a=b always;\n\
         add_header Strict-Transport-Security max-age=1 always; }}",
        pki.nginx("localhost"),
        real::dh_parameters(&pki)
    );
    let peer = Peer::nginx(pki.directory.path(), &lines);
    let target = peer.target();
    let roots = pki.text("ca/root.pem");
    let common = [&target, "--sni", "localhost", "--roots", &roots];
    let usual = report(&[&common[..], &["--lint", "--http-port", "1"]].concat());
    let unusual = "jarm,vulnerabilities,fingerprint,certificate-compression";
    let unusual = report(&[&common[..], &["--scan", unusual]].concat());
    let held: Vec<_> = [&usual, &unusual].into_iter().flat_map(facts).collect();
    let is_held = |listed: &String| {
        held.iter()
            .any(|(path, _)| path == listed || path.starts_with(&format!("{listed}.")))
    };
    let missing: Vec<&String> = listed()
        .iter()
        .filter(|path| !is_held(path) && !ELSEWHERE.iter().any(|start| path.starts_with(start)))
        .collect();
    assert!(missing.is_empty(), "no report holds {missing:?}");
}

/// What other servers and other questions than those of that test bring up, each in a test of its own.
const ELSEWHERE: &[&str] = &[
    "alpn.complete",
    "client_auth.",
    "clients.CLIENT.other_certificate",
    "clients.CLIENT.reason",
    "dns.",
    "ech.",
    "groups.ffdhe",
    "handshake.alert",
    "http.alt_svc",
    "http.location",
    "quic.",
    "sent_chain.unreadable",
    "signature_schemes.complete",
    "staple.",
    "starttls.",
    "suites.ssl",
    "target.proxy",
    "verification.fetched",
    "verification.staple",
];
