//! HTTP/1 framing: what is ambiguous or malformed is refused, over TLS as anywhere else.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use super::peer::{connect, raw};
use super::pki::Pki;

fn say(server: &crate::tlsctl::Server, request: &str) -> String {
    String::from_utf8_lossy(&raw(server, request.as_bytes())).into_owned()
}

#[test]
fn a_request_without_a_clear_host_is_refused() {
    let pki = Pki::new();
    let server = pki.serve(&["--echo", "--plain"]);
    for fields in [
        "",
        "Host: a\r\nHost: b\r\n",
        "Host: \r\n",
        "Host: a b\r\n",
        "Host: a/b\r\n",
        "Host: [x\r\n",
        "Host: a@b\r\n",
    ] {
        let answer = say(
            &server,
            &format!("GET / HTTP/1.1\r\n{fields}Connection: close\r\n\r\n"),
        );
        assert!(answer.starts_with("HTTP/1.1 400 "), "{fields:?}: {answer}");
    }
    assert!(say(&server, "GET / HTTP/1.0\r\n\r\n").contains("200 OK"));
    let absolute = say(
        &server,
        "GET http://b.test/x HTTP/1.1\r\nHost: a.test\r\nConnection: close\r\n\r\n",
    );
    assert!(absolute.contains("\"host\": \"b.test\""), "{absolute}");
}

/// Heads and bodies in which one reader sees one request and another two.
const HIDING: &[&str] = &[
    "Content-Length: 1\r\nContent-Length: 2\r\n\r\nx",
    "Content-Length: 1\r\nContent-Length: 1\r\n\r\nx",
    "Content-Length: 1, 1\r\n\r\nx",
    "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
    "Content-Length: +1\r\n\r\nx",
    "Content-Length: -1\r\n\r\n",
    "Content-Length: 1x\r\n\r\nx",
    "Content-Length:\r\n\r\n",
    "Content-Length: 99999999999999999999\r\n\r\nx",
    "Content-Length : 1\r\n\r\nx",
    "X: y\r\n Content-Length: 1\r\n\r\nx",
    "X: y\nContent-Length: 1\r\n\r\nx",
    "X: y\rContent-Length: 1\r\n\r\nx",
    "Transfer-Encoding: gzip, identity\r\n\r\n",
    "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
    "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n",
    "Transfer-Encoding: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "Transfer-Encoding: \u{b}chunked\r\n\r\n0\r\n\r\n",
    "Transfer-Encoding: chunked\r\n\r\nzz\r\n\r\n",
    "Transfer-Encoding: chunked\r\n\r\n-1\r\nx\r\n0\r\n\r\n",
    "Transfer-Encoding: chunked\r\n\r\n0x1\r\nx\r\n0\r\n\r\n",
    "Transfer-Encoding: chunked\r\n\r\n1 \r\nx\r\n0\r\n\r\n",
    "Transfer-Encoding: chunked\r\n\r\n1;a\nx\r\n0\r\n\r\n",
    "Transfer-Encoding: chunked\r\n\r\n1;a=\"\r\nx\r\n0\r\n\r\n",
    "Transfer-Encoding: chunked\r\n\r\n1\r\nxx\r\n0\r\n\r\n",
    "Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\nx\r\n",
    "Transfer-Encoding: chunked\r\n\r\n0\r\nContent-Length: 5\r\n\r\n",
    "X : y\r\n\r\n",
    "X\r\n\r\n",
    "X: a\u{0}b\r\n\r\n",
    "Host: b\r\n\r\n",
];

#[test]
fn ambiguous_lengths_are_refused_and_the_connection_with_them() {
    let pki = Pki::new();
    let echo = pki.serve(&["--echo", "--plain"]);
    let proxy = pki.serve(&["--plain", "--proxy", echo.url()]);
    let clear = "POST /clear HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nxy";
    for server in [&echo, &proxy] {
        for fields in HIDING {
            let request = format!("POST / HTTP/1.1\r\nHost: a\r\n{fields}");
            let hidden = "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n";
            let answer = say(server, &format!("{request}{hidden}"));
            assert!(answer.starts_with("HTTP/1.1 400 "), "{fields:?}: {answer}");
            assert!(!answer.contains("smuggled"), "{fields:?}: {answer}");
            let answer = say(server, &format!("{clear}{request}{hidden}"));
            let answers: Vec<&str> = answer.matches("HTTP/1.1 ").collect();
            assert_eq!(answers.len(), 2, "behind another, {fields:?}: {answer}");
            assert!(
                answer.contains("HTTP/1.1 400 "),
                "behind another, {fields:?}: {answer}"
            );
            assert!(
                !answer.contains("smuggled"),
                "behind another, {fields:?}: {answer}"
            );
        }
    }
}

#[test]
fn a_target_is_a_path_or_a_url_of_http() {
    let pki = Pki::new();
    let server = pki.serve(&["--echo", "--plain"]);
    for target in [
        "GET x",
        "GET a:80",
        "GET *",
        "GET ftp://b.test/",
        "GET http://u@b.test/",
        "CONNECT b.test:443",
        "PRI *",
    ] {
        let answer = say(&server, &format!("{target} HTTP/1.1\r\nHost: a\r\n\r\n"));
        assert!(answer.starts_with("HTTP/1.1 40"), "{target}: {answer}");
        assert!(answer.contains("connection: close"), "{target}: {answer}");
    }
    let answer = say(
        &server,
        "OPTIONS * HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
    );
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
}

#[test]
fn heads_too_large_are_refused_and_the_server_lives() {
    let pki = Pki::new();
    let server = pki.serve(&["--echo", "--plain"]);
    let answer = say(
        &server,
        &format!("GET / HTTP/1.1\r\nHost: a\r\nX: {}\r\n\r\n", "x".repeat(1 << 20)),
    );
    assert!(
        answer.is_empty() || answer.starts_with("HTTP/1.1 431 "),
        "{answer}"
    );
    let many = (0..2000).map(|i| format!("X{i}: y\r\n")).collect::<String>();
    let answer = say(&server, &format!("GET / HTTP/1.1\r\nHost: a\r\n{many}\r\n"));
    assert!(answer.starts_with("HTTP/1.1 431 "), "{answer}");
    assert!(say(&server, "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").contains("200 OK"));
}

#[test]
fn pipelined_requests_are_answered_in_order() {
    let pki = Pki::new();
    let server = pki.serve(&["--echo", "--plain"]);
    let requests =
        "GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    let answer = say(&server, requests);
    let place = |path: &str| answer.find(&format!("\"path\": \"{path}\"")).expect("answered");
    assert!(place("/1") < place("/2"));
}

#[test]
fn a_head_that_comes_a_byte_at_a_time_does_not_last() {
    let pki = Pki::new();
    let server = pki.serve(&["--echo", "--plain"]);
    let stream = connect(&server);
    let mut writer: TcpStream = stream.try_clone().expect("cloned");
    let (ended, over) = std::sync::mpsc::channel::<()>();
    std::thread::spawn(move || {
        for byte in b"GET / HTTP/1.1\r\nX: ".iter().chain(std::iter::repeat(&b'x')) {
            if writer.write_all(&[*byte]).is_err() {
                return;
            }
            match over.recv_timeout(std::time::Duration::from_millis(300)) {
                Err(std::sync::mpsc::RecvTimeoutError::Timeout) => {}
                _ => return,
            }
        }
    });
    let mut reader = stream;
    let mut answer = Vec::new();
    let closed = reader.read_to_end(&mut answer);
    assert!(closed.is_ok() || closed.is_err_and(|e| e.kind() == std::io::ErrorKind::ConnectionReset));
    drop(ended);
}
