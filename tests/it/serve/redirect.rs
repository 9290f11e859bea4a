//! HTTP to HTTPS, and the challenges of a CA without TLS.

use super::peer::{curl, raw};
use super::pki::Pki;
use crate::tlsctl::{Server, tlsctl};

/// A server and the URL of its redirect listener.
fn pair(pki: &Pki, more: &[&str]) -> (Server, String) {
    let arguments = [
        "serve",
        "--echo",
        "--tls",
        "certs/a",
        "--listen",
        "127.0.0.1:0",
        "--http",
        "127.0.0.1:0",
        "--format",
        "json",
    ];
    let server = tlsctl([&arguments, more].concat()).within(pki.path()).serve();
    let ready: serde_json::Value = serde_json::from_str(&server.ready).expect("JSON");
    let url = ready["http_urls"][0]
        .as_str()
        .expect("a URL")
        .trim_end_matches('/')
        .to_owned();
    (server, url)
}

fn ask(url: &str, host: &str, more: &[&str]) -> String {
    curl(
        &[
            &["-i", "--path-as-is", "-H", &format!("Host: {host}")],
            more,
            &[url],
        ]
        .concat(),
    )
}

#[test]
fn every_method_is_sent_to_the_same_host_path_and_query() {
    let pki = Pki::new();
    let (server, http) = pair(&pki, &[]);
    let port = server.port();
    for method in ["GET", "POST", "PUT", "DELETE", "OPTIONS"] {
        let answer = ask(
            &format!("{http}/a%20b/%0d%0a?x=1&y=%2F"),
            "Example.com:8080",
            &["-X", method],
        );
        assert!(answer.starts_with("HTTP/1.1 308 "), "{answer}");
        let location = format!("location: https://example.com:{port}/a%20b/%0d%0a?x=1&y=%2F\r\n");
        assert!(answer.contains(&location), "{answer}");
        assert!(answer.contains("content-length: 0\r\n"), "{answer}");
    }
    assert!(ask(&http, "[::1]:80", &[]).contains(&format!("location: https://[::1]:{port}/\r\n")));
}

#[test]
fn a_missing_or_bad_host_gets_one_line() {
    let pki = Pki::new();
    let server = tlsctl(["serve", "--redirect", "--http", "127.0.0.1:0"])
        .within(pki.path())
        .serve();
    let say = |request: &str| String::from_utf8_lossy(&raw(&server, request.as_bytes())).into_owned();
    for fields in [
        "",
        "Host:\r\n",
        "Host: a_b.com\r\n",
        "Host: a/b\r\n",
        "Host: a b\r\n",
        "Host: a\r\nHost: b\r\n",
        "Host: a\tb\r\n",
    ] {
        let answer = say(&format!("GET / HTTP/1.1\r\n{fields}Connection: close\r\n\r\n"));
        assert!(answer.starts_with("HTTP/1.1 400 "), "{fields:?}: {answer}");
        assert!(
            answer.ends_with("Bad Request. Please use HTTPS!\n"),
            "{fields:?}: {answer}"
        );
    }
    assert!(say("GET / HTTP/1.0\r\n\r\n").contains(" 400 "));
    assert!(say("OPTIONS * HTTP/1.1\r\nHost: a.test\r\nConnection: close\r\n\r\n").contains(" 400 "));
    assert!(
        say("GET http://b.test/x?y HTTP/1.1\r\nHost: a.test\r\nConnection: close\r\n\r\n")
            .contains("https://b.test/x?y\r\n")
    );
}

#[test]
fn hosts_and_the_status_can_be_chosen() {
    let pki = Pki::new();
    let (_server, http) = pair(
        &pki,
        &[
            "--allow-host",
            "example.com",
            "www.example.com",
            "--redirect-code",
            "301",
            "--https-port",
            "443",
        ],
    );
    let allowed = ask(&format!("{http}/x"), "www.example.com", &[]);
    assert!(
        allowed.contains("301 Moved") && allowed.contains("location: https://www.example.com/x\r\n"),
        "{allowed}"
    );
    assert!(ask(&http, "evil.test", &[]).starts_with("HTTP/1.1 400 "));
    pki.refuses(2, &["--http", "127.0.0.1:0", "--redirect-code", "200"]);
    pki.refuses(2, &["--http", "127.0.0.1:0", "--https-port", "0"]);
    pki.refuses(2, &["--echo", "--webroot", "."]);
}

#[test]
fn challenges_are_served_without_tls_and_nothing_else_is() {
    let pki = Pki::new();
    pki.write("web/.well-known/acme-challenge/token", "token.thumb");
    pki.write("web/.well-known/security.txt", "Contact: x");
    pki.write("web/.well-known/.hidden", "no");
    pki.write("web/index.html", "no");
    pki.write("secret", "no");
    std::os::unix::fs::symlink("../../secret", pki.file("web/.well-known/link")).expect("linked");
    let (_server, http) = pair(&pki, &["--webroot", "web"]);
    let get = |path: &str, more: &[&str]| ask(&format!("{http}{path}"), "example.com:80", more);
    let token = get("/.well-known/acme-challenge/token", &[]);
    assert!(
        token.starts_with("HTTP/1.1 200") && token.ends_with("\r\n\r\ntoken.thumb"),
        "{token}"
    );
    assert!(
        token.contains("content-type: application/octet-stream\r\n"),
        "{token}"
    );
    let head = get("/.well-known/acme-challenge/token", &["-I"]);
    assert!(
        head.contains("content-length: 11\r\n") && !head.contains("thumb"),
        "{head}"
    );
    assert!(get("/.well-known/security.txt", &[]).ends_with("Contact: x"));
    assert!(get("/.well-known/acme-challenge/token", &["-X", "POST"]).contains(" 405 "));
    for path in [
        "/.well-known/acme-challenge/none",
        "/.well-known/acme-challenge/",
        "/.well-known/acme-challenge",
        "/.well-known/",
        "/.well-known/.hidden",
        "/.well-known/../index.html",
        "/.well-known/%2e%2e/index.html",
        "/.well-known/link",
        "/.well-known/acme-challenge/../../../secret",
    ] {
        let answer = get(path, &[]);
        let status = answer.split(' ').nth(1).unwrap_or_default();
        assert!(matches!(status, "404" | "400"), "{path}: {answer}");
    }
    assert!(get("/index.html", &[]).contains(" 308 "));
}

#[test]
fn both_kinds_of_listener_end_together() {
    let pki = Pki::new();
    let (server, http) = pair(&pki, &[]);
    assert!(ask(&http, "a.test", &[]).contains(" 308 "));
    server.signal("TERM");
    assert_eq!(server.wait(), 0);
    let address = http.trim_start_matches("http://");
    assert!(std::net::TcpStream::connect(address).is_err());
}
