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

use serde_json::Value;

use crate::tlsctl::tlsctl;
use peer::{Peer, Pki};

/// The report on `target` as JSON, whatever its exit code.
#[track_caller]
fn report(arguments: &[&str]) -> Value {
    let output = tlsctl(["probe", "--format", "json"].iter().chain(arguments)).run();
    serde_json::from_str(&output.stdout).unwrap_or_else(|e| panic!("{e}: {output:#?}"))
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
}
