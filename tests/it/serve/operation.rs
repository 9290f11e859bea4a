//! Client certificates, negotiation, protection, logs, counters, and certificates that change.

use super::peer::{Said, curl, peer, raw, s_client, status};
use super::pki::Pki;
use crate::tlsctl::{Server, tlsctl};

fn clients() -> Pki {
    let pki = Pki::new();
    pki.run(&["gen", "ca", "--out", "clients"]);
    pki.run(&[
        "gen",
        "alice.test",
        "--usage",
        "client",
        "--ca",
        "clients",
        "--out",
        "certs/alice",
    ]);
    pki.run(&[
        "gen",
        "mallory.test",
        "--usage",
        "client",
        "--ca",
        "ca",
        "--out",
        "certs/mallory",
    ]);
    pki
}

/// curl with a client certificate, or none.
fn with(pki: &Pki, server: &Server, client: &str, more: &[&str]) -> Said {
    let (cert, key) = (
        pki.at(&format!("certs/{client}/fullchain.pem")),
        pki.at(&format!("certs/{client}/privkey.pem")),
    );
    let shown = if client.is_empty() {
        vec![]
    } else {
        vec!["--cert", &cert, "--key", &key]
    };
    peer(
        "curl",
        &[&["-sk"], &shown[..], more, &[server.url()]].concat(),
        "",
    )
}

#[test]
fn clients_must_show_a_certificate_of_the_ca_that_is_asked_for() {
    let pki = clients();
    let server = pki.serve(&["--echo", "--tls", "certs/a", "--client-ca", "clients/cert.pem"]);
    for version in [&["--tls-max", "1.2"][..], &["--tlsv1.3"]] {
        let alice = with(&pki, &server, "alice", version).json();
        assert_eq!(alice["client_certificate"]["subject"], "CN=alice.test");
        assert_eq!(alice["client_certificate"]["names"][0], "alice.test");
        assert_eq!(
            alice["client_certificate"]["fingerprint_sha256"]
                .as_str()
                .map(str::len),
            Some(64)
        );
        assert_ne!(with(&pki, &server, "mallory", version).code, 0);
        assert_ne!(with(&pki, &server, "", version).code, 0);
        assert_ne!(
            with(&pki, &server, "b", version).code,
            0,
            "a server's certificate is no client's"
        );
    }
    let said = s_client(&server, &["-tls1_2"]);
    assert!(
        said.all().contains("Acceptable client certificate CA names"),
        "{said:#?}"
    );
}

#[test]
fn a_requested_certificate_may_be_left_out_but_not_be_wrong() {
    let pki = clients();
    let server = pki.serve(&[
        "--echo",
        "--tls",
        "certs/a",
        "--client-ca",
        "clients/cert.pem",
        "--client-auth",
        "request",
    ]);
    assert!(with(&pki, &server, "", &[]).json()["client_certificate"].is_null());
    assert_eq!(
        with(&pki, &server, "alice", &[]).json()["client_certificate"]["subject"],
        "CN=alice.test"
    );
    assert_ne!(with(&pki, &server, "mallory", &[]).code, 0);
    pki.write("none.pem", "nothing");
    assert!(
        pki.refuses(3, &["--echo", "--client-ca", "none.pem"])
            .contains("none.pem")
    );
    assert!(
        pki.refuses(3, &["--echo", "--client-ca", "absent.pem"])
            .contains("absent.pem")
    );
    pki.refuses(2, &["--echo", "--client-auth", "request"]);
}

#[test]
fn versions_suites_groups_and_protocols_can_be_narrowed() {
    let pki = Pki::new();
    let server = pki.serve(&[
        "--echo",
        "--tls",
        "certs/a",
        "--max-tls",
        "1.2",
        "--ciphers",
        "ECDHE-ECDSA-AES128-GCM-SHA256",
        "--groups",
        "P-384",
        "--alpn",
        "http/1.1",
    ]);
    let said = s_client(&server, &["-alpn", "h2,http/1.1"]).all();
    assert!(
        said.contains("TLSv1.2") && said.contains("ECDHE-ECDSA-AES128-GCM-SHA256"),
        "{said}"
    );
    assert!(
        said.contains("secp384r1") && said.contains("ALPN protocol: http/1.1"),
        "{said}"
    );
    assert!(s_client(&server, &["-tls1_3"]).all().contains("alert"));
    let newer = pki.serve(&["--echo", "--tls", "certs/a", "--min-tls", "1.3"]);
    assert!(s_client(&newer, &["-tls1_2"]).all().contains("alert"));
    assert!(
        pki.refuses(2, &["--echo", "--ciphers", "RC4-MD5"])
            .contains("TLS_AES_128_GCM_SHA256")
    );
    assert!(pki.refuses(2, &["--echo", "--groups", "x448"]).contains("x25519"));
    pki.refuses(2, &["--echo", "--min-tls", "1.3", "--max-tls", "1.2"]);
}

#[test]
fn hsts_is_on_every_answer_over_tls_and_on_none_without() {
    let pki = Pki::new();
    pki.write("www/a.txt", "a");
    let arguments = [
        "serve",
        "www",
        "--tls",
        "certs/a",
        "--listen",
        "127.0.0.1:0",
        "--http",
        "127.0.0.1:0",
        "--format",
        "json",
        "--hsts=300,includeSubDomains",
    ];
    let server = tlsctl(arguments).within(pki.path()).serve();
    let ready: serde_json::Value = serde_json::from_str(&server.ready).expect("JSON");
    for path in ["/a.txt", "/none", "/..%2f", "/"] {
        let head = curl(&[
            "-D",
            "-",
            "-o",
            "/dev/null",
            "--path-as-is",
            &format!("{}{path}", server.url()),
        ]);
        assert_eq!(
            head.matches("strict-transport-security: max-age=300; includeSubDomains\r\n")
                .count(),
            1,
            "{path}: {head}"
        );
    }
    let http = ready["http_urls"][0].as_str().expect("a URL");
    assert!(!curl(&["-i", "-H", "Host: a.test", http]).contains("strict-transport"));
    assert!(!curl(&["-i", &server.url().replace("https", "http")]).contains("strict-transport"));
    pki.refuses(2, &["--echo", "--hsts=x"]);
}

#[test]
fn a_changed_certificate_is_served_without_a_restart_and_a_broken_one_is_not() {
    let pki = Pki::new();
    let server = pki.serve(&["--echo", "--tls", "certs/a"]);
    let serial = || {
        let echo = peer("curl", &["-sk", server.url()], "").json();
        echo["certificate"]["serial"]
            .as_str()
            .expect("a serial")
            .to_owned()
    };
    let first = serial();
    pki.issue("a", &["example.com", "new.example.com"], &["--force"]);
    server.log("certificates were reloaded: example.com, new.example.com");
    let second = serial();
    assert_ne!(first, second);
    let good = std::fs::read(pki.file("certs/a/fullchain.pem")).expect("read");
    pki.write("certs/a/fullchain.pem", &good[..good.len() / 2]);
    server.log("certificates were not reloaded, the old ones stay");
    assert_eq!(serial(), second);
    pki.write(
        "certs/a/fullchain.pem",
        std::fs::read(pki.file("certs/b/fullchain.pem")).expect("read"),
    );
    assert!(server.log("the old ones stay").contains("does not belong"));
    assert_eq!(serial(), second);
    pki.write("certs/a/fullchain.pem", &good);
    server.log("certificates were reloaded");
    server.signal("HUP");
    server.log("certificates were reloaded");
    assert_eq!(serial(), second);
}

#[test]
fn what_is_odd_about_a_reloaded_certificate_is_said() {
    let pki = Pki::new();
    let server = pki.serve(&["--echo", "--tls", "certs/a"]);
    let old = [
        "--force",
        "--not-before",
        "2020-01-01",
        "--not-after",
        "2020-02-01",
    ];
    pki.issue("a", &["example.com"], &old);
    server.log("certificates were reloaded");
    assert!(server.log("[expired]").contains("warning"));
}

#[test]
fn a_link_that_is_turned_elsewhere_is_followed() {
    let pki = Pki::new();
    let link = |to: &str, name: &str| std::os::unix::fs::symlink(to, pki.file(name)).expect("linked");
    link("certs/a", "live");
    let server = pki.serve(&["--echo", "--tls", "live"]);
    link("certs/b", "next");
    std::fs::rename(pki.file("next"), pki.file("live")).expect("turned");
    assert!(server.log("certificates were reloaded").contains("bigcorp.test"));
    assert!(curl(&[server.url()]).contains("\"CN=bigcorp.test\""));
}

#[test]
fn a_client_whose_ca_was_taken_out_cannot_resume() {
    let pki = clients();
    let both = std::fs::read_to_string(pki.file("clients/cert.pem")).expect("read")
        + &std::fs::read_to_string(pki.file("ca/cert.pem")).expect("read");
    pki.write("client-ca.pem", both);
    let server = pki.serve(&[
        "--echo",
        "--tls",
        "certs/a",
        "--client-ca",
        "client-ca.pem",
        "--max-tls",
        "1.2",
    ]);
    let session = pki.at("session");
    let (cert, key) = (
        pki.at("certs/alice/fullchain.pem"),
        pki.at("certs/alice/privkey.pem"),
    );
    let first = s_client(&server, &["-cert", &cert, "-key", &key, "-sess_out", &session]);
    assert!(first.stdout.contains("200 OK"), "{first:#?}");
    let again = s_client(&server, &["-sess_in", &session]);
    assert!(
        again.stdout.contains("Reused") && again.stdout.contains("CN=alice.test"),
        "{again:#?}"
    );
    pki.write(
        "client-ca.pem",
        std::fs::read(pki.file("ca/cert.pem")).expect("read"),
    );
    server.log("certificates were reloaded");
    let refused = s_client(&server, &["-sess_in", &session]);
    assert!(
        !refused.stdout.contains("Reused") && !refused.stdout.contains("200 OK"),
        "{refused:#?}"
    );
    let refused = s_client(&server, &["-cert", &cert, "-key", &key, "-sess_in", &session]);
    assert!(!refused.stdout.contains("200 OK"), "{refused:#?}");
}

#[test]
fn servers_that_share_a_ticket_key_resume_each_others_sessions() {
    let pki = Pki::new();
    pki.write("ticket.key", [7; 48]);
    pki.write("short.key", [7; 16]);
    let arguments = ["--echo", "--tls", "certs/a", "--ticket-key", "ticket.key"];
    let (one, two) = (pki.serve(&arguments), pki.serve(&arguments));
    let alone = pki.serve(&["--echo", "--tls", "certs/a"]);
    let session = pki.at("session");
    for version in ["-tls1_2", "-tls1_3"] {
        s_client(
            &one,
            &[version, "-servername", "example.com", "-sess_out", &session],
        );
        let resumed = |server| {
            s_client(
                server,
                &[version, "-servername", "example.com", "-sess_in", &session],
            )
            .stdout
            .contains("Reused, TLS")
        };
        assert!(resumed(&two), "{version}");
        assert!(!resumed(&alone), "{version}");
    }
    assert!(
        pki.refuses(3, &["--echo", "--ticket-key", "short.key"])
            .contains("16 bytes")
    );
}

#[test]
fn a_ticket_key_is_exchanged_and_the_last_one_still_opens() {
    let pki = Pki::new();
    pki.write("one.key", [1; 48]);
    pki.write("two.key", [2; 48]);
    pki.write("turning.key", [1; 48]);
    let serve = |key: &str| pki.serve(&["--echo", "--tls", "certs/a", "--ticket-key", key]);
    let (one, two, turning) = (serve("one.key"), serve("two.key"), serve("turning.key"));
    let session = pki.at("session");
    let resumes = |from: &Server, to: &Server| {
        let name = ["-tls1_3", "-servername", "example.com"];
        s_client(from, &[&name[..], &["-sess_out", &session]].concat());
        let said = s_client(to, &[&name[..], &["-sess_in", &session]].concat());
        said.stdout.contains("Reused, TLS")
    };
    assert!(resumes(&one, &turning) && !resumes(&two, &turning));
    pki.write("turning.key", [2; 48]);
    turning.signal("HUP");
    turning.log("reloaded");
    assert!(resumes(&two, &turning), "it opens what the others seal");
    assert!(resumes(&turning, &two), "it seals what the others open");
    assert!(resumes(&one, &turning), "and knows what was sealed before");
    pki.write("turning.key", [3; 16]);
    turning.signal("HUP");
    turning.log("16 bytes");
    assert!(resumes(&turning, &two), "a broken one changes nothing");
}

#[test]
fn session_secrets_are_logged_with_a_loud_warning() {
    let pki = Pki::new();
    let server = pki.serve(&["--echo", "--tls", "certs/a", "--keylog", "keys.log"]);
    assert!(server.log("session secrets").contains("warning"));
    assert_eq!(status(&[server.url()]), 200);
    let log = std::fs::read_to_string(pki.file("keys.log")).expect("written");
    assert!(log.contains("CLIENT_TRAFFIC_SECRET_0 "), "{log}");
    use std::os::unix::fs::PermissionsExt as _;
    assert_eq!(
        std::fs::metadata(pki.file("keys.log"))
            .expect("there")
            .permissions()
            .mode()
            & 0o777,
        0o600
    );
    let listen = ["serve", "--echo", "--listen", "127.0.0.1:0"];
    let server = tlsctl(listen)
        .within(pki.path())
        .env("SSLKEYLOGFILE", "env.log")
        .serve();
    assert_eq!(status(&[server.url()]), 200);
    assert!(pki.file("env.log").exists());
}

#[test]
fn every_request_can_be_logged_in_one_of_two_formats() {
    let pki = Pki::new();
    let server = pki.serve(&["--echo", "--tls", "certs/a", "--access-log", "combined"]);
    curl(&["-A", "agent \"x\"", &format!("{}/a?b=c", server.url())]);
    let line = server.log("GET /a?b=c HTTP/2.0");
    assert!(
        line.starts_with("127.0.0.1 - - [") && line.ends_with(r#" "-" "agent \"x\"""#),
        "{line}"
    );
    let server = pki.serve(&["--echo", "--tls", "certs/a", "--access-log", "json"]);
    curl(&["-A", "agent \u{202e}", server.url()]);
    let line = server.log("\"access\"");
    let entry: serde_json::Value = serde_json::from_str(&line).expect("JSON");
    assert_eq!(
        (&entry["status"], &entry["tls"]),
        (&200.into(), &"TLS 1.3".into())
    );
    assert!(line.is_ascii());
}

#[test]
fn the_log_has_who_logged_in_and_what_came_without_tls() {
    let pki = Pki::new();
    pki.write("password", "sesame");
    let server = |format| {
        let auth = ["--auth", "ann b:password", "--access-log", format];
        pki.serve(&[&["--echo", "--tls", "certs/b"], &auth[..]].concat())
    };
    let combined = server("combined");
    curl(&["-u", "ann b:sesame", combined.url()]);
    let line = combined.log("\" 200 ");
    assert!(line.starts_with("127.0.0.1 - ann\\x20b ["), "{line}");
    curl(&["-u", "eve:x", combined.url()]);
    assert!(combined.log("\" 401 ").starts_with("127.0.0.1 - - ["));
    let clear = combined.url().replace("https", "http");
    assert_eq!(status(&[&format!("{clear}/typed")]), 308);
    assert!(combined.log("\" 308 ").contains("\"GET /typed HTTP/1.1\""));
    raw(&combined, b"GET / HTTP/1.1\r\nX : y\r\n\r\n");
    assert!(combined.log("\" 400 ").contains("] \"-\" 400 "));
    let json = server("json");
    curl(&["-u", "ann b:sesame", json.url()]);
    let record: serde_json::Value = serde_json::from_str(&json.log("\"access\"")).expect("JSON");
    assert_eq!(
        (&record["user"], &record["client"]),
        (&"ann b".into(), &"127.0.0.1".into())
    );
    assert_eq!(record["host"], format!("127.0.0.1:{}", json.port()));
    assert_eq!(record["message"], serde_json::Value::Null);
}

#[test]
fn counters_are_served_on_an_address_of_their_own() {
    let pki = Pki::new();
    let server = pki.serve(&[
        "--echo",
        "--tls",
        "certs/a",
        "--tls-strict-host",
        "--metrics",
        "127.0.0.1:0",
        "--format",
        "json",
    ]);
    let ready: serde_json::Value = serde_json::from_str(&server.ready).expect("JSON");
    s_client(&server, &["-servername", "example.com"]);
    s_client(&server, &["-noservername"]);
    server.log("strict-refusal");
    let metrics = ready["metrics_urls"][0].as_str().expect("a URL");
    let page = curl(&[&format!("{metrics}metrics")]);
    for line in [
        "tlsctl_handshakes_total 1\n",
        "tlsctl_strict_refusals_total 1\n",
        "tlsctl_certificate_not_after_seconds{name=\"example.com\"",
    ] {
        assert!(page.contains(line), "{line} in {page}");
    }
    assert_eq!(status(&[metrics]), 404);
}

#[test]
fn a_staple_is_sent_with_the_certificate() {
    let pki = Pki::new();
    pki.write("index.txt", "");
    pki.write("bad.der", "x");
    pki.openssl("ocsp -issuer ca/cert.pem -cert certs/a/cert.pem -reqout req.der");
    pki.openssl("ocsp -index index.txt -rsigner ca/cert.pem -rkey ca/privkey.pem -CA ca/cert.pem -reqin req.der -respout resp.der -ndays 1");
    let server = pki.serve(&["--echo", "--tls", "certs/a", "--ocsp", "resp.der"]);
    let said = s_client(&server, &["-status"]);
    assert!(
        said.stdout.contains("OCSP Response Status: successful"),
        "{said:#?}"
    );
    assert!(
        pki.refuses(3, &["--echo", "--tls", "certs/a", "--ocsp", "bad.der"])
            .contains("bad.der")
    );
}
