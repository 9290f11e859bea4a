//! Pages of other origins: what browsers are told, beforehand and with each answer.

use super::peer::{curl, peer};
use super::pki::Pki;
use crate::tlsctl::Server;

fn head(server: &Server, more: &[&str]) -> String {
    let said = curl(&[&["-i", "--http1.1"], more, &[server.url()]].concat());
    let head = said.split("\r\n\r\n").next().expect("a head");
    format!("{head}\r\n")
}

const PREFLIGHT: [&str; 6] = [
    "-X",
    "OPTIONS",
    "-H",
    "Access-Control-Request-Method: PUT",
    "-H",
    "Access-Control-Request-Headers: x-a, content-type",
];

#[test]
fn everyone_may_read_where_no_origin_is_named() {
    let pki = Pki::new();
    let server = pki.serve(&["--echo", "--tls", "certs/b", "--cors"]);
    let said = head(&server, &["-H", "Origin: https://a.test"]);
    assert!(said.contains("access-control-allow-origin: *\r\n"), "{said}");
    assert!(
        !said.contains("allow-credentials") && !said.contains("vary: origin"),
        "{said}"
    );
    let said = head(
        &server,
        &[&PREFLIGHT[..], &["-H", "Origin: https://a.test"]].concat(),
    );
    assert!(said.starts_with("HTTP/1.1 204"), "{said}");
    for line in [
        "access-control-allow-origin: *\r\n",
        "access-control-allow-methods: PUT\r\n",
        "access-control-allow-headers: x-a, content-type\r\n",
        "access-control-max-age: 7200\r\n",
        "vary: access-control-request-method\r\n",
    ] {
        assert!(said.contains(line), "{line} in {said}");
    }
    let said = head(&server, &["-X", "OPTIONS", "-H", "Origin: https://a.test"]);
    assert!(said.starts_with("HTTP/1.1 200"), "no preflight: {said}");
}

#[test]
fn named_origins_alone_may_read_and_with_credentials() {
    let pki = Pki::new();
    pki.write("password", "secret");
    pki.write("www/a.txt", "a");
    let origins = "--cors=https://a.test,http://localhost:3000";
    let server = pki.serve(&["www", "--tls", "certs/b", origins, "--auth", "ann:password"]);
    let url = format!("{}/a.txt", server.url());
    let from = |origin: &str| {
        let origin = format!("Origin: {origin}");
        curl(&["-i", "--http1.1", "-u", "ann:secret", "-H", &origin, &url]).to_ascii_lowercase()
    };
    for origin in ["https://a.test", "http://localhost:3000"] {
        let said = from(origin);
        assert!(
            said.contains(&format!("access-control-allow-origin: {origin}\r\n")),
            "{said}"
        );
        assert!(
            said.contains("access-control-allow-credentials: true\r\n"),
            "{said}"
        );
        assert!(
            said.contains("vary: origin\r\n") && said.contains("access-control-expose-headers: etag"),
            "{said}"
        );
    }
    for origin in ["https://b.test", "http://a.test", "https://a.test:8443", "null"] {
        let said = from(origin);
        assert!(
            !said.contains("access-control-") && said.contains("vary: origin\r\n"),
            "{origin}: {said}"
        );
    }
    // A browser asks beforehand without credentials, and a script may read that it was refused.
    let said = head(
        &server,
        &[&PREFLIGHT[..], &["-H", "Origin: https://a.test"]].concat(),
    );
    assert!(
        said.starts_with("HTTP/1.1 204") && said.contains("allow-methods: PUT"),
        "{said}"
    );
    let said = head(&server, &["-H", "Origin: https://a.test"]);
    assert!(
        said.starts_with("HTTP/1.1 401") && said.contains("allow-origin: https://a.test"),
        "{said}"
    );
    let said = head(
        &server,
        &[&PREFLIGHT[..], &["-H", "Origin: https://b.test"]].concat(),
    );
    assert!(!said.contains("access-control-allow"), "{said}");
}

#[test]
fn an_upstreams_word_is_replaced_and_what_is_no_origin_refused() {
    let pki = Pki::new();
    let open = pki.serve(&["--echo", "--tls", "certs/b", "--cors"]);
    let proxy = [
        "--proxy",
        open.url(),
        "--upstream-insecure",
        "--tls",
        "certs/b",
        "--cors=https://a.test",
    ];
    let said = head(&pki.serve(&proxy), &["-H", "Origin: https://a.test"]);
    assert_eq!(said.matches("access-control-allow-origin: ").count(), 1, "{said}");
    assert!(
        said.contains("access-control-allow-origin: https://a.test\r\n"),
        "{said}"
    );
    for wrong in ["a.test", "https://a.test/path", "https://a.test,x"] {
        let stderr = pki.refuses(2, &["--echo", &format!("--cors={wrong}")]);
        assert!(stderr.contains("is not an origin"), "{stderr}");
    }
}

#[test]
fn a_browser_reads_across_origins_where_it_may_and_only_there() {
    let pki = Pki::new();
    let open = pki.serve(&["--echo", "--plain", "--cors"]);
    let shut = pki.serve(&["--echo", "--plain"]);
    let page = format!(
        "<title>waiting</title><script>\
         const read = url => fetch(url, {{headers: {{'x-a': '1'}}}}).then(a => a.json()).then(() => 'read', () => 'kept');\
         Promise.all([read('{}/'), read('{}/')]).then(all => document.body.append('found:' + all.join()));\
         </script><body>",
        open.url(),
        shut.url()
    );
    pki.write("www/index.html", page);
    let server = pki.serve(&["www", "--plain"]);
    let said = peer(
        "chromium",
        &[
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--virtual-time-budget=10000",
            "--dump-dom",
            server.url(),
        ],
        "",
    );
    assert!(said.stdout.contains("found:read,kept"), "{said:#?}");
}
