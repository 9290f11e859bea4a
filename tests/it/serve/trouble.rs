//! Peers in trouble: an upstream that commits a fault, a client that is slow. Each gets an answer that says
//! why, or an end that nobody takes for a success; and the server goes on.

use std::io::{Read as _, Write as _};
use std::time::Duration;

use super::peer::{connect, curl, peer};
use super::pki::Pki;
use crate::tlsctl::Server;

/// An upstream with a file of 2,000 bytes, and a proxy before it.
fn behind(pki: &Pki, upstream: &[&str], fault: &str) -> (Server, Server) {
    pki.write("www/file", [b'a'; 2000]);
    let upstream = pki.serve(&[&["www", "--fault", fault], upstream].concat());
    let url = upstream.url().to_owned();
    let more = [
        "--upstream-insecure",
        "--upstream-timeout",
        "1",
        "--tls",
        "certs/b",
    ];
    let proxy = pki.serve(&[&["--proxy", &url], &more[..]].concat());
    (upstream, proxy)
}

/// What curl gets of the file, over a version of HTTP: its exit code, the status, the bytes.
fn got(proxy: &Server, version: &str) -> (i32, String, usize) {
    let url = format!("{}/file", proxy.url());
    let said = peer("curl", &["-sk", "-D", "-", version, &url], "");
    let (head, body) = said.stdout.split_once("\r\n\r\n").unwrap_or_default();
    let status = head.split(' ').nth(1).unwrap_or_default().to_owned();
    (said.code, status, body.len())
}

#[test]
fn an_upstream_that_breaks_off_before_its_answer_is_a_bad_gateway() {
    let pki = Pki::new();
    for fault in ["reset=accept", "close=accept", "reset=request", "close=request"] {
        let (_upstream, proxy) = behind(&pki, &["--plain"], fault);
        for version in ["--http1.1", "--http2"] {
            let (code, status, _) = got(&proxy, version);
            assert_eq!((code, status.as_str()), (0, "502"), "{fault} {version}");
        }
    }
    for fault in [
        "close",
        "alert=handshake_failure",
        "garbage",
        "bad-mac",
        "hello-suite",
    ] {
        let (_upstream, proxy) = behind(&pki, &["--tls", "certs/a"], fault);
        let (code, status, length) = got(&proxy, "--http2");
        assert_eq!((code, status.as_str()), (0, "502"), "{fault}");
        assert!(length > 20, "{fault}: it says why");
    }
    let (_upstream, proxy) = behind(&pki, &["--tls", "certs/a"], "alert=handshake_failure");
    let said = curl(&[proxy.url()]);
    assert!(said.contains("HandshakeFailure"), "{said}");
}

#[test]
fn an_upstream_that_says_nothing_is_a_gateway_timeout() {
    let pki = Pki::new();
    let (_upstream, proxy) = behind(&pki, &["--plain"], "stall=request");
    assert_eq!(got(&proxy, "--http1.1").1, "504");
    let (_upstream, proxy) = behind(&pki, &["--tls", "certs/a"], "stall=server-hello");
    assert_eq!(got(&proxy, "--http2").1, "504");
}

#[test]
fn an_upstream_that_breaks_off_within_its_body_is_no_success() {
    let pki = Pki::new();
    for fault in ["reset=body", "close=body", "short-body"] {
        let (_upstream, proxy) = behind(&pki, &["--plain"], fault);
        for version in ["--http1.1", "--http2"] {
            let (code, _, length) = got(&proxy, version);
            assert!(code != 0 && length < 2000, "{fault} {version}: {code} {length}");
        }
    }
}

#[test]
fn an_upstream_that_is_odd_but_right_is_passed_on_whole() {
    let pki = Pki::new();
    for fault in ["slow-body=8000", "flaky=0"] {
        let (_upstream, proxy) = behind(&pki, &["--plain"], fault);
        assert_eq!(got(&proxy, "--http1.1"), (0, "200".to_owned(), 2000), "{fault}");
    }
    for fault in ["tiny-records", "hello-retry", "no-tickets", "no-close-notify"] {
        let (_upstream, proxy) = behind(&pki, &["--tls", "certs/a"], fault);
        assert_eq!(got(&proxy, "--http2"), (0, "200".to_owned(), 2000), "{fault}");
    }
}

#[test]
fn a_body_that_comes_a_byte_at_a_time_does_not_last() {
    let pki = Pki::new();
    let server = pki.serve(&["--echo", "--plain", "--stall-timeout", "1"]);
    let mut stream = connect(&server);
    let head = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n";
    stream.write_all(head.as_bytes()).expect("sent");
    let mut writer = stream.try_clone().expect("cloned");
    let (ended, over) = std::sync::mpsc::channel::<()>();
    let sender = std::thread::spawn(move || {
        while over.recv_timeout(Duration::from_millis(200)) == Err(std::sync::mpsc::RecvTimeoutError::Timeout)
        {
            if writer.write_all(b"x").is_err() {
                return;
            }
        }
    });
    let mut answer = [0; 12];
    stream.read_exact(&mut answer).expect("an answer");
    assert_eq!(&answer, b"HTTP/1.1 408");
    drop(ended);
    sender.join().expect("it does not panic");
}
