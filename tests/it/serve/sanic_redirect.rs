//! Side by side with the application of Sanic's guide that sends HTTP to HTTPS: `serve --http` keeps what
//! that drops.

use std::net::TcpStream;

use super::foreign::Python;
use super::peer::{curl, peer};
use super::pki::Pki;
use crate::tlsctl::{Server, tlsctl};

const PROGRAM: &str = include_str!("sanic.py");

/// Both, with the files in `web/.well-known`.
#[track_caller]
fn both(pki: &Pki) -> (Python, Server) {
    pki.write("web/.well-known/acme-challenge/token", "token.thumb");
    pki.write("web/secret", "secret");
    let server = tlsctl([
        "serve",
        "--redirect",
        "--http",
        "127.0.0.1:0",
        "--webroot",
        "web",
        "--https-port",
        "443",
    ])
    .within(pki.path())
    .serve();
    let sanic = Python::start(PROGRAM, &["redirect", &pki.at("web/.well-known")]);
    (sanic, server)
}

/// What both answer to curl: the head in lower case but for values, and the body.
#[track_caller]
fn answers(sanic: &Python, server: &Server, host: &str, path: &str, more: &[&str]) -> [String; 2] {
    let host = format!("Host: {host}");
    [sanic.port, server.port()].map(|port| {
        let url = format!("http://127.0.0.1:{port}{path}");
        let fixed = ["-i", "--path-as-is", "-H", &host, &url];
        curl(&[&fixed, more].concat())
            .replace("Location:", "location:")
            .replace("Content-Type:", "content-type:")
    })
}

fn status(answer: &str) -> &str {
    answer.split(' ').nth(1).unwrap_or_default()
}

fn location(answer: &str) -> &str {
    let line = answer.lines().find_map(|line| line.strip_prefix("location: "));
    line.unwrap_or_default()
}

#[test]
fn every_method_is_sent_to_the_same_place_with_the_query_that_sanic_drops() {
    let pki = Pki::new();
    let (sanic, server) = both(&pki);
    for (host, path, expected) in [
        ("Example.com:8080", "/a/b", "https://example.com/a/b"),
        (
            "example.com",
            "/a%20b/%0d%0aX:y",
            "https://example.com/a%20b/%0d%0aX:y",
        ),
        ("[::1]:80", "/x", "https://[::1]/x"),
        ("evil.test", "/", "https://evil.test/"),
    ] {
        for method in ["GET", "POST", "PUT", "DELETE"] {
            let answers = answers(&sanic, &server, host, path, &["-X", method]);
            assert_eq!(answers.each_ref().map(|answer| status(answer)), ["308", "308"]);
            assert_eq!(
                answers.each_ref().map(|answer| location(answer)),
                [expected, expected]
            );
            assert!(
                answers
                    .iter()
                    .all(|answer| answer.contains("content-length: 0\r\n")),
                "{answers:?}"
            );
        }
    }
    let [theirs, ours] = answers(&sanic, &server, "example.com", "/a?x=1&y=%2F", &[]);
    assert_eq!(location(&theirs), "https://example.com/a");
    assert_eq!(location(&ours), "https://example.com/a?x=1&y=%2F");
}

#[test]
fn a_host_that_is_none_gets_the_same_line_as_from_sanic() {
    let pki = Pki::new();
    let (sanic, server) = both(&pki);
    for more in [
        &["-H", "Host: a_b.com"][..],
        &["-H", "Host;"],
        &["-0", "-H", "Host:"],
    ] {
        for port in [sanic.port, server.port()] {
            let answer = curl(&[&["-i", &format!("http://127.0.0.1:{port}/x")], more].concat());
            assert_eq!(status(&answer), "400", "{more:?}: {answer}");
            let body = answer.trim_end();
            assert!(
                body.ends_with("Bad Request. Please use HTTPS!"),
                "{more:?}: {answer}"
            );
        }
    }
}

#[test]
fn challenges_are_served_as_by_sanic_and_what_is_not_there_is_not_found() {
    let pki = Pki::new();
    let (sanic, server) = both(&pki);
    let token = "/.well-known/acme-challenge/token";
    for answer in answers(&sanic, &server, "example.com", token, &[]) {
        assert_eq!(status(&answer), "200", "{answer}");
        assert!(
            answer.contains("content-type: application/octet-stream\r\n"),
            "{answer}"
        );
        assert!(answer.ends_with("\r\n\r\ntoken.thumb"), "{answer}");
    }
    let [theirs, ours] = answers(&sanic, &server, "example.com", token, &["-I"]);
    assert!(theirs.contains("content-length: 0\r\n"), "{theirs}");
    assert!(ours.contains("content-length: 11\r\n"), "{ours}");
    for (path, method, theirs, ours) in [
        ("/.well-known/acme-challenge/none", "GET", "308", "404"),
        ("/.well-known/acme-challenge", "GET", "500", "404"),
        ("/.well-known/../secret", "GET", "308", "400"),
        ("/.well-known/%2e%2e/secret", "GET", "308", "400"),
        (token, "POST", "308", "405"),
        ("/elsewhere", "GET", "308", "308"),
    ] {
        let answers = answers(&sanic, &server, "example.com", path, &["-X", method]);
        let got = answers.each_ref().map(|answer| status(answer));
        assert_eq!(got, [theirs, ours], "{path}: {answers:#?}");
        assert!(
            answers.iter().all(|answer| !answer.ends_with("secret")),
            "{answers:#?}"
        );
    }
}

#[test]
fn one_process_serves_and_redirects_and_ends_both_as_sanic_does() {
    let pki = Pki::new();
    let arguments = [
        "serve",
        &serde_json::Value::from(pki.at("certs/a")).to_string(),
        &pki.at("web"),
    ];
    let sanic = Python::start(PROGRAM, &arguments);
    let beside: u16 = sanic.line().parse().expect("a second port");
    let server = pki.serve(&[
        "--echo",
        "--tls",
        "certs/a",
        "--http",
        "127.0.0.1:0",
        "--format",
        "json",
    ]);
    let ready: serde_json::Value = serde_json::from_str(&server.ready).expect("JSON");
    let http = ready["http_urls"][0]
        .as_str()
        .expect("a URL")
        .trim_end_matches('/');
    let ours: u16 = http
        .rsplit(':')
        .next()
        .and_then(|port| port.parse().ok())
        .expect("a port");
    let pairs = [(sanic.port, beside, 443), (server.port(), ours, server.port())];
    for (https, http, target) in pairs {
        assert!(curl(&[&format!("https://127.0.0.1:{https}/")]).contains("\"ssl\""));
        let answer = curl(&["-i", "-H", "Host: a.test", &format!("http://127.0.0.1:{http}/x")]);
        let answer = answer.replace("Location:", "location:");
        let port = if target == 443 {
            String::new()
        } else {
            format!(":{target}")
        };
        assert_eq!(location(&answer), format!("https://a.test{port}/x"));
    }
    server.signal("TERM");
    assert_eq!((sanic.stop(), server.wait()), (0, 0));
    for port in [pairs[0].0, pairs[0].1, pairs[1].0, pairs[1].1] {
        assert!(TcpStream::connect(("127.0.0.1", port)).is_err(), "{port}");
    }
}

#[test]
fn sanic_behind_the_proxy_learns_who_asked_and_keeps_its_web_socket() {
    let pki = Pki::new();
    let sanic = Python::start(PROGRAM, &["serve", "null"]);
    let server = pki.serve(&[
        "--tls",
        "certs/a",
        "--proxy",
        &format!("http://127.0.0.1:{}", sanic.port),
    ]);
    let (port, ca) = (server.port(), pki.at("ca/cert.pem"));
    let resolve = format!("example.com:{port}:127.0.0.1");
    let url = format!("https://example.com:{port}/?a=b%2F");
    for version in ["--http1.1", "--http2"] {
        let said = peer(
            "curl",
            &[
                "-s",
                version,
                "--cacert",
                &ca,
                "--resolve",
                &resolve,
                "-H",
                "X-Forwarded-For: 6.6.6.6",
                "-H",
                "X-Forwarded-Proto: http",
                "-d",
                "bo=dy",
                &url,
            ],
            "",
        );
        let echo = said.json();
        assert_eq!((&echo["ssl"], &echo["scheme"]), (&false.into(), &"https".into()));
        assert_eq!(echo["url"], url);
        assert_eq!(echo["remote"], "127.0.0.1");
        assert_eq!(echo["body"], "bo=dy");
        assert!(!said.stdout.contains("6.6.6.6"), "{}", said.stdout);
    }
    let client = "
import asyncio, ssl, sys, websockets
async def main():
    context = ssl.create_default_context(cafile=sys.argv[3])
    async with websockets.connect(sys.argv[1], ssl=context, host='127.0.0.1', port=int(sys.argv[2])) as ws:
        print(await ws.recv())
        for message in ['hello', b'bytes', '', 'x' * 300000]:
            await ws.send(message); assert await ws.recv() == message
        await (await ws.ping())
    print(ws.close_code)
asyncio.run(main())";
    let url = format!("wss://example.com:{port}/ws");
    let said = peer("python3", &["-c", client, &url, &port.to_string(), &ca], "");
    assert_eq!(said.stdout, format!("wss {url}\n1000\n"), "{said:#?}");
    let bare = curl(&[
        "-i",
        "--http1.1",
        "--resolve",
        &resolve,
        &url.replace("wss", "https"),
    ]);
    assert_eq!(status(&bare), "426", "Sanic's own answer to a GET: {bare}");
}
