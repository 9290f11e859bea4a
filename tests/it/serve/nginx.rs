//! Side by side with nginx as it is told to terminate TLS for an application: the same certificate, and the
//! same upstream behind both.

use serde_json::Value;

use super::foreign::Python;
use super::peer::{curl, peer, s_client_at};
use super::pki::Pki;
use crate::probe::peer::Peer;
use crate::tlsctl::Server;

/// nginx as tutorials configure it, and `serve --proxy`, before the upstream at this port.
#[track_caller]
pub(super) fn both(pki: &Pki, upstream: u16, more: &[&str]) -> (Peer, Server) {
    let server = format!(
        "server {{ listen LISTEN ssl; server_name example.com;
         ssl_certificate {}; ssl_certificate_key {};
         ssl_protocols TLSv1.2 TLSv1.3; ssl_prefer_server_ciphers on;
         location / {{ proxy_pass http://127.0.0.1:{upstream};
         proxy_set_header Host $host; proxy_set_header X-Real-IP $remote_addr; }} }}",
        pki.at("certs/a/fullchain.pem"),
        pki.at("certs/a/privkey.pem"),
    );
    let url = format!("http://127.0.0.1:{upstream}");
    let proxy = ["--tls", "certs/a", "--proxy", &url];
    (
        Peer::nginx(pki.path(), &server),
        pki.serve(&[&proxy, more].concat()),
    )
}

/// What curl gets of `https://NAME:PORT/PATH` from both, over HTTP/1.1.
#[track_caller]
pub(super) fn answers(fronts: &(Peer, Server), name: &str, path: &str, more: &[&str]) -> [String; 2] {
    ports(fronts).map(|port| {
        let resolve = format!("{name}:{port}:127.0.0.1");
        let url = format!("https://{name}:{port}{path}");
        curl(&[&["--http1.1", "--path-as-is", "--resolve", &resolve, &url], more].concat())
    })
}

fn ports(fronts: &(Peer, Server)) -> [u16; 2] {
    [fronts.0.address.port(), fronts.1.port()]
}

#[test]
fn the_upstream_is_asked_for_the_same_thing_and_told_more_about_who_asks() {
    let pki = Pki::new();
    let upstream = pki.serve(&["--echo", "--plain"]);
    let fronts = both(&pki, upstream.port(), &[]);
    let forged = [
        "-H",
        "X-Real-IP: 6.6.6.6",
        "-H",
        "X-Forwarded-For: 6.6.6.6",
        "-H",
        "Connection: X-Foo, close",
        "-H",
        "X-Foo: foo",
        "-H",
        "X-Bar: bar",
        "-d",
        "bo=dy",
    ];
    let [theirs, ours] = answers(&fronts, "EXAMPLE.com", "/a//b%20c/%2F?q=1&r=%2f", &forged)
        .map(|answer| serde_json::from_str::<Value>(&answer).unwrap_or_else(|e| panic!("{e}: {answer}")));
    for fact in ["method", "path", "query", "host", "body"] {
        assert_eq!(theirs[fact], ours[fact], "{fact}");
    }
    assert_eq!(ours["path"], "/a//b%20c/%2F");
    assert_eq!(
        (&theirs["http_version"], &ours["http_version"]),
        (&"1.0".into(), &"1.1".into())
    );
    let (theirs, ours) = (&theirs["headers"], &ours["headers"]);
    for field in ["host", "x-real-ip", "x-bar", "content-length"] {
        assert_eq!(theirs[field], ours[field], "{field}");
    }
    assert_eq!(
        (&ours["host"], &ours["x-real-ip"]),
        (&"example.com".into(), &"127.0.0.1".into())
    );
    // What nginx lets through as the client wrote it, and what it does not say.
    assert_eq!(theirs["x-forwarded-for"], "6.6.6.6");
    assert_eq!(ours["x-forwarded-for"], "127.0.0.1");
    assert_eq!(
        (&theirs["x-forwarded-proto"], &ours["x-forwarded-proto"]),
        (&Value::Null, &"https".into())
    );
    // What the client said is for the next hop only.
    assert_eq!((&theirs["x-foo"], &ours["x-foo"]), (&"foo".into(), &Value::Null));
}

#[test]
fn what_the_upstream_answers_comes_back_as_through_nginx() {
    let program = "
import http.server
class H(http.server.BaseHTTPRequestHandler):
    def log_message(self, *a): pass
    def do_GET(self):
        self.send_response(302 if 're' in self.path else 200)
        if self.path == '/redir': self.send_header('Location', f'http://127.0.0.1:{self.server.server_port}/next?a=b')
        if self.path == '/rel': self.send_header('Location', '/dash')
        if self.path == '/foreign': self.send_header('Location', 'http://elsewhere.test/x')
        self.send_header('Keep-Alive', 'timeout=5')
        self.send_header('X-Powered-By', 'python')
        self.send_header('Set-Cookie', 'a=1; Path=/')
        self.send_header('Set-Cookie', 'b=2; Expires=Thu, 01 Jan 2099 00:00:00 GMT')
        if self.path == '/chunk':
            self.send_header('Transfer-Encoding', 'chunked'); self.end_headers()
            self.wfile.write(b'3\\r\\nabc\\r\\n3\\r\\ndef\\r\\n0\\r\\n\\r\\n')
        else:
            self.send_header('Content-Length', '6'); self.end_headers(); self.wfile.write(b'abcdef')
H.protocol_version = 'HTTP/1.1'
s = http.server.ThreadingHTTPServer(('127.0.0.1', 0), H); print(s.server_port); s.serve_forever()";
    let pki = Pki::new();
    let upstream = Python::start(program, &[]);
    let fronts = both(&pki, upstream.port, &[]);
    let ports = ports(&fronts);
    let next = ports.map(|port| format!("https://example.com:{port}/next?a=b"));
    for (path, locations) in [
        ("/redir", next.each_ref().map(String::as_str)),
        ("/rel", ["/dash", "/dash"]),
        ("/foreign", ["http://elsewhere.test/x", "http://elsewhere.test/x"]),
        ("/chunk", ["", ""]),
    ] {
        let answers = answers(&fronts, "example.com", path, &["-i"]);
        for (answer, expected) in answers.iter().zip(locations) {
            let field = |name: &str| {
                let wanted = |line: &&str| line.to_ascii_lowercase().starts_with(&format!("{name}: "));
                let lines = answer.lines().filter(wanted);
                lines
                    .map(|line| line[name.len() + 2..].to_owned())
                    .collect::<Vec<_>>()
            };
            assert_eq!(field("location").concat(), expected, "{answer}");
            assert_eq!(field("x-powered-by"), ["python"], "{answer}");
            assert_eq!(
                field("set-cookie"),
                ["a=1; Path=/", "b=2; Expires=Thu, 01 Jan 2099 00:00:00 GMT"],
                "{answer}"
            );
            assert!(field("keep-alive").is_empty(), "{answer}");
            assert!(answer.ends_with("\r\n\r\nabcdef"), "{answer}");
        }
    }
    drop(upstream);
    for answer in answers(&fronts, "example.com", "/", &["-i"]) {
        assert!(answer.starts_with("HTTP/1.1 502 Bad Gateway\r\n"), "{answer}");
    }
}

#[test]
fn a_host_that_neither_knows_is_served_with_the_one_certificate() {
    let pki = Pki::new();
    let upstream = pki.serve(&["--echo", "--plain"]);
    let fronts = both(&pki, upstream.port(), &[]);
    for answer in answers(&fronts, "other.test", "/", &[]) {
        assert!(answer.contains("\"host\": \"other.test\""), "{answer}");
    }
    for arguments in [&["-servername", "other.test"][..], &["-noservername"]] {
        let subjects = ports(&fronts).map(|port| s_client_at(port, arguments).subject());
        assert_eq!(subjects, ["CN=example.com", "CN=example.com"], "{arguments:?}");
    }
}

#[test]
fn versions_suites_and_protocols_are_those_that_nginx_is_configured_for() {
    let pki = Pki::new();
    let upstream = pki.serve(&["--echo", "--plain"]);
    let fronts = both(&pki, upstream.port(), &[]);
    let said = |arguments: &[&str]| ports(&fronts).map(|port| s_client_at(port, arguments).all());
    for (version, name) in [("-tls1_2", "TLSv1.2"), ("-tls1_3", "TLSv1.3")] {
        for said in said(&[version]) {
            assert!(said.contains(&format!("New, {name}, ")), "{said}");
        }
    }
    for said in said(&["-tls1_1", "-cipher", "ALL:@SECLEVEL=0"]) {
        assert!(
            said.contains("no peer certificate available") && said.contains("alert"),
            "{said}"
        );
    }
    // The server's order counts and not the client's.
    let order = "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384";
    for said in said(&["-tls1_2", "-cipher", order]) {
        assert!(said.contains("Cipher is ECDHE-ECDSA-AES256-GCM-SHA384"), "{said}");
    }
    let [theirs, ours] = said(&["-tls1_2", "-cipher", "ECDHE-ECDSA-AES256-SHA384"]);
    assert!(
        theirs.contains("Cipher is ECDHE-ECDSA-AES256-SHA384"),
        "CBC: {theirs}"
    );
    assert!(ours.contains("no peer certificate available"), "{ours}");
    for said in said(&["-alpn", "foo"]) {
        assert!(said.contains("alert number 120"), "{said}");
    }
}

#[test]
fn a_web_socket_that_nginx_loses_passes_through() {
    let pki = Pki::new();
    let upstream = pki.serve(&["--echo", "--plain"]);
    let fronts = both(&pki, upstream.port(), &[]);
    let client = "
import asyncio, ssl, sys, websockets
async def main():
    context = ssl.create_default_context(cafile=sys.argv[2])
    try:
        async with websockets.connect('wss://example.com/', ssl=context, host='127.0.0.1', port=int(sys.argv[1])) as ws:
            await ws.send('hello'); print(await ws.recv())
    except websockets.exceptions.InvalidStatus as refusal:
        print(refusal.response.status_code)
asyncio.run(main())";
    let ca = pki.at("ca/cert.pem");
    let said = ports(&fronts).map(|port| peer("python3", &["-c", client, &port.to_string(), &ca], ""));
    assert_eq!(said[0].stdout, "200\n", "an answer as to any GET: {said:#?}");
    assert_eq!(said[1].stdout, "hello\n", "{said:#?}");
}

#[test]
fn http_is_sent_to_https_as_by_nginx() {
    let pki = Pki::new();
    let nginx = Peer::nginx(
        pki.path(),
        "server { listen LISTEN; server_name example.com; return 301 https://$host$request_uri; }",
    );
    let listen = ["serve", "--redirect", "--http", "127.0.0.1:0"];
    let code = ["--redirect-code", "301", "--https-port", "443"];
    let server = crate::tlsctl::tlsctl([&listen[..], &code].concat())
        .within(pki.path())
        .serve();
    let ask = |path: &str, more: &[&str]| {
        [nginx.address.port(), server.port()].map(|port| {
            let url = format!("http://127.0.0.1:{port}{path}");
            let head = curl(&[&["-i", "--path-as-is", &url], more].concat());
            let location = head.lines().find_map(|line| {
                line.split_once(": ")
                    .filter(|(name, _)| name.eq_ignore_ascii_case("location"))
            });
            let status = head.split(' ').nth(1).unwrap_or_default().to_owned();
            (status, location.map(|(_, to)| to.to_owned()).unwrap_or_default())
        })
    };
    for (host, path, target) in [
        (
            "Example.com:8080",
            "/a%20b?x=1&y=%2F",
            "https://example.com/a%20b?x=1&y=%2F",
        ),
        ("evil.test", "/%0d%0aX:y", "https://evil.test/%0d%0aX:y"),
    ] {
        for method in ["GET", "POST", "PUT"] {
            let [theirs, ours] = ask(path, &["-X", method, "-H", &format!("Host: {host}")]);
            assert_eq!(theirs, ours);
            assert_eq!(ours, ("301".to_owned(), target.to_owned()));
        }
    }
    let [theirs, ours] = ask(
        "/",
        &["-H", "Host: a.test", "--request-target", "http://foo.test/zz?q"],
    );
    assert_eq!(theirs, ours);
    assert_eq!(ours.1, "https://foo.test/zz?q");
    for host in ["Host:", "Host;", "Host: a/b"] {
        let [theirs, ours] = ask("/", &["-H", host]);
        assert_eq!((theirs.0.as_str(), ours.0.as_str()), ("400", "400"), "{host}");
    }
    // Without a Host there is no name to keep: nginx puts its own.
    let [theirs, ours] = ask("/q", &["-0", "-H", "Host:"]);
    assert_eq!(theirs.1, "https://example.com/q");
    assert_eq!(ours.0, "400");
}
