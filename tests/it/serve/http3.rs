//! HTTP/3, with aioquic as the client.

use std::io::{BufRead as _, BufReader};
use std::net::UdpSocket;
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

use super::peer::{Said, curl, peer};
use super::pki::Pki;
use crate::judge::python;
use crate::tlsctl::{Server, tlsctl};

const CLIENT: &str = include_str!("http3.py");

/// Asks over one connection for `name`, which the CA must certify.
#[track_caller]
fn ask(pki: &Pki, server: &Server, name: &str, more: Value) -> (Value, Said) {
    let mut wanted = json!({ "port": server.port(), "name": name, "ca": pki.at("ca/cert.pem"), "asked": [] });
    for (key, value) in more.as_object().expect("an object") {
        wanted[key] = value.clone();
    }
    let said = peer(&python("python"), &["-c", CLIENT, &wanted.to_string()], "");
    let answers = serde_json::from_str(&said.stdout).unwrap_or_else(|e| panic!("{e}: {said:#?}"));
    (answers, said)
}

fn text(answer: &Value) -> Value {
    serde_json::from_str(answer["text"].as_str().expect("text")).expect("JSON")
}

#[test]
fn an_echo_says_that_it_was_asked_over_http3() {
    let pki = Pki::new();
    let server = pki.serve(&[
        "--echo",
        "--tls",
        "certs/b",
        "--http3",
        "--hsts=5",
        "--access-log",
        "combined",
    ]);
    let asked =
        json!({"asked": [{"path": "/a%20b?c=d", "authority": "x.bigcorp.test", "headers": [["x-y", "z"]]}]});
    let (said, _) = ask(&pki, &server, "x.bigcorp.test", asked);
    let answer = &said["answers"][0];
    assert_eq!(answer["headers"][":status"], "200", "{said:#}");
    assert_eq!(answer["headers"]["strict-transport-security"], "max-age=5");
    assert_eq!(answer["headers"]["alt-svc"], Value::Null, "it is there already");
    assert!(
        answer["headers"]["date"]
            .as_str()
            .is_some_and(|date| date.ends_with("GMT"))
    );
    let echo = text(answer);
    for (key, expected) in [
        ("http_version", json!("3")),
        ("url", json!("https://x.bigcorp.test/a%20b?c=d")),
        ("host", json!("x.bigcorp.test")),
        ("server_name", json!("x.bigcorp.test")),
        ("ssl", json!(true)),
        ("body_length", json!(0)),
    ] {
        assert_eq!(echo[key], expected, "{key}");
    }
    assert_eq!(echo["tls"]["version"], "TLS 1.3");
    assert_eq!(echo["tls"]["alpn"], "h3");
    assert_eq!(echo["certificate"]["subject"], "CN=bigcorp.test");
    assert_eq!(echo["peer"]["ip"], "127.0.0.1");
    assert!(server.log("GET /a%20b?c=d").contains("HTTP/3"));
    // Over TCP clients are told where it is.
    let head = curl(&["-i", server.url()]);
    let told = format!("alt-svc: h3=\":{}\"; ma=86400", server.port());
    assert!(head.contains(&told), "{head}");
}

#[test]
fn files_come_whole_many_at_a_time_and_heads_without_bodies() {
    let pki = Pki::new();
    pki.write("www/big", vec![b'x'; 4_000_000]);
    pki.write("www/part", vec![b'y'; 300_000]);
    pki.write("www/small.txt", "hello");
    let server = pki.serve(&["www", "--tls", "certs/b", "--http3"]);
    let mut asked = vec![
        json!({"path": "/small.txt"}),
        json!({"path": "/small.txt", "method": "HEAD"}),
        json!({"path": "/none"}),
        json!({"path": "/../ca/key.pem"}),
        json!({"path": "/big", "headers": [["range", "bytes=10-19"]]}),
    ];
    asked.push(json!({"path": "/big"}));
    asked.extend((0..20).map(|_| json!({"path": "/part"})));
    let (said, _) = ask(&pki, &server, "bigcorp.test", json!({ "asked": asked }));
    let answers = said["answers"].as_array().expect("a list");
    let status = |i: usize| answers[i]["headers"][":status"].as_str().expect("a status");
    assert_eq!((status(0), &answers[0]["text"]), ("200", &json!("hello")));
    assert_eq!(status(1), "200");
    assert_eq!(
        (&answers[1]["length"], &answers[1]["headers"]["content-length"]),
        (&json!(0), &json!("5"))
    );
    assert_eq!(status(2), "404");
    assert!(status(3).starts_with('4'));
    assert_eq!((status(4), &answers[4]["length"]), ("206", &json!(10)));
    assert_eq!(answers[5]["length"], 4_000_000);
    let sum = &answers[6]["sha256"];
    for answer in &answers[6..] {
        assert_eq!((&answer["length"], &answer["sha256"]), (&json!(300_000), sum));
    }
}

#[test]
fn bodies_of_requests_are_as_long_as_they_say() {
    let pki = Pki::new();
    let server = pki.serve(&["--echo", "--tls", "certs/b", "--http3", "--max-body", "2000000"]);
    let asked = json!({"asked": [
        {"method": "POST", "body": 1_500_000},
        {"method": "POST", "body": 10, "said": 10},
        {"method": "POST", "body": 10, "said": 11},
        {"method": "POST", "body": 10, "said": 9},
        {"method": "POST", "body": 3_000_000},
        {"method": "POST", "body": 4, "headers": [["content-length", "4"], ["content-length", "5"]]},
        {"method": "GET", "authority": "a b"},
        {"method": "GET", "headers": [["connection", "close"]]},
        {"method": "POST", "body": 1, "headers": [["transfer-encoding", "chunked"]]},
        {"method": "GET", "headers": [["te", "gzip"]]},
        {"method": "GET", "headers": [["te", "trailers"]]},
    ]});
    let (said, _) = ask(&pki, &server, "bigcorp.test", asked);
    let status = |i: usize| {
        said["answers"][i]["headers"][":status"]
            .as_str()
            .unwrap_or("reset")
    };
    assert_eq!(status(0), "200", "{said:#}");
    assert_eq!(text(&said["answers"][1])["body_length"], 10);
    assert_eq!(
        (2..11).map(status).collect::<Vec<_>>(),
        [
            "400", "400", "413", "reset", "reset", "reset", "reset", "reset", "200"
        ],
        "{said:#}"
    );
}

#[test]
fn strict_host_holds_over_quic() {
    let pki = Pki::new();
    let server = pki.serve(&[
        "--echo",
        "--tls",
        "certs/a",
        "--tls",
        "certs/b",
        "--tls-strict-host",
        "--http3",
    ]);
    let asked = json!({"asked": [{"authority": "www.example.com"}, {"authority": "bigcorp.test"}]});
    let (said, _) = ask(&pki, &server, "example.com", asked);
    assert_eq!(said["answers"][0]["headers"][":status"], "200", "{said:#}");
    assert_eq!(said["answers"][1]["headers"][":status"], "421");
    assert_eq!(
        text(&said["answers"][0])["certificate"]["subject"],
        "CN=example.com"
    );
    for name in [json!("other.test"), Value::Null] {
        let (said, client) = ask(
            &pki,
            &server,
            "",
            json!({"name": name, "ca": null, "asked": [{}]}),
        );
        assert_eq!(said["answers"], json!([]), "{said:#}");
        // CRYPTO_ERROR with the alert 49 (RFC 9001 section 4.8).
        assert!(client.stderr.contains("ended with 0x131"), "{client:#?}");
        assert!(!client.stderr.contains("open"), "{client:#?}");
    }
    server.log("refused 127.0.0.1");
}

#[test]
fn clients_show_certificates_and_reloads_reach_quic_too() {
    let pki = Pki::new();
    pki.run(&[
        "gen", "me.test", "--usage", "client", "--ca", "ca", "--out", "certs/me",
    ]);
    let server = pki.serve(&[
        "--echo",
        "--tls",
        "certs/b",
        "--client-ca",
        "ca/cert.pem",
        "--http3",
    ]);
    let one = json!([{"authority": "bigcorp.test"}]);
    let (said, client) = ask(&pki, &server, "bigcorp.test", json!({ "asked": one }));
    assert_eq!(
        said["answers"].as_array().map_or(0, |answers| answers
            .iter()
            .filter(|answer| answer["headers"][":status"] == "200")
            .count()),
        0
    );
    assert!(
        client.stderr.contains("ended with 0x174"),
        "certificate_required: {client:#?}"
    );
    let shown = json!({
        "asked": one,
        "cert": pki.at("certs/me/fullchain.pem"),
        "key": pki.at("certs/me/privkey.pem"),
    });
    let (said, _) = ask(&pki, &server, "bigcorp.test", shown.clone());
    let before = text(&said["answers"][0]);
    assert_eq!(before["client_certificate"]["subject"], "CN=me.test");
    pki.issue("b", &["bigcorp.test"], &["--force"]);
    server.signal("HUP");
    server.log("certificates were reloaded");
    let (said, _) = ask(&pki, &server, "bigcorp.test", shown);
    let after = text(&said["answers"][0]);
    assert_ne!(
        before["certificate"]["fingerprint_sha256"],
        after["certificate"]["fingerprint_sha256"]
    );
}

#[test]
fn a_proxy_takes_requests_over_http3() {
    let pki = Pki::new();
    let upstream = pki.serve(&["--echo", "--plain"]);
    let server = pki.serve(&["--proxy", upstream.url(), "--tls", "certs/b", "--http3"]);
    let asked = json!({"asked": [
        {"authority": "bigcorp.test", "headers": [["cookie", "a=1"], ["cookie", "b=2"], ["x-forwarded-for", "6.6.6.6"]]},
        {"authority": "bigcorp.test", "method": "POST", "body": 500_000},
    ]});
    let (said, _) = ask(&pki, &server, "bigcorp.test", asked);
    let get = text(&said["answers"][0]);
    assert_eq!(get["headers"]["x-forwarded-proto"], "https");
    assert_eq!(get["headers"]["x-forwarded-for"], "127.0.0.1");
    assert_eq!(get["headers"]["cookie"], "a=1; b=2");
    assert_eq!(
        get["headers"]["transfer-encoding"],
        Value::Null,
        "a GET has no body"
    );
    assert_eq!(said["answers"][1]["headers"][":status"], "200", "{said:#}");
}

#[test]
fn asked_to_stop_it_finishes_what_is_in_progress() {
    let pki = Pki::new();
    let server = pki.serve(&["--echo", "--tls", "certs/b", "--http3"]);
    let wanted = json!({
        "port": server.port(), "name": "bigcorp.test", "ca": pki.at("ca/cert.pem"), "wait": 2,
        "asked": [{"authority": "bigcorp.test", "method": "POST", "body": 1000, "slow": 6}],
    });
    let mut client = Command::new(python("python"))
        .args(["-c", CLIENT, &wanted.to_string()])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("tests/run installs it");
    let mut said = BufReader::new(client.stderr.take().expect("piped")).lines();
    assert!(said.any(|line| line.is_ok_and(|line| line == "open")));
    // It is in the middle of its body by then, and for long.
    std::thread::sleep(Duration::from_secs(2));
    server.signal("TERM");
    let output = client.wait_with_output().expect("it ends");
    let said: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(said["answers"][0]["headers"][":status"], "200", "{said:#}");
    assert_eq!(text(&said["answers"][0])["body_length"], 1000);
    assert_eq!(said["ended"]["code"], 0x100, "H3_NO_ERROR: {said:#}");
    assert_eq!(server.wait(), 0);
}

#[test]
fn limits_hold_over_quic() {
    let pki = Pki::new();
    let server = pki.serve(&["--echo", "--tls", "certs/b", "--http3", "--idle-timeout", "1"]);
    let (said, _) = ask(
        &pki,
        &server,
        "bigcorp.test",
        json!({"wait": 4, "asked": [{"authority": "bigcorp.test"}]}),
    );
    assert_eq!(said["answers"][0]["headers"][":status"], "200", "{said:#}");
    assert_ne!(said["ended"], Value::Null, "idle");
    let server = pki.serve(&[
        "--echo",
        "--tls",
        "certs/b",
        "--http3",
        "--max-connections",
        "1",
        "--idle-timeout",
        "20",
    ]);
    let held = super::peer::connect(&server);
    let (said, _) = ask(&pki, &server, "bigcorp.test", json!({"asked": [{}]}));
    assert_eq!(said["answers"], json!([]));
    server.log("too many connections");
    drop(held);
}

#[test]
fn a_port_that_is_taken_for_udp_leaves_nothing_bound() {
    let pki = Pki::new();
    let taken = UdpSocket::bind("127.0.0.1:0").expect("bound");
    let place = taken.local_addr().expect("bound");
    let said = tlsctl([
        "serve",
        "--echo",
        "--tls",
        "certs/b",
        "--http3",
        "--listen",
        &place.to_string(),
    ])
    .within(pki.path())
    .fails(6);
    assert!(
        said.contains(&format!("`{place}` cannot be listened on for HTTP/3")),
        "{said}"
    );
    std::net::TcpListener::bind(place).expect("free");
    for wrong in [
        &["--plain"][..],
        &["--max-tls", "1.2"],
        &["--proxy-protocol", "--trust-proxy", "::1"],
    ] {
        let said = pki.refuses(2, &[&["--echo", "--http3"], wrong].concat());
        assert!(said.contains("`--http3` is given"), "{said}");
    }
}
