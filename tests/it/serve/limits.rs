//! Limits by flag, and the answers that the HTTP library gives by itself.

use std::io::{Read as _, Write as _};
use std::time::{Duration, Instant};

use super::peer::{connect, curl, peer, raw, status};
use super::pki::Pki;
use crate::tlsctl::HANG;

#[test]
fn every_limit_has_a_flag_and_shows_its_default() {
    let help = crate::tlsctl::tlsctl(["serve", "--help"]).ok();
    for (flag, default) in [
        ("--handshake-timeout", "[default: 10]"),
        ("--header-timeout", "[default: 10]"),
        ("--idle-timeout", "[default: 60]"),
        ("--stall-timeout", "[default: 60]"),
        ("--max-connections", "[default: 16384]"),
        ("--max-connections-per-ip", "[default: 1024]"),
        ("--max-body", "[default: 1048576]"),
        ("--grace", "[default: 30]"),
    ] {
        let at = help
            .find(&format!("{flag} <"))
            .unwrap_or_else(|| panic!("{flag}"));
        assert!(help[at..at + 200].contains(default), "{}", &help[at..at + 200]);
    }
    let pki = Pki::new();
    assert!(
        pki.refuses(2, &["--echo", "--idle-timeout", "0"])
            .contains("--idle-timeout")
    );
    pki.write("c.toml", "max_connections = 0\n");
    assert!(
        pki.refuses(2, &["--config", "c.toml"])
            .contains("`max_connections` is 0")
    );
}

#[test]
fn who_is_slow_is_closed_in_the_time_that_was_set() {
    let pki = Pki::new();
    pki.write("c.toml", "handshake_timeout = 1\n");
    let server = pki.serve(&["--echo", "--tls", "certs/b", "--config", "c.toml", "-v"]);
    let mut silent = connect(&server);
    assert_eq!(silent.read(&mut [0; 1]).expect("closed"), 0);
    server.log("did not finish its handshake in time");
    let server = pki.serve(&["--echo", "--plain", "--header-timeout", "1"]);
    let mut slow = connect(&server);
    slow.write_all(b"GET / HTTP/1.1\r\nHo").expect("sent");
    assert_eq!(slow.read(&mut [0; 1]).unwrap_or(0), 0, "closed");
    let server = pki.serve(&["--echo", "--plain", "--idle-timeout", "1"]);
    let mut idle = connect(&server);
    idle.write_all(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        .expect("sent");
    let mut answer = String::new();
    idle.read_to_string(&mut answer).expect("closed");
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}

#[test]
fn each_limit_holds_from_the_moment_at_which_it_applies() {
    let pki = Pki::new();
    let half = HANG / 2;
    let long = HANG.as_secs().to_string();
    let cut = |idle: &str, head: &str, next: &[u8]| {
        let server = pki.serve(&[
            "--echo",
            "--plain",
            "--idle-timeout",
            idle,
            "--header-timeout",
            head,
        ]);
        let mut stream = connect(&server);
        let whole = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n";
        stream.write_all(whole).expect("sent");
        assert!(stream.read(&mut [0; 4096]).expect("answered") > 0);
        let start = Instant::now();
        stream.write_all(next).expect("sent");
        let mut rest = Vec::new();
        let _ = stream.read_to_end(&mut rest);
        start.elapsed()
    };
    assert!(cut(&long, "1", b"GET /") < half, "the head of a second request");
    assert!(cut("1", &long, b"") < half, "nothing after a first request");
}

#[test]
fn more_than_the_most_are_turned_away() {
    let pki = Pki::new();
    let server = pki.serve(&["--echo", "--plain", "--max-body", "4"]);
    assert_eq!(status(&["-d", "abcd", server.url()]), 200);
    assert_eq!(status(&["-d", "abcde", server.url()]), 413);
    let server = pki.serve(&["--echo", "--plain", "--max-connections", "1"]);
    let mut first = connect(&server);
    first
        .write_all(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        .expect("sent");
    let mut byte = [0; 1];
    first.read_exact(&mut byte).expect("answered");
    assert_eq!(raw(&server, b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"), b"");
    server.log("too many connections");
    // From one address: loopback is exempt, what a proxy says is not.
    let server = pki.serve(&[
        "--echo",
        "--plain",
        "--max-connections-per-ip",
        "1",
        "--proxy-protocol",
        "--trust-proxy",
        "127.0.0.1",
    ]);
    let introduced = |ip: u8| {
        let mut stream = connect(&server);
        let line = format!("PROXY TCP4 192.0.2.{ip} 192.0.2.9 1 2\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n");
        stream.write_all(line.as_bytes()).expect("sent");
        let mut byte = [0; 1];
        let read = stream.read(&mut byte).unwrap_or(0);
        (stream, read)
    };
    let (_one, answered) = introduced(1);
    assert_eq!(answered, 1);
    assert_eq!(introduced(1).1, 0, "the second of one address");
    assert_eq!(introduced(2).1, 1, "another");
    server.log("192.0.2.1 was turned away");
}

#[test]
fn what_is_no_request_is_answered_logged_and_protected_all_the_same() {
    let pki = Pki::new();
    let server = pki.serve(&["--echo", "--tls", "certs/b", "--hsts=100", "--access-log", "json"]);
    let address = format!("127.0.0.1:{}", server.port());
    for (request, expected) in [
        ("GET / HTTP/1.1\\r\\nX : y\\r\\n\\r\\n".to_owned(), 400),
        (
            format!("GET / HTTP/1.1\\r\\nX: {}\\r\\n\\r\\n", "x".repeat(200_000)),
            431,
        ),
        (
            "GET /first HTTP/1.1\\r\\nHost: a\\r\\n\\r\\nGET / HTTP/9\\r\\n\\r\\n".to_owned(),
            400,
        ),
    ] {
        pki.write("request", request.replace("\\r", "\r").replace("\\n", "\n"));
        let client = format!(
            "openssl s_client -quiet -ign_eof -connect {address} < {} 2>/dev/null",
            pki.at("request")
        );
        let answer = peer("bash", &["-c", &client], "").stdout;
        let head = answer
            .rfind("HTTP/1.1 ")
            .map(|at| &answer[at..])
            .unwrap_or_default();
        assert!(head.starts_with(&format!("HTTP/1.1 {expected} ")), "{answer}");
        assert_eq!(
            head.matches("strict-transport-security: max-age=100").count(),
            1,
            "{answer}"
        );
        let line = server.log(&format!("\"status\":{expected}"));
        let record: serde_json::Value = serde_json::from_str(&line).expect("JSON");
        assert_eq!(
            (&record["method"], &record["peer"]),
            (&"-".into(), &"127.0.0.1".into())
        );
    }
    // Without TLS there is none, and what is sent after an upgrade is nobody's head.
    let plain = pki.serve(&["--echo", "--plain", "--hsts"]);
    let answer = raw(&plain, b"GET / HTTP/1.1\r\nX : y\r\n\r\n");
    let answer = String::from_utf8_lossy(&answer);
    assert!(
        answer.starts_with("HTTP/1.1 400 ") && !answer.contains("strict-transport"),
        "{answer}"
    );
    assert!(curl(&["-i", server.url()]).contains("strict-transport-security"));
}

#[test]
fn whoever_comes_after_a_crowd_that_took_all_descriptors_is_served() {
    let pki = Pki::new();
    let server = pki.serve(&["--echo", "--plain"]);
    let limit = ["--nofile=40:40", "--pid", &server.id().to_string()];
    assert_eq!(peer("prlimit", &limit, "").code, 0);
    let crowd: Vec<_> = (0..60).map(|_| connect(&server)).collect();
    server.log("no file descriptors are left");
    // Those for whom there is no room are turned away, and the others stay.
    for stranger in &crowd[50..] {
        let mut stranger = stranger;
        let _ = stranger.read(&mut [0; 1]);
    }
    std::thread::sleep(Duration::from_millis(300));
    drop(crowd);
    std::thread::sleep(Duration::from_millis(300));
    for _ in 0..4 {
        let answer = raw(&server, b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        assert!(answer.starts_with(b"HTTP/1.1 200"), "{answer:?}");
    }
}
