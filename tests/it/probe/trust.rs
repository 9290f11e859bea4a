//! Whether a server's certificate is trusted, judged as clients judge it.

use std::process::Command;

use super::peer::{Peer, Pki};
use super::{report, rules};
use crate::tlsctl::tlsctl;

/// A server for `localhost` below a CA of its own.
fn server(pki: &Pki) -> Peer {
    let servers = format!("server {{ listen LISTEN ssl; {} }}", pki.nginx("localhost"));
    Peer::nginx(pki.directory.path(), &servers)
}

/// The exit code and the ids of the broken rules.
#[track_caller]
fn judged(arguments: &[&str]) -> (i32, Vec<String>) {
    let code = tlsctl([&["probe", "--fast"], arguments].concat()).run().code;
    let report = report(&[&["--fast"], arguments].concat());
    (code, rules(&report).into_iter().map(str::to_owned).collect())
}

#[test]
fn a_certificate_below_a_trusted_root_is_accepted() {
    let pki = Pki::new(&[&["localhost"]]);
    let peer = server(&pki);
    let (target, root) = (peer.target(), pki.text("ca/root.pem"));
    assert_eq!(
        judged(&[&target, "--sni", "localhost", "--roots", &root]),
        (0, Vec::new())
    );
}

#[test]
fn each_thing_that_is_wrong_has_its_rule_and_exit_1() {
    let pki = Pki::new(&[&["localhost"]]);
    let peer = server(&pki);
    let (target, root) = (peer.target(), pki.text("ca/root.pem"));
    let common = [target.as_str(), "--sni", "localhost", "--roots"];
    for (further, rule) in [
        (vec!["mozilla"], "unknown-issuer"),
        (vec![root.as_str(), "--host", "example.com"], "name-mismatch"),
        (vec![root.as_str(), "--at", "+20y"], "expired"),
        (vec![root.as_str(), "--at", "-20y"], "not-yet-valid"),
    ] {
        let (code, rules) = judged(&[&common[..], &further].concat());
        assert_eq!(code, 1, "{further:?}: {rules:?}");
        assert!(rules.iter().any(|found| found == rule), "{further:?}: {rules:?}");
    }
    let (code, rules) = judged(&[&target, "--sni", "localhost", "--insecure"]);
    assert_eq!((code, rules), (0, Vec::new()));
}

#[test]
fn a_chain_without_its_intermediate_says_what_is_missing() {
    let pki = Pki::with_intermediates(1, &[&["localhost"]]);
    let lines = format!(
        "ssl_certificate {}; ssl_certificate_key {};",
        pki.text("certs/localhost/cert.pem"),
        pki.text("certs/localhost/privkey.pem")
    );
    let peer = Peer::nginx(
        pki.directory.path(),
        &format!("server {{ listen LISTEN ssl; {lines} }}"),
    );
    let root = pki.text("ca/root.pem");
    let (code, rules) = judged(&[&peer.target(), "--sni", "localhost", "--roots", &root]);
    assert_eq!(code, 1);
    assert!(
        rules
            .iter()
            .any(|rule| rule == "chain-incomplete" || rule == "unknown-issuer"),
        "{rules:?}"
    );
    let whole = server(&pki);
    assert_eq!(
        judged(&[&whole.target(), "--sni", "localhost", "--roots", &root]),
        (0, Vec::new())
    );
}

/// What `openssl req -x509` makes by default: a leaf that is its own CA.
fn self_signed(directory: &std::path::Path, further: &[&str]) {
    let made = Command::new("openssl")
        .args([
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
            "-nodes",
        ])
        .args([
            "-keyout",
            "own.key",
            "-out",
            "own.pem",
            "-days",
            "30",
            "-subj",
            "/CN=localhost",
        ])
        .args(further)
        .current_dir(directory)
        .output()
        .expect("openssl is installed: tests/run does that");
    assert!(made.status.success(), "{made:?}");
}

#[test]
fn a_leaf_that_is_itself_a_trusted_root_verifies() {
    let directory = tempfile::tempdir().expect("a directory can be made");
    self_signed(directory.path(), &["-addext", "subjectAltName=DNS:localhost"]);
    let file = |name: &str| directory.path().join(name).to_string_lossy().into_owned();
    let (cert, key) = (file("own.pem"), file("own.key"));
    let peer = Peer::openssl(&["-cert", &cert, "-key", &key]);
    assert_eq!(
        judged(&[&peer.target(), "--sni", "localhost", "--roots", &cert]),
        (0, Vec::new())
    );
}

#[test]
fn a_common_name_is_no_alternative_name() {
    let directory = tempfile::tempdir().expect("a directory can be made");
    self_signed(directory.path(), &[]);
    let file = |name: &str| directory.path().join(name).to_string_lossy().into_owned();
    let (cert, key) = (file("own.pem"), file("own.key"));
    let peer = Peer::openssl(&["-cert", &cert, "-key", &key]);
    let (code, rules) = judged(&[&peer.target(), "--sni", "localhost", "--roots", &cert]);
    assert_eq!((code, rules), (1, vec!["san-missing".to_owned()]));
}

#[test]
fn roots_that_cannot_be_read_stop_it_before_anything_is_asked() {
    let stderr = tlsctl(["probe", "127.0.0.1:1", "--roots", "/nonexistent/ca.pem"]).fails(3);
    assert!(stderr.contains("/nonexistent/ca.pem"), "{stderr}");
}
