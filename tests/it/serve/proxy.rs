//! The reverse proxy between real clients and real upstreams.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;

use super::foreign::Python;
use super::peer::{connect, curl, peer, raw};
use super::pki::Pki;
use crate::tlsctl::Server;

/// An upstream that answers each connection with these bytes and hands back the request it saw.
fn scripted(answer: &'static [u8]) -> (u16, std::sync::mpsc::Receiver<Vec<u8>>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("bound");
    let port = listener.local_addr().expect("bound").port();
    let (seen, requests) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            let mut stream = stream;
            let mut request = Vec::new();
            let mut buffer = [0; 4096];
            while !request.windows(4).any(|w| w == b"\r\n\r\n") {
                match stream.read(&mut buffer) {
                    Ok(read @ 1..) => request.extend_from_slice(&buffer[..read]),
                    _ => break,
                }
            }
            let _ = seen.send(request);
            let _ = stream.write_all(answer);
        }
    });
    (port, requests)
}

fn proxy(pki: &Pki, url: &str, more: &[&str]) -> Server {
    pki.serve(&[&["--tls", "certs/a", "--proxy", url], more].concat())
}

fn resolved<'a>(server: &Server, url: &'a mut String, resolve: &'a mut String, path: &str) -> [&'a str; 3] {
    *url = format!("https://example.com:{}{path}", server.port());
    *resolve = format!("example.com:{}:127.0.0.1", server.port());
    ["--resolve", resolve, url]
}

#[test]
#[allow(
    clippy::too_many_lines,
    reason = "one request in two versions, looked at from every side"
)]
fn the_upstream_learns_who_really_asked_and_forged_words_are_replaced() {
    let pki = Pki::new();
    let upstream = pki.serve(&["--echo", "--plain"]);
    let server = proxy(&pki, upstream.url(), &[]);
    let (mut url, mut resolve) = (String::new(), String::new());
    let target = resolved(&server, &mut url, &mut resolve, "/a/b%20c?q=1&r=%2F");
    let forged = [
        "X-Forwarded-For: 6.6.6.6",
        "X-Real-IP: 6.6.6.6",
        "X-Forwarded-Proto: http",
        "X-Forwarded-Host: evil.test",
        "Forwarded: for=6.6.6.6",
        "X_Forwarded_For: 6.6.6.6",
        "Client-Cert: :AAAA:",
        "X-Client-Cert-Subject: CN=root",
        "Connection: X-Foo, close",
        "X-Foo: stays here",
        "X-Bar: goes on",
    ];
    let fields: Vec<&str> = forged.iter().flat_map(|field| ["-H", field]).collect();
    for version in ["--http1.1", "--http2"] {
        let fields = if version == "--http2" {
            &fields[..fields.len() - 6]
        } else {
            &fields[..]
        };
        let echo: serde_json::Value =
            serde_json::from_str(&curl(&[&[version, "-d", "bo=dy"], fields, &target].concat()))
                .expect("JSON");
        let headers = &echo["headers"];
        assert_eq!(headers["host"], "example.com");
        assert_eq!(headers["x-real-ip"], "127.0.0.1");
        assert_eq!(headers["x-forwarded-for"], "127.0.0.1");
        assert_eq!(headers["x-forwarded-proto"], "https");
        assert_eq!(
            headers["x-forwarded-host"],
            format!("example.com:{}", server.port())
        );
        assert_eq!(
            headers["forwarded"],
            format!("for=127.0.0.1;host=\"example.com:{}\";proto=https", server.port())
        );
        assert!(
            !echo.to_string().contains("6.6.6.6") && !echo.to_string().contains("evil.test"),
            "{echo}"
        );
        for absent in [
            "client-cert",
            "x-client-cert-subject",
            "x-foo",
            "connection",
            "x_forwarded_for",
        ] {
            assert!(headers[absent].is_null(), "{absent}: {headers}");
        }
        assert_eq!(
            (&echo["path"], &echo["query"]),
            (&"/a/b%20c".into(), &"q=1&r=%2F".into())
        );
        assert_eq!(echo["body"], "bo=dy");
    }
    let trusting = proxy(&pki, upstream.url(), &["--trust-proxy", "127.0.0.0/8"]);
    let echo = curl(&[
        "-H",
        "X-Forwarded-For: 192.0.2.7",
        "-H",
        "X-Forwarded-Proto: http",
        trusting.url(),
    ]);
    assert!(
        echo.contains("\"192.0.2.7, 127.0.0.1\"") && echo.contains("\"x-forwarded-proto\": \"http\""),
        "{echo}"
    );
}

#[test]
fn what_a_trusted_proxy_says_of_the_client_is_said_everywhere() {
    let pki = Pki::new();
    let upstream = pki.serve(&["--echo", "--plain"]);
    let trusted = ["--trust-proxy", "127.0.0.0/8", "--access-log", "combined"];
    let server = proxy(&pki, upstream.url(), &trusted);
    let chain = [
        "-H",
        "X-Forwarded-For: 9.9.9.9, 6.6.6.6, 127.0.0.5",
        "-H",
        "X-Real-IP: 5.5.5.5",
    ];
    let echo: serde_json::Value =
        serde_json::from_str(&curl(&[&chain[..], &[server.url()]].concat())).expect("JSON");
    let headers = &echo["headers"];
    assert_eq!(headers["x-real-ip"], "6.6.6.6");
    assert_eq!(
        headers["x-forwarded-for"],
        "9.9.9.9, 6.6.6.6, 127.0.0.5, 127.0.0.1"
    );
    let forwarded = headers["forwarded"].as_str().expect("text");
    let hops = "for=9.9.9.9, for=6.6.6.6, for=127.0.0.5, for=127.0.0.1;host=";
    assert!(forwarded.starts_with(hops), "{forwarded}");
    let line = server.log("GET / HTTP/2.0");
    assert!(line.starts_with("6.6.6.6 - - ["), "{line}");
    let strict = proxy(&pki, upstream.url(), &["--access-log", "combined"]);
    curl(&[&chain[..], &[strict.url()]].concat());
    let line = strict.log("GET / HTTP/2.0");
    assert!(line.starts_with("127.0.0.1 - - ["), "{line}");
}

#[test]
fn the_upstreams_own_name_is_whole_and_stands_in_where_there_is_none() {
    let pki = Pki::new();
    let upstream = pki.serve(&["--echo", "--plain"]);
    let own = format!("127.0.0.1:{}", upstream.port());
    let server = pki.serve(&["--plain", "--proxy", upstream.url(), "--change-origin"]);
    let said = curl(&["-H", "Origin: https://a.test", server.url()]);
    let echo: serde_json::Value = serde_json::from_str(&said).expect("JSON");
    assert_eq!(echo["headers"]["host"], own.as_str());
    assert_eq!(echo["headers"]["origin"], format!("http://{own}"));
    let server = pki.serve(&["--plain", "--proxy", upstream.url()]);
    let answer = raw(&server, b"GET / HTTP/1.0\r\n\r\n");
    let answer = String::from_utf8_lossy(&answer);
    let body = answer.split("\r\n\r\n").nth(1).unwrap_or_default();
    let echo: serde_json::Value = serde_json::from_str(body).unwrap_or_else(|e| panic!("{e}: {answer}"));
    assert_eq!(echo["headers"]["host"], own.as_str());
    assert_eq!(echo["headers"]["x-forwarded-host"], serde_json::Value::Null);
    assert_eq!(echo["headers"]["forwarded"], "for=127.0.0.1;proto=http");
    // A URL that ends with its host asks for the root.
    let request = b"GET http://a.test?q=1 HTTP/1.1\r\nHost: a.test\r\nConnection: close\r\n\r\n";
    let answer = String::from_utf8_lossy(&raw(&server, request)).into_owned();
    assert!(
        answer.contains("200 OK") && answer.contains("\"query\": \"q=1\""),
        "{answer}"
    );
}

#[test]
fn the_clients_certificate_is_passed_on() {
    let pki = Pki::new();
    pki.run(&[
        "gen",
        "alice.test",
        "--usage",
        "client",
        "--ca",
        "ca",
        "--out",
        "certs/alice",
    ]);
    let upstream = pki.serve(&["--echo", "--plain"]);
    let server = proxy(&pki, upstream.url(), &["--client-ca", "ca/cert.pem"]);
    let (cert, key) = (
        pki.at("certs/alice/fullchain.pem"),
        pki.at("certs/alice/privkey.pem"),
    );
    let echo = curl(&["--cert", &cert, "--key", &key, server.url()]);
    assert!(
        echo.contains("\"x-client-cert-subject\": \"CN=alice.test\"")
            && echo.contains("\"x-client-cert-names\": \"alice.test\""),
        "{echo}"
    );
    assert!(echo.contains("\"client-cert\": \":MII"), "{echo}");
}

#[test]
fn responses_come_back_as_they_are_but_for_addresses_behind_the_proxy() {
    let pki = Pki::new();
    let answer = b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:PORT/next?a=b\r\nSet-Cookie: a=1; Path=/\r\nSet-Cookie: b=2; Domain=127.0.0.1; Secure\r\nX-Powered-By: x\r\nKeep-Alive: timeout=5\r\nStrict-Transport-Security: max-age=1\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n3\r\nabc\r\n0\r\n\r\n";
    let listener = TcpListener::bind("127.0.0.1:0").expect("bound");
    let port = listener.local_addr().expect("bound").port();
    drop(listener);
    let answer: &'static [u8] = String::from_utf8_lossy(answer)
        .replace("PORT", &port.to_string())
        .into_bytes()
        .leak();
    let listener = TcpListener::bind(("127.0.0.1", port)).expect("bound");
    std::thread::spawn(move || {
        for mut stream in listener.incoming().map_while(Result::ok) {
            let _ = stream.read(&mut [0; 4096]);
            let _ = stream.write_all(answer);
        }
    });
    let server = proxy(
        &pki,
        &format!("http://127.0.0.1:{port}"),
        &["--hsts=300", "--secure-cookies"],
    );
    let said = curl(&["-i", "--http1.1", server.url()]);
    assert!(
        said.contains(&format!("location: {}/next?a=b\r\n", server.url())),
        "{said}"
    );
    assert!(
        said.contains("set-cookie: a=1; Path=/; Secure; HttpOnly; SameSite=Lax\r\n"),
        "{said}"
    );
    assert!(
        said.contains("set-cookie: b=2; Domain=127.0.0.1; Secure; HttpOnly; SameSite=Lax\r\n"),
        "{said}"
    );
    assert!(
        said.contains("x-powered-by: x\r\n") && !said.contains("keep-alive"),
        "{said}"
    );
    assert_eq!(said.matches("strict-transport-security").count(), 1, "{said}");
    assert!(
        said.contains("strict-transport-security: max-age=300\r\n") && said.ends_with("abc"),
        "{said}"
    );
}

#[test]
fn an_upstream_that_is_down_slow_or_lies_gets_a_reason() {
    let pki = Pki::new();
    let free = TcpListener::bind("127.0.0.1:0")
        .expect("bound")
        .local_addr()
        .expect("bound");
    let down = proxy(&pki, &format!("http://{free}"), &[]);
    let said = curl(&["-i", down.url()]);
    assert!(
        said.contains("502") && said.contains(&format!("{free} was not reached: connection refused\n")),
        "{said}"
    );
    let silent = TcpListener::bind("127.0.0.1:0").expect("bound");
    let slow = proxy(
        &pki,
        &format!("http://{}", silent.local_addr().expect("bound")),
        &["--upstream-timeout", "1"],
    );
    let said = curl(&["-i", slow.url()]);
    assert!(said.contains("504") && said.contains("within 1 s"), "{said}");
    let (garbage, _seen) = scripted(b"SSH-2.0-x\r\n\r\n");
    assert!(
        curl(&[
            "-i",
            proxy(&pki, &format!("http://127.0.0.1:{garbage}"), &[]).url()
        ])
        .contains("502")
    );
    let (short, _seen) = scripted(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort");
    let lies = proxy(&pki, &format!("http://127.0.0.1:{short}"), &[]);
    for version in ["--http1.1", "--http2"] {
        assert_ne!(
            peer("curl", &["-sk", version, lies.url()], "").code,
            0,
            "{version}: a short body is no success"
        );
    }
}

/// An upstream that closes each connection on the second request that comes over it, and hands back all
/// requests that it saw.
fn forgetful() -> (u16, std::sync::mpsc::Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("bound");
    let port = listener.local_addr().expect("bound").port();
    let (seen, requests) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        for mut stream in listener.incoming().map_while(Result::ok) {
            let seen = seen.clone();
            std::thread::spawn(move || {
                let mut buffer = [0; 4096];
                for answer in [&b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"[..], b""] {
                    let read = stream.read(&mut buffer).unwrap_or(0);
                    let _ = seen.send(String::from_utf8_lossy(&buffer[..read]).into_owned());
                    let _ = stream.write_all(answer);
                }
            });
        }
    });
    (port, requests)
}

#[test]
fn what_may_be_said_twice_survives_a_connection_that_was_closed_meanwhile() {
    let pki = Pki::new();
    let (port, requests) = forgetful();
    let server = proxy(&pki, &format!("http://127.0.0.1:{port}"), &[]);
    let code = |more: &[&str]| super::peer::status(&[more, &[server.url()]].concat());
    assert_eq!(code(&[]), 200);
    // Over the kept connection, which is closed, and once more over a fresh one; then the same again.
    assert_eq!((code(&[]), code(&[])), (200, 200));
    // Not so what may have been done already.
    assert_eq!(code(&["-d", "x"]), 502);
    let methods: Vec<String> = requests
        .try_iter()
        .map(|request| request.split(' ').next().unwrap_or_default().to_owned())
        .collect();
    assert_eq!(methods, ["GET", "GET", "GET", "GET", "GET", "POST"]);
}

#[test]
fn what_is_ambiguous_never_reaches_the_upstream() {
    let pki = Pki::new();
    let (port, seen) = scripted(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    let server = pki.serve(&["--plain", "--proxy", &format!("http://127.0.0.1:{port}")]);
    for fields in [
        "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "Content-Length: 1\r\nContent-Length: 2\r\n\r\nx",
        "Transfer-Encoding: xchunked\r\n\r\n",
        "X y: z\r\n\r\n",
    ] {
        let answer = raw(
            &server,
            format!("POST / HTTP/1.1\r\nHost: a\r\n{fields}").as_bytes(),
        );
        assert!(
            answer.starts_with(b"HTTP/1.1 400 "),
            "{fields:?}: {}",
            String::from_utf8_lossy(&answer)
        );
    }
    assert!(seen.try_recv().is_err());
}

#[test]
fn bodies_stream_both_ways_without_being_buffered() {
    let pki = Pki::new();
    let program = "
import http.server, sys
class H(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'
    def do_POST(self):
        left = int(self.headers['Content-Length']); total = 0
        self.send_response(200); self.send_header('Content-Length', str(left)); self.end_headers()
        while left:
            piece = self.rfile.read(min(left, 65536)); left -= len(piece); self.wfile.write(piece)
    def log_message(self, *a): pass
s = http.server.ThreadingHTTPServer(('127.0.0.1', 0), H); print(s.server_port); s.serve_forever()";
    let upstream = Python::start(program, &[]);
    let server = proxy(&pki, &format!("http://127.0.0.1:{}", upstream.port), &[]);
    let bytes: Vec<u8> = (0..3_000_000_u32).map(|i| (i * 7) as u8).collect();
    pki.write("body", &bytes);
    for version in ["--http1.1", "--http2"] {
        let out = pki.at("out");
        curl(&[
            version,
            "-H",
            "Expect:",
            "--data-binary",
            &format!("@{}", pki.at("body")),
            "-o",
            &out,
            server.url(),
        ]);
        assert!(std::fs::read(&out).expect("read") == bytes, "{version}");
    }
}

#[test]
fn web_sockets_pass_through() {
    let pki = Pki::new();
    let echo = "
import asyncio, websockets
async def echo(ws):
    async for message in ws: await ws.send(message)
async def main():
    async with websockets.serve(echo, '127.0.0.1', 0) as server:
        print(server.sockets[0].getsockname()[1], flush=True); await asyncio.Future()
asyncio.run(main())";
    let upstream = Python::start(echo, &[]);
    let server = proxy(&pki, &format!("http://127.0.0.1:{}", upstream.port), &[]);
    let client = "
import asyncio, ssl, sys, websockets
async def main():
    context = ssl.create_default_context(); context.check_hostname = False; context.verify_mode = ssl.CERT_NONE
    async with websockets.connect(sys.argv[1], ssl=context) as ws:
        for message in ['hello', b'bytes', 'x' * 200000]:
            await ws.send(message); assert await ws.recv() == message
    print('done')
asyncio.run(main())";
    let said = peer(
        "python3",
        &["-c", client, &server.url().replace("https", "wss")],
        "",
    );
    assert_eq!(said.stdout.trim(), "done", "{said:#?}");
}

#[test]
fn grpc_passes_through_with_its_trailers() {
    let pki = Pki::new();
    let program = "
import grpc, time
from concurrent import futures
class Echo(grpc.GenericRpcHandler):
    def service(self, call):
        if call.method == '/test.Echo/Say':
            return grpc.unary_unary_rpc_method_handler(lambda request, context: request[::-1])
        if call.method == '/test.Echo/Count':
            def count(request, context):
                for i in range(3): yield bytes([i])
                context.set_trailing_metadata((('x-sum', '3'),))
            return grpc.unary_stream_rpc_method_handler(count)
server = grpc.server(futures.ThreadPoolExecutor(4)); server.add_generic_rpc_handlers((Echo(),))
print(server.add_insecure_port('127.0.0.1:0'), flush=True); server.start(); server.wait_for_termination()";
    let upstream = Python::start(program, &[]);
    for scheme in ["http", "h2c"] {
        let server = proxy(&pki, &format!("{scheme}://127.0.0.1:{}", upstream.port), &[]);
        let client = "
import grpc, sys
credentials = grpc.ssl_channel_credentials(open(sys.argv[2], 'rb').read())
channel = grpc.secure_channel(sys.argv[1], credentials, [('grpc.ssl_target_name_override', 'example.com')])
print(channel.unary_unary('/test.Echo/Say')(b'abc', timeout=20))
call = channel.unary_stream('/test.Echo/Count')(b'', timeout=20)
print(list(call), call.trailing_metadata())
try: channel.unary_unary('/test.Echo/None')(b'', timeout=20)
except grpc.RpcError as e: print(e.code())";
        let address = format!("127.0.0.1:{}", server.port());
        let said = peer("python3", &["-c", client, &address, &pki.at("ca/cert.pem")], "");
        for part in [
            "b'cba'",
            "[b'\\x00', b'\\x01', b'\\x02']",
            "x-sum",
            "StatusCode.UNIMPLEMENTED",
        ] {
            assert!(said.stdout.contains(part), "{part}: {said:#?}");
        }
    }
}

#[test]
fn flask_behind_it_knows_that_it_is_reached_over_tls() {
    let pki = Pki::new();
    let program = "
from flask import Flask, request, session, redirect, url_for
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.serving import make_server
app = Flask(__name__); app.secret_key = 'k'; app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1)
@app.route('/login')
def login(): session['u'] = 1; return redirect('/me')
@app.route('/me')
def me(): return dict(scheme=request.scheme, remote=request.remote_addr, url=request.url, u=session.get('u'))
server = make_server('127.0.0.1', 0, app, threaded=True); print(server.server_port, flush=True); server.serve_forever()";
    let upstream = Python::start(program, &[]);
    let server = proxy(
        &pki,
        &format!("http://127.0.0.1:{}", upstream.port),
        &["--secure-cookies", "--hsts"],
    );
    let jar = pki.at("jar");
    let login = curl(&["-i", "-c", &jar, &format!("{}/login", server.url())]);
    assert!(
        login.contains("location: /me\r\n") && login.contains("; Secure") && login.contains("SameSite=Lax"),
        "{login}"
    );
    let me = curl(&["-b", &jar, &format!("{}/me", server.url())]);
    assert!(
        me.contains("\"scheme\":\"https\"")
            && me.contains("\"remote\":\"127.0.0.1\"")
            && me.contains("\"u\":1"),
        "{me}"
    );
    assert!(
        std::fs::read_to_string(&jar)
            .expect("a jar")
            .contains("\tTRUE\t0\tsession")
    );
}

#[test]
fn an_upstream_with_tls_is_verified() {
    let pki = Pki::new();
    let upstream = pki.serve(&["--echo", "--tls", "certs/b"]);
    let url = upstream.url();
    let ask = |more: &[&str]| curl(&["-i", proxy(&pki, url, more).url()]);
    assert!(ask(&["--upstream-ca", "ca/cert.pem"]).contains("200"));
    let wrong = ask(&[]);
    assert!(wrong.contains("502") && wrong.contains("certificate"), "{wrong}");
    assert!(
        ask(&[
            "--upstream-ca",
            "ca/cert.pem",
            "--upstream-server-name",
            "other.test"
        ])
        .contains("502")
    );
    assert!(
        ask(&[
            "--upstream-ca",
            "ca/cert.pem",
            "--upstream-server-name",
            "x.bigcorp.test"
        ])
        .contains("200")
    );
    let insecure = proxy(&pki, url, &["--upstream-insecure"]);
    insecure.log("is not checked");
    assert!(curl(&["-i", insecure.url()]).contains("200"));
    pki.run(&[
        "gen",
        "proxy.test",
        "--usage",
        "client",
        "--ca",
        "ca",
        "--out",
        "certs/proxy",
    ]);
    let asking = pki.serve(&["--echo", "--tls", "certs/b", "--client-ca", "ca/cert.pem"]);
    let with = proxy(
        &pki,
        asking.url(),
        &[
            "--upstream-ca",
            "ca/cert.pem",
            "--upstream-cert",
            "certs/proxy/fullchain.pem",
            "--upstream-key",
            "certs/proxy/privkey.pem",
        ],
    );
    assert!(curl(&[with.url()]).contains("CN=proxy.test"));
    pki.refuses(2, &["--proxy", "ftp://x"]);
    pki.refuses(2, &["--proxy", url, "--echo"]);
}

#[test]
fn an_open_stream_is_waited_for_when_the_server_stops() {
    let pki = Pki::new();
    let (port, _seen) =
        scripted(b"HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\nhello");
    let server = pki.serve(&["--plain", "--proxy", &format!("http://127.0.0.1:{port}")]);
    let mut client = connect(&server);
    client
        .write_all(b"GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n")
        .expect("sent");
    let mut answer = Vec::new();
    client
        .read_to_end(&mut answer)
        .expect("until the upstream closes");
    let answer = String::from_utf8_lossy(&answer);
    assert!(
        answer.starts_with("HTTP/1.1 101 ") && answer.ends_with("hello"),
        "{answer}"
    );
}

#[test]
fn a_response_that_is_not_clear_is_a_bad_gateway() {
    let pki = Pki::new();
    for answer in [
        &b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"[..],
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nabc",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        b"HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\nContent-Length: 0\n\n",
        b"HTTP/1.1 200 OK\r\nX: y\r\n z\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\rContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n",
        b"garbage\r\n\r\n",
    ] {
        let (port, _requests) = scripted(answer);
        let server = pki.serve(&["--plain", "--proxy", &format!("http://127.0.0.1:{port}")]);
        let status = super::peer::status(&[server.url()]);
        assert_eq!(status, 502, "{}", String::from_utf8_lossy(answer));
    }
}

#[test]
fn a_response_that_nobody_asked_for_reaches_nobody() {
    let pki = Pki::new();
    let (port, requests) = scripted(
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nhidden",
    );
    let server = pki.serve(&["--plain", "--proxy", &format!("http://127.0.0.1:{port}")]);
    for _ in 0..3 {
        assert_eq!(curl(&[server.url(), server.url()]), "okok");
    }
    assert_eq!(
        requests.try_iter().count(),
        6,
        "each over a connection of its own"
    );
}

#[test]
fn cookies_that_http2_splits_arrive_as_one_field() {
    let pki = Pki::new();
    let upstream = pki.serve(&["--echo", "--plain"]);
    let server = proxy(&pki, upstream.url(), &[]);
    let (mut url, mut resolve) = (String::new(), String::new());
    let target = resolved(&server, &mut url, &mut resolve, "/");
    let cookies = ["--http2", "-H", "Cookie: a=1", "-H", "Cookie: b=2"];
    let echo: serde_json::Value =
        serde_json::from_str(&curl(&[&cookies[..], &target].concat())).expect("JSON");
    assert_eq!(echo["headers"]["cookie"], "a=1; b=2");
}

#[test]
fn a_get_keeps_its_body_of_unknown_length() {
    let pki = Pki::new();
    let upstream = pki.serve(&["--echo", "--plain"]);
    let server = proxy(&pki, upstream.url(), &[]);
    let (mut url, mut resolve) = (String::new(), String::new());
    let target = resolved(&server, &mut url, &mut resolve, "/");
    for version in ["--http1.1", "--http2"] {
        let body = [
            version,
            "-X",
            "GET",
            "-H",
            "Transfer-Encoding: chunked",
            "-d",
            "bo=dy",
        ];
        let echo: serde_json::Value =
            serde_json::from_str(&curl(&[&body[..], &target].concat())).expect("JSON");
        assert_eq!(
            (&echo["method"], &echo["body"]),
            (&"GET".into(), &"bo=dy".into()),
            "{version}"
        );
    }
}

#[test]
fn a_unix_socket_is_an_upstream_like_any_other() {
    let pki = Pki::new();
    let path = pki.at("app.sock");
    let program = "import sys, socketserver, http.server
class Handler(http.server.BaseHTTPRequestHandler):
    def address_string(self): return 'unix'
    def do_POST(self):
        body = self.rfile.read(int(self.headers['content-length']))
        out = f\"{self.path} {self.headers['host']} {self.headers['x-forwarded-for']} {len(body)}\".encode()
        self.send_response(200); self.send_header('content-length', str(len(out))); self.end_headers(); self.wfile.write(out)
class Server(socketserver.ThreadingMixIn, socketserver.UnixStreamServer): pass
server = Server(sys.argv[1], Handler)
print(0)
server.serve_forever()";
    let _upstream = Python::start(program, &[&path]);
    let server = pki.serve(&["--tls", "certs/b", "--proxy", &format!("unix:{path}")]);
    let url = format!("{}/a%20b?c", server.url());
    for _ in 0..2 {
        let said = curl(&["-H", "Host: app.test", "--data-binary", "abc", &url]);
        assert_eq!(said, "/a%20b?c app.test 127.0.0.1 3");
    }
    std::fs::remove_file(&path).expect("there");
    let gone = pki.serve(&["--tls", "certs/b", "--proxy", &format!("unix:{path}")]);
    let said = curl(&["-w", " %{http_code}", gone.url()]);
    assert!(said.contains("unix:") && said.ends_with(" 502"), "{said}");
}
