//! Encrypted Client Hello against Go's server, which accepts it, and nginx, which does not know it.

use serde_json::{Value, json};

use super::dns::Dns;
use super::peer::{Peer, Pki};
use super::{report, rules};
use crate::judge::python;
use crate::tlsctl::tlsctl;

/// Go's server for `secret.example.test` behind `cover.example.test`: with the configuration that it takes and
/// one with a key that it has not, both as the DNS would have them.
pub(super) fn server(pki: &Pki, public_name: &str, retry: &str) -> (Peer, String, String) {
    let (cert, key) = (
        pki.text("certs/secret.example.test/fullchain.pem"),
        pki.text("certs/secret.example.test/privkey.pem"),
    );
    let (peer, told) = Peer::announced(&python("ech-server"), &[&cert, &key, public_name, retry]);
    let [current, old] = &told[..] else {
        panic!("{told:?}")
    };
    (peer, current.clone(), old.clone())
}

pub(super) fn pki() -> Pki {
    Pki::new(&[&["secret.example.test", "cover.example.test"]])
}

#[track_caller]
fn asked(peer: &Peer, config: &str) -> Value {
    let common = ["--sni", "secret.example.test", "--insecure", "--scan", "ech"];
    report(&[&[&peer.target(), "--ech", config][..], &common].concat())
}

#[test]
fn a_configuration_that_the_server_has_the_key_of_is_accepted() {
    let pki = pki();
    let (peer, current, _) = server(&pki, "cover.example.test", "retry");
    let report = asked(&peer, &current);
    let ech = &report["sections"]["ech"];
    assert_eq!(ech["accepted"], true, "{report:#}");
    assert_eq!(ech["public_name_covered"], true);
    assert_eq!(
        ech["configs"],
        json!([{
            "version": "0xfe0d", "id": 1, "public_name": "cover.example.test",
            "kem": "DHKEM(X25519, HKDF-SHA256)",
            "suites": ["HKDF-SHA256/AES-128-GCM", "HKDF-SHA256/ChaCha20Poly1305"],
            "maximum_name_length": 32
        }])
    );
    assert_eq!(rules(&report), Vec::<&str>::new());
    // The same from a file, as PEM.
    let file = pki.path("ech.pem");
    let pem = format!("-----BEGIN ECHCONFIG-----\n{current}\n-----END ECHCONFIG-----\n");
    std::fs::write(&file, pem).expect("writable");
    let report = asked(&peer, &file.to_string_lossy());
    assert_eq!(report["sections"]["ech"]["accepted"], true, "{report:#}");
}

#[test]
fn a_configuration_that_is_old_is_rejected_with_the_new_one_where_the_server_sends_it() {
    let pki = pki();
    let (peer, current, old) = server(&pki, "cover.example.test", "retry");
    let report = asked(&peer, &old);
    let ech = &report["sections"]["ech"];
    assert_eq!(ech["accepted"], false, "{report:#}");
    let fresh = asked(&peer, &current);
    assert_eq!(ech["retry_configs"], fresh["sections"]["ech"]["configs"]);
    assert_eq!(rules(&report), ["ech-rejected"]);
    let (silent, _, old) = server(&pki, "cover.example.test", "silent");
    let report = asked(&silent, &old);
    assert_eq!(report["sections"]["ech"]["accepted"], false, "{report:#}");
    assert_eq!(report["sections"]["ech"]["retry_configs"], Value::Null);
}

#[test]
fn a_server_that_does_not_know_it_rejects_it_and_offers_nothing() {
    let pki = pki();
    let (_go, current, _) = server(&pki, "cover.example.test", "retry");
    let lines = pki.nginx("secret.example.test");
    let servers = format!("server {{ listen LISTEN ssl; ssl_protocols TLSv1.3; {lines} }}");
    let nginx = Peer::nginx(pki.directory.path(), &servers);
    let report = asked(&nginx, &current);
    assert_eq!(report["sections"]["ech"]["accepted"], false, "{report:#}");
    assert_eq!(rules(&report), ["ech-rejected"]);
}

#[test]
fn a_public_name_that_the_server_cannot_prove_is_a_finding() {
    let pki = pki();
    let (peer, current, _) = server(&pki, "elsewhere.example.test", "retry");
    let report = asked(&peer, &current);
    assert_eq!(report["sections"]["ech"]["accepted"], true, "{report:#}");
    assert_eq!(report["sections"]["ech"]["public_name_covered"], false);
    assert_eq!(rules(&report), ["ech-public-name"]);
}

#[test]
fn the_configuration_comes_from_the_dns() {
    let pki = pki();
    let (peer, current, _) = server(&pki, "cover.example.test", "retry");
    let port = peer.address.port();
    let dns = Dns::new(&format!(
        "_{port}._https.secret HTTPS 1 . alpn=h2 ech={current}\n"
    ));
    let target = format!("secret.example.test:{port}");
    let (place, resolver) = (peer.target(), dns.resolver.to_string());
    let arguments = [
        &target,
        "--connect",
        &place,
        "--resolver",
        &resolver,
        "--insecure",
    ];
    let report = report(&[&arguments[..], &["--scan", "ech,https-record"]].concat());
    assert_eq!(report["sections"]["ech"]["source"], "DNS", "{report:#}");
    assert_eq!(report["sections"]["ech"]["accepted"], true, "{report:#}");
    assert_eq!(report["sections"]["dns"]["https"]["records"][0]["ech"], true);
}

#[test]
fn a_configuration_that_nobody_can_use_is_told_and_not_tried() {
    let pki = pki();
    let (peer, ..) = server(&pki, "cover.example.test", "retry");
    // A list that announces more than it holds.
    let report = asked(&peer, "AEj+DQBE");
    assert_eq!(rules(&report), ["ech-config-malformed"], "{report:#}");
    assert_eq!(report["sections"]["ech"].get("accepted"), None);
    // One of a version that is not known.
    let report = asked(&peer, "AAb6+gACAAA=");
    assert_eq!(rules(&report), Vec::<&str>::new(), "{report:#}");
    assert_eq!(report["sections"]["ech"]["configs"][0]["version"], "0xfafa");
    assert_eq!(report["sections"]["connections"]["connections"], 1);
    let stderr = tlsctl(["probe", "a.test", "--insecure", "--ech", "no such file!"]).fails(2);
    assert!(stderr.contains("neither a file nor base64"), "{stderr}");
    let file = pki.text("ca/root.pem");
    let stderr = tlsctl(["probe", "a.test", "--insecure", "--ech", &file]).fails(3);
    assert!(stderr.contains("holds no ECH configuration"), "{stderr}");
}
