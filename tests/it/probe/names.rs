//! What servers do with the name that they are asked for.

use super::peer::{Peer, Pki};
use super::{report, rules};
use crate::tlsctl::tlsctl;

#[test]
fn a_strict_nginx_with_two_hosts_is_reported_name_by_name() {
    let pki = Pki::new(&[
        &["example.com", "www.example.com"],
        &["bigcorp.test", "*.bigcorp.test"],
    ]);
    let servers = format!(
        "server {{ listen LISTEN ssl default_server; ssl_reject_handshake on; }}\n\
         server {{ listen LISTEN ssl; server_name example.com www.example.com; {} }}\n\
         server {{ listen LISTEN ssl; server_name *.bigcorp.test; {} }}\n",
        pki.nginx("example.com"),
        pki.nginx("bigcorp.test"),
    );
    let peer = Peer::nginx(pki.directory.path(), &servers);
    let report = report(&[
        &peer.target(),
        "--sni",
        "a.bigcorp.test",
        "--roots",
        &pki.text("ca/root.pem"),
    ]);
    let sni = &report["sections"]["sni"];
    assert_eq!(sni["strict"], true);
    assert_eq!(sni["required"], true);
    assert_eq!(sni["right"]["certificate"], "bigcorp.test");
    assert_eq!(sni["right"]["covers_name"], true);
    for refused in ["none", "wrong", "address"] {
        assert_eq!(sni[refused]["answer"], "alert", "{refused}");
        assert_eq!(sni[refused]["alert"], "unrecognized_name", "{refused}");
    }
    // nginx takes names without regard to case, and drops a dot at the end.
    assert_eq!(sni["other_case"]["same_as_right"], true);
    assert_eq!(sni["trailing_dot"]["same_as_right"], true);
    // Its wildcard reaches over any number of labels; the certificate's does not.
    assert_eq!(sni["too_deep"]["answer"], "certificate");
}

#[test]
fn a_server_that_falls_back_says_to_whom() {
    let pki = Pki::new(&[&["example.com"], &["other.test"]]);
    let servers = format!(
        "server {{ listen LISTEN ssl default_server; server_name other.test; {} }}\n\
         server {{ listen LISTEN ssl; server_name example.com; {} }}\n",
        pki.nginx("other.test"),
        pki.nginx("example.com"),
    );
    let peer = Peer::nginx(pki.directory.path(), &servers);
    let report = report(&[
        &peer.target(),
        "--sni",
        "example.com",
        "--roots",
        &pki.text("ca/root.pem"),
    ]);
    let sni = &report["sections"]["sni"];
    assert_eq!(sni["strict"], false);
    assert_eq!(sni["required"], false);
    assert_eq!(sni["fallback"], "other.test");
    assert_eq!(sni["right"]["certificate"], "example.com");
    assert_eq!(sni["none"]["certificate"], "other.test");
    assert_eq!(sni["none"]["same_as_right"], false);
}

#[test]
fn our_own_strict_host_is_strict() {
    let pki = Pki::new(&[&["example.com"]]);
    let identity = pki.text("certs/example.com");
    let server = tlsctl([
        "serve",
        ".",
        "--listen",
        "127.0.0.1:0",
        "--tls-strict-host",
        "--tls",
        &identity,
    ])
    .within(pki.directory.path())
    .serve();
    let target = format!("127.0.0.1:{}", server.port());
    let report = report(&[
        &target,
        "--sni",
        "example.com",
        "--roots",
        &pki.text("ca/root.pem"),
    ]);
    let sni = &report["sections"]["sni"];
    assert_eq!(sni["strict"], true);
    assert_eq!(sni["wrong"]["alert"], "unrecognized_name");
    assert_eq!(sni["other_case"]["same_as_right"], true);
    assert_eq!(report["sections"]["handshake"]["alpn"], "h2");
}

#[test]
fn a_server_that_wants_another_name_is_no_unreachable_one() {
    let pki = Pki::new(&[&["example.com"]]);
    let servers = format!(
        "server {{ listen LISTEN ssl default_server; ssl_reject_handshake on; }}\n\
         server {{ listen LISTEN ssl; server_name example.com; {} }}\n",
        pki.nginx("example.com"),
    );
    let peer = Peer::nginx(pki.directory.path(), &servers);
    let output = tlsctl(["probe", &peer.target(), "--insecure"]).run();
    assert_eq!(output.code, 1, "{output:#?}");
    let report = report(&[&peer.target(), "--insecure"]);
    assert!(rules(&report).contains(&"handshake-refused"), "{report:#}");
    assert_eq!(report["sections"]["handshake"]["alert"], "unrecognized_name");
}

#[test]
fn a_server_that_knows_no_certificate_for_a_name_is_not_said_to_speak_nothing() {
    let pki = Pki::new(&[&["example.com"]]);
    let servers = format!(
        "ssl_protocols TLSv1.2 TLSv1.3;\n\
         server {{ listen LISTEN ssl default_server; ssl_reject_handshake on; }}\n\
         server {{ listen LISTEN ssl; server_name example.com; {} }}\n",
        pki.nginx("example.com"),
    );
    let peer = Peer::nginx(pki.directory.path(), &servers);
    let (target, identity) = (peer.target(), pki.text("certs/example.com"));
    let strict = ["--listen", "127.0.0.1:0", "--tls-strict-host", "--tls", &identity];
    let own = tlsctl(["serve", "."].iter().chain(&strict))
        .within(pki.directory.path())
        .serve();
    for target in [target, format!("127.0.0.1:{}", own.port())] {
        for name in ["none", "wrong.test"] {
            let report = report(&[&target, "--sni", name, "--insecure"]);
            let sections = &report["sections"];
            for unknown in [
                &sections["protocol"]["tls1_3"]["accepted"],
                &sections["protocol"]["tls1_2"]["accepted"],
                &sections["weaknesses"]["rc4"],
                &sections["groups"]["post_quantum"],
                &sections["http"]["spoken"],
            ] {
                assert_eq!(
                    unknown["inconclusive"],
                    "the server knows no certificate for this name (alert unrecognized_name)",
                    "{report:#}"
                );
            }
            assert_eq!(sections["sni"]["wrong"]["alert"], "unrecognized_name");
            assert_eq!(rules(&report), ["handshake-refused"], "{report:#}");
            let refused = report["findings"][0].to_string();
            assert!(refused.contains("--sni NAME"), "{refused}");
            let output = tlsctl(["probe", &target, "--sni", name, "--scan", "protocol"]).run();
            assert_eq!(output.code, 5, "{output:#?}");
            assert!(output.stdout.contains("--sni NAME"), "{output:#?}");
        }
    }
}
