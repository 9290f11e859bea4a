//! What stands above and beside the handshake: HTTP, sessions, client certificates.

use std::io::Write as _;

use serde_json::json;

use super::peer::{Peer, Pki, hear};
use super::{report, rules};
use crate::tlsctl::tlsctl;

/// The report of these scans on a web server that is configured so.
#[track_caller]
fn web(pki: &Pki, lines: &str, scans: &str, further: &[&str]) -> serde_json::Value {
    let servers = format!(
        "server {{ listen LISTEN ssl; {} {lines} }}",
        pki.nginx("localhost")
    );
    let peer = Peer::nginx(pki.directory.path(), &servers);
    let target = peer.target();
    report(
        &[
            &[
                target.as_str(),
                "--sni",
                "localhost",
                "--insecure",
                "--scan",
                scans,
            ],
            further,
        ]
        .concat(),
    )
}

#[test]
fn hsts_is_read_as_browsers_read_it() {
    let pki = Pki::new(&[&["localhost"]]);
    let hsts = |value: &str| {
        let lines = format!("add_header Strict-Transport-Security \"{value}\" always; return 404;");
        web(&pki, &lines, "hsts", &[])
    };
    let good = hsts("max-age=63072000; includeSubDomains; preload");
    let expected = json!({
        "present": true, "max_age_seconds": 63_072_000, "include_subdomains": true, "preload": true
    });
    assert_eq!(good["sections"]["hsts"], expected);
    assert_eq!(rules(&good), Vec::<&str>::new());
    assert_eq!(rules(&hsts("max-age=300")), ["hsts-short"]);
    assert_eq!(rules(&hsts("includeSubDomains")), ["hsts-invalid"]);
    assert_eq!(rules(&web(&pki, "return 200;", "hsts", &[])), ["hsts-missing"]);
}

#[test]
fn cookies_are_judged_by_their_attributes_and_their_values_are_not_kept() {
    let pki = Pki::new(&[&["localhost"]]);
    let lines = "add_header Set-Cookie 'good=s3cret; Secure; HttpOnly; SameSite=Lax'; \
                 add_header Set-Cookie 'bad=s3cret; Path=/'; return 200;";
    let report = web(&pki, lines, "cookies", &[]);
    assert_eq!(
        rules(&report),
        [
            "cookie-not-secure",
            "cookie-not-httponly",
            "cookie-without-samesite"
        ]
    );
    assert!(
        report["findings"]
            .as_array()
            .expect("findings")
            .iter()
            .all(|f| f["subject"] == "bad")
    );
    assert_eq!(report["sections"]["cookies"]["set"][0]["name"], "good");
    assert!(!report.to_string().contains("s3cret"));
}

#[test]
fn for_people_a_missing_samesite_is_not_none_and_a_finding_names_its_cookie_once() {
    let pki = Pki::new(&[&["localhost"]]);
    let servers = format!(
        "server {{ listen LISTEN ssl; {} ssl_protocols TLSv1.2 TLSv1.3; \
         add_header Set-Cookie 'any=1; Secure; HttpOnly; SameSite=None'; \
         add_header Set-Cookie 'bad=1; Secure; HttpOnly'; return 200; }}",
        pki.nginx("localhost")
    );
    let peer = Peer::nginx(pki.directory.path(), &servers);
    let scans = [
        "--sni",
        "localhost",
        "--insecure",
        "--scan",
        "cookies,staple,alpn,suites",
    ];
    let said = tlsctl([&["probe", &*peer.target()], &scans[..]].concat())
        .run()
        .stdout;
    for line in [
        "  any  Secure, HttpOnly, SameSite=None\n",
        "  bad  Secure, HttpOnly\n",
        "bad: the cookie is set without SameSite",
        "OCSP and transparency\n  staple      none\n",
        "  exchange    ecdhe, any in TLS 1.3\n",
    ] {
        assert!(said.contains(line), "{line}: {said}");
    }
}

#[test]
fn a_host_that_is_not_the_connections_name_is_misdirected_on_our_strict_server() {
    let pki = Pki::new(&[&["localhost"]]);
    let identity = pki.text("certs/localhost");
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
    let report = report(&[&target, "--sni", "localhost", "--insecure", "--scan", "http"]);
    assert_eq!(report["sections"]["http"]["status"], 200);
    assert_eq!(
        report["sections"]["http"]["other_host"],
        json!({ "status": 421, "answer": "misdirected" })
    );
}

#[test]
fn plain_http_that_stays_plain_is_a_finding_and_a_redirect_is_none() {
    let pki = Pki::new(&[&["localhost"]]);
    let answering = |head: &'static str| {
        Peer::scripted(move |mut stream| {
            hear(&mut stream);
            let _ = stream.write_all(head.as_bytes());
        })
    };
    let plain = answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    let port = plain.address.port().to_string();
    let stays = web(&pki, "return 200;", "http", &["--http-port", &port]);
    assert_eq!(rules(&stays), ["http-not-redirected"]);
    let redirect = answering("HTTP/1.1 308 Permanent Redirect\r\nLocation: https://localhost/\r\n\r\n");
    let port = redirect.address.port().to_string();
    let leads = web(&pki, "return 200;", "http", &["--http-port", &port]);
    assert_eq!(rules(&leads), Vec::<&str>::new());
    assert_eq!(leads["sections"]["http"]["plain"]["to_https"], true);
}

#[test]
fn sessions_are_taken_up_again_as_the_server_is_configured() {
    let pki = Pki::new(&[&["localhost"]]);
    let resumption = |lines: &str| {
        let lines = format!("{lines} ssl_protocols TLSv1.2 TLSv1.3; return 200;");
        web(&pki, &lines, "resumption", &[])["sections"]["resumption"].clone()
    };
    let tickets = resumption("ssl_session_cache none; ssl_session_tickets on; ssl_session_timeout 10m;");
    assert_eq!(
        tickets["tls1_2"],
        json!({ "id": false, "ticket": true, "ticket_lifetime_seconds": 600 })
    );
    assert_eq!(tickets["tls1_3"]["psk"], true);
    assert_eq!(tickets["tls1_3"]["ticket_lifetime_seconds"], 600);
    assert_eq!(tickets["tls1_3"]["early_data"], false);
    let cache = resumption("ssl_session_cache shared:a:1m; ssl_session_tickets off;");
    assert_eq!(cache["tls1_2"], json!({ "id": true, "ticket": false }));
    let nothing = resumption("ssl_session_cache off; ssl_session_tickets off;");
    assert_eq!(nothing["tls1_2"], json!({ "id": false, "ticket": false }));
    let early = resumption("ssl_session_tickets on; ssl_early_data on;");
    assert_eq!(early["tls1_3"]["early_data"], true);
}

#[test]
fn how_long_the_tickets_of_tls13_are_good_is_read_under_every_suite() {
    let pki = Pki::new(&[&["localhost"]]);
    let (cert, key) = (
        pki.text("certs/localhost/fullchain.pem"),
        pki.text("certs/localhost/privkey.pem"),
    );
    for suite in [
        "TLS_AES_128_GCM_SHA256",
        "TLS_AES_256_GCM_SHA384",
        "TLS_CHACHA20_POLY1305_SHA256",
    ] {
        let peer = Peer::openssl(&["-cert", &cert, "-key", &key, "-tls1_3", "-ciphersuites", suite]);
        let report = report(&[&peer.target(), "--insecure", "--scan", "resumption"]);
        // What `openssl s_server` gives where nothing is said.
        let facts = &report["sections"]["resumption"]["tls1_3"];
        assert_eq!(facts["ticket_lifetime_seconds"], 7200, "{suite}: {facts:#}");
    }
}

#[test]
fn whose_client_certificates_are_asked_for_is_named() {
    let pki = Pki::new(&[&["localhost"]]);
    let ca = pki.text("ca/root.pem");
    let lines = format!("ssl_client_certificate {ca}; ssl_verify_client optional; return 200;");
    let asked = web(&pki, &lines, "client-auth,resumption", &[])["sections"]["client_auth"].clone();
    assert_eq!(asked["requested"], true);
    assert_eq!(asked["required"], false);
    let authority = asked["authorities"][0].as_str().expect("a name");
    assert!(authority.starts_with("CN=tlsctl CA"), "{authority}");
    let unasked = web(&pki, "return 200;", "client-auth", &[])["sections"]["client_auth"].clone();
    assert_eq!(unasked, json!({ "requested": false }));
}

#[test]
fn a_server_that_requires_a_client_certificate_is_scanned_all_the_same() {
    let pki = Pki::new(&[&["localhost"]]);
    let client = tlsctl(["gen", "someone", "--usage", "client", "--ca", "ca", "-q"])
        .within(pki.directory.path())
        .run();
    assert_eq!(client.code, 0, "{client:#?}");
    let file = |name: &str| pki.text(name);
    let (cert, key, ca) = (
        file("certs/localhost/fullchain.pem"),
        file("certs/localhost/privkey.pem"),
        file("ca/root.pem"),
    );
    let peer = Peer::openssl(&[
        "-cert",
        &cert,
        "-key",
        &key,
        "-CAfile",
        &ca,
        "-Verify",
        "1",
        "-verify_return_error",
    ]);
    let target = peer.target();
    let scans = "protocol,sni,client-auth,resumption";
    let without = report(&[&target, "--sni", "localhost", "--insecure", "--scan", scans]);
    assert_eq!(
        without["sections"]["client_auth"]["required"], true,
        "{without:#}"
    );
    for version in ["tls1_2", "tls1_3"] {
        assert_eq!(without["sections"]["protocol"][version]["accepted"], true);
    }
    let (own, own_key) = (
        file("certs/someone/fullchain.pem"),
        file("certs/someone/privkey.pem"),
    );
    let arguments = [
        &target,
        "--sni",
        "localhost",
        "--insecure",
        "--scan",
        scans,
        "--cert",
        &own,
        "--key",
        &own_key,
    ];
    let with = report(&arguments);
    assert_eq!(with["sections"]["client_auth"]["presented"], true);
    assert_eq!(with["sections"]["client_auth"]["accepted"], true, "{with:#}");
    assert_eq!(with["sections"]["resumption"]["tls1_3"]["psk"], true, "{with:#}");
}

#[test]
fn a_list_that_is_cut_short_says_so() {
    let pki = Pki::new(&[&["localhost"]]);
    let servers = format!("server {{ listen LISTEN ssl http2; {} }}", pki.nginx("localhost"));
    let peer = Peer::nginx(pki.directory.path(), &servers);
    let target = peer.target();
    let scans = ["--scan", "alpn,signature-schemes"];
    let common = [&*target, "--sni", "localhost", "--insecure"];
    let whole = report(&[&common[..], &scans].concat());
    for (section, list) in [("alpn", "protocols"), ("signature_schemes", "tls1_2")] {
        let full = whole["sections"][section][list].as_array().expect("a list");
        assert!(whole["sections"][section]["complete"].is_null(), "{whole:#}");
        let mut is_cut = false;
        for most in 5..14 {
            let most = most.to_string();
            let report = report(&[&common[..], &scans, &["--max-connections", &most]].concat());
            let found = &report["sections"][section];
            let Some(part) = found[list].as_array().filter(|part| part.len() < full.len()) else {
                continue;
            };
            let why = found["complete"]["inconclusive"].as_str().unwrap_or_default();
            assert!(
                why.contains("the budget of connections is spent"),
                "{part:?}: {report:#}"
            );
            assert_ne!(found["required"], false, "{report:#}");
            is_cut = true;
        }
        assert!(is_cut, "{section}: {whole:#}");
    }
}

#[test]
fn a_client_certificate_of_another_authority_is_a_finding() {
    let (pki, other) = (Pki::new(&[&["localhost"]]), Pki::new(&[&["someone"]]));
    for protocol in ["TLSv1.2", "TLSv1.3"] {
        let file = |pki: &Pki, file: &str| pki.text(&format!("certs/{file}"));
        let [certificate, key] =
            ["localhost/fullchain.pem", "localhost/privkey.pem"].map(|name| file(&pki, name));
        let (roots, only) = (
            pki.text("ca/root.pem"),
            ["-min_protocol", protocol, "-max_protocol", protocol],
        );
        let common = [
            "-cert",
            &certificate,
            "-key",
            &key,
            "-Verify",
            "3",
            "-verify_return_error",
            "-www",
        ];
        let peer = Peer::openssl(&[&common[..], &["-CAfile", &roots], &only].concat());
        let [own, own_key] = ["someone/fullchain.pem", "someone/privkey.pem"].map(|name| file(&other, name));
        let arguments = [
            "--sni",
            "localhost",
            "--insecure",
            "--cert",
            &own,
            "--key",
            &own_key,
        ];
        let report = report(
            &[
                &[&*peer.target()],
                &arguments[..],
                &["--scan", "handshake,client-auth"],
            ]
            .concat(),
        );
        let wish = &report["sections"]["client_auth"];
        assert_eq!(
            (&wish["presented"], &wish["accepted"]),
            (&true.into(), &false.into()),
            "{report:#}"
        );
        assert!(
            rules(&report).contains(&"client-certificate-refused"),
            "{report:#}"
        );
        assert!(!rules(&report).contains(&"handshake-refused"), "{report:#}");
        assert!(
            !report.to_string().contains("turns this client's library away"),
            "{report:#}"
        );
    }
}
