//! QUIC beside TLS: what a real server of it speaks, and what becomes of a promise of HTTP/3 that nobody keeps.

use std::net::UdpSocket;

use serde_json::json;

use super::peer::{Peer, Pki};
use super::{report, rules};
use crate::judge::python;
use crate::tlsctl::tlsctl;

/// aioquic with the certificate for `localhost`, and the same over TCP with this Alt-Svc.
fn aioquic(pki: &Pki, alt_svc: &str) -> Peer {
    let program = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/peers/quic.py");
    let [certificate, key] =
        ["fullchain", "privkey"].map(|part| pki.text(&format!("certs/localhost/{part}.pem")));
    Peer::announced(&python("python"), &[program, &certificate, &key, alt_svc]).0
}

#[test]
fn what_aioquic_speaks_is_found_and_held_against_what_tcp_says() {
    let pki = Pki::new(&[&["localhost"]]);
    let peer = aioquic(&pki, r#"h3=":PORT"; ma=60"#);
    let (target, root) = (peer.target(), pki.text("ca/root.pem"));
    let arguments = [
        &*target,
        "--sni",
        "localhost",
        "--roots",
        &root,
        "--scan",
        "quic,quic-certificate",
    ];
    let report = report(&arguments);
    let quic = &report["sections"]["quic"];
    assert_eq!(quic["spoken"], true);
    assert_eq!(quic["versions"], json!(["1", "2"]));
    assert_eq!(quic["alpn"], json!(["h3", "hq-interop"]));
    assert_eq!(quic["http3"], json!({"status": 204, "server": "aioquic"}));
    assert_eq!(quic["signature_scheme"], "ecdsa_secp256r1_sha256");
    assert_eq!(quic["client_certificate"], false);
    assert!(
        quic["datagram_bytes"].as_u64().is_some_and(|bytes| bytes > 1000),
        "{quic}"
    );
    let port = peer.address.port();
    assert_eq!(quic["alt_svc"], json!({"ports": [port], "answered": true}));
    assert_eq!(quic["certificate"]["same"], true);
    assert_eq!(quic["certificate"]["accepted"], true);
    assert_eq!(rules(&report), Vec::<&str>::new());
    assert_eq!(report["verdict"], "pass");
}

#[test]
fn http3_that_nobody_announces_is_a_notice_and_its_certificate_is_judged() {
    let pki = Pki::new(&[&["localhost"]]);
    let peer = aioquic(&pki, "");
    let arguments = [
        &*peer.target(),
        "--sni",
        "other.test",
        "--quic",
        "--roots",
        "mozilla",
        "--scan",
        "quic",
    ];
    let report = report(&arguments);
    let rules = rules(&report);
    assert!(rules.contains(&"alt-svc-missing"), "{rules:?}");
    for rule in ["unknown-issuer", "name-mismatch"] {
        assert!(rules.contains(&rule), "{rules:?}");
    }
    assert_eq!(report["sections"]["quic"]["certificate"]["accepted"], false);
}

/// nginx without QUIC that promises HTTP/3 at this port.
fn promising(pki: &Pki, port: u16) -> Peer {
    let identity = pki.nginx("localhost");
    let field = format!("add_header Alt-Svc 'h3=\":{port}\"; ma=60' always;");
    Peer::nginx(
        pki.directory.path(),
        &format!("server {{ listen LISTEN ssl; {identity} {field} }}"),
    )
}

#[test]
fn a_promise_of_http3_where_nobody_listens_is_a_finding() {
    let pki = Pki::new(&[&["localhost"]]);
    // A port of UDP that is free again.
    let socket = UdpSocket::bind("127.0.0.1:0").expect("a port is free");
    let port = socket.local_addr().expect("bound").port();
    drop(socket);
    let peer = promising(&pki, port);
    let arguments = [
        "--sni",
        "localhost",
        "--insecure",
        "--timeout",
        "1s",
        "--scan",
        "quic",
    ];
    let report = report(&[&[&*peer.target()], &arguments[..]].concat());
    let quic = &report["sections"]["quic"];
    assert_eq!(quic["spoken"], false, "the kernel says that nobody listens");
    assert_eq!(quic["alt_svc"], json!({"ports": [port], "answered": false}));
    assert!(rules(&report).contains(&"alt-svc-unanswered"));
}

#[test]
fn silence_over_udp_is_no_answer() {
    let pki = Pki::new(&[&["localhost"]]);
    let deaf = UdpSocket::bind("127.0.0.1:0").expect("a port is free");
    let port = deaf.local_addr().expect("bound").port();
    let peer = promising(&pki, port);
    let arguments = [
        "--sni",
        "localhost",
        "--insecure",
        "--timeout",
        "1s",
        "--scan",
        "quic",
    ];
    let report = report(&[&[&*peer.target()], &arguments[..]].concat());
    let answered = &report["sections"]["quic"]["alt_svc"]["answered"];
    assert_eq!(answered, &json!({"inconclusive": "no answer in time"}));
    assert!(!rules(&report).contains(&"alt-svc-unanswered"));
    drop(deaf);
}

#[test]
fn without_being_asked_for_no_datagram_is_sent() {
    let pki = Pki::new(&[&["localhost"]]);
    let peer = aioquic(&pki, "");
    let report = report(&[&peer.target(), "--sni", "localhost", "--insecure"]);
    assert!(report["sections"].get("quic").is_none());
    let refused = tlsctl(["probe", "localhost", "--quic", "--starttls", "smtp"]).fails(2);
    assert!(refused.contains("--quic"), "{refused}");
}

#[test]
fn our_own_server_speaks_over_quic_what_it_says_over_tcp() {
    let pki = Pki::new(&[&["localhost"]]);
    let (identity, root) = (pki.text("certs/localhost"), pki.text("ca/root.pem"));
    let listen = ["serve", ".", "--listen", "127.0.0.1:0", "--http3"];
    let server = tlsctl(
        listen
            .into_iter()
            .chain(["--tls-strict-host", "--tls", &identity]),
    )
    .within(pki.directory.path())
    .serve();
    let target = format!("127.0.0.1:{}", server.port());
    let arguments = ["--sni", "localhost", "--roots", &root, "--scan"];
    let scans = "quic,quic-certificate";
    let report = report(&[&[&*target], &arguments[..], &[scans]].concat());
    let quic = &report["sections"]["quic"];
    assert_eq!(quic["spoken"], true, "{report:#}");
    assert_eq!(quic["alpn"], json!(["h3"]));
    assert_eq!(quic["http3"]["status"], 200);
    let told = json!({"ports": [server.port()], "answered": true});
    assert_eq!(quic["alt_svc"], told);
    assert_eq!(quic["certificate"]["same"], true);
    assert_eq!(quic["certificate"]["accepted"], true);
    assert_eq!(rules(&report), Vec::<&str>::new());
    assert_eq!(report["verdict"], "pass");
}
