//! The echo: what belongs to the connection, and what to the request.

use super::peer::{connect, curl, peer, s_client};
use super::pki::Pki;
use serde_json::Value;

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|e| panic!("{e}: {text}"))
}

#[test]
fn what_was_sent_and_what_is_known_come_back() {
    let pki = Pki::new();
    let server = pki.serve(&["--echo", "--tls", "certs/a", "--tls", "certs/b"]);
    let port = server.port();
    let resolve = format!("Example.com:{port}:127.0.0.1");
    let url = format!("https://Example.com:{port}/a%20b?x=1&y=%2f");
    let echo = json(&curl(&[
        "--resolve",
        &resolve,
        "-H",
        "X-Two: 1",
        "-H",
        "X-Two: 2",
        "-d",
        "a=b",
        &url,
    ]));
    assert_eq!(echo["method"], "POST");
    assert_eq!(echo["path"], "/a%20b");
    assert_eq!(echo["query"], "x=1&y=%2f");
    assert_eq!(echo["scheme"], "https");
    assert_eq!(echo["host"], "example.com");
    assert_eq!(echo["url"], format!("https://example.com:{port}/a%20b?x=1&y=%2f"));
    assert_eq!(echo["http_version"], "2");
    assert_eq!(echo["headers"]["x-two"], serde_json::json!(["1", "2"]));
    assert_eq!(echo["body"], "a=b");
    assert_eq!(echo["ssl"], true);
    assert_eq!(echo["peer"]["ip"], "127.0.0.1");
    assert_eq!(echo["local"]["port"], port);
    assert_eq!(echo["certificate"]["subject"], "CN=example.com");
    assert_eq!(
        echo["certificate"]["names"],
        serde_json::json!(["example.com", "www.example.com"])
    );
    assert_eq!(
        echo["certificate"]["fingerprint_sha256"].as_str().map(str::len),
        Some(64)
    );
    assert_eq!(echo["tls"]["version"], "TLS 1.3");
    assert_eq!(echo["tls"]["suite"], "TLS_AES_256_GCM_SHA384");
    assert_eq!(echo["tls"]["group"], "x25519");
    assert_eq!(echo["tls"]["alpn"], "h2");
    assert_eq!(echo["client_certificate"], Value::Null);
    assert_eq!(
        echo["client_hello"]["alpn"],
        serde_json::json!(["h2", "http/1.1"])
    );
    assert!(
        echo["client_hello"]["suites"]
            .as_array()
            .is_some_and(|suites| suites.len() > 10)
    );
    assert!(
        echo["client_hello"]["raw_base64"]
            .as_str()
            .is_some_and(|raw| raw.starts_with("FgMB"))
    );
}

#[test]
fn the_server_name_is_as_sent_and_apart_from_the_host() {
    let pki = Pki::new();
    let server = pki.serve(&["--echo", "--tls", "certs/a"]);
    let body = |said: super::peer::Said| {
        json(
            &said.stdout[said.stdout.find('{').expect("a body")..said.stdout.rfind('}').expect("a body") + 1],
        )
    };
    let named = body(s_client(&server, &["-quiet", "-servername", "EXAMPLE.com"]));
    assert_eq!(
        (&named["server_name"], &named["host"]),
        (&"EXAMPLE.com".into(), &"x.test".into())
    );
    let unnamed = body(s_client(&server, &["-quiet", "-noservername"]));
    assert_eq!(unnamed["server_name"], "");
    assert_eq!(unnamed["tls"]["alpn"], Value::Null);
}

#[test]
fn facts_of_the_connection_stay_the_same_over_keep_alive() {
    let pki = Pki::new();
    let server = pki.serve(&["--echo", "--tls", "certs/a", "--tls", "certs/b"]);
    let port = server.port();
    let url = format!("https://example.com:{port}/");
    let resolve = format!("example.com:{port}:127.0.0.1");
    let said = curl(&[
        "--http1.1",
        "--resolve",
        &resolve,
        &url,
        "-H",
        "Host: bigcorp.test",
        "--next",
        "-sk",
        "--http1.1",
        "--resolve",
        &resolve,
        "-H",
        "Host: other.test",
        &url,
    ]);
    let middle = said.find("}\n{").expect("two documents") + 2;
    let (first, second) = (json(&said[..middle]), json(&said[middle..]));
    assert_eq!(
        (&first["host"], &second["host"]),
        (&"bigcorp.test".into(), &"other.test".into())
    );
    for fact in [
        "server_name",
        "certificate",
        "tls",
        "client_hello",
        "peer",
        "local",
    ] {
        assert_eq!(first[fact], second[fact], "{fact}");
    }
    assert_eq!(first["server_name"], "example.com");
}

#[test]
fn without_tls_there_is_no_certificate_to_tell_of() {
    let pki = Pki::new();
    let server = pki.serve(&["--echo", "--plain"]);
    assert!(server.url().starts_with("http://"));
    let echo = json(&curl(&[server.url()]));
    assert_eq!(echo["ssl"], false);
    assert_eq!(echo["scheme"], "http");
    assert_eq!(echo["certificate"], Value::Null);
    assert_eq!(echo["server_name"], "");
}

#[test]
fn bodies_that_are_no_text_come_back_in_base64_and_those_too_large_not_at_all() {
    let pki = Pki::new();
    let server = pki.serve(&["--echo", "--tls", "certs/a"]);
    pki.write("bytes", [0xff, 0xfe, 0]);
    pki.write("large", vec![b'x'; (1 << 20) + 1]);
    let send = |file: &str| {
        peer(
            "curl",
            &[
                "-sk",
                "--data-binary",
                &format!("@{}", pki.at(file)),
                server.url(),
            ],
            "",
        )
    };
    let echo = send("bytes").json();
    assert_eq!(
        (&echo["body"], &echo["body_base64"]),
        (&Value::Null, &"//4A".into())
    );
    assert!(send("large").stdout.contains("larger than 1048576 bytes"));
}

#[test]
fn no_password_and_no_key_is_ever_shown() {
    let pki = Pki::new();
    pki.openssl(
        "pkcs8 -topk8 -v2 aes-256-cbc -in certs/a/privkey.pem -passout pass:s3cret-word -out enc.pem",
    );
    pki.write("pw", "s3cret-word\n");
    let server = pki.serve(&[
        "--echo",
        "--cert",
        "certs/a/fullchain.pem",
        "--key",
        "enc.pem",
        "--password-file",
        "pw",
    ]);
    let echo = curl(&[server.url()]);
    assert!(json(&echo)["certificate"]["source"].as_str().is_some());
    assert!(!echo.contains("s3cret") && !echo.contains("PRIVATE"), "{echo}");
    let arguments = std::fs::read(format!("/proc/{}/cmdline", server.id())).expect("read");
    assert!(!String::from_utf8_lossy(&arguments).contains("s3cret"));
}

#[test]
fn web_socket_messages_come_back() {
    let pki = Pki::new();
    let server = pki.serve(&["--echo", "--tls", "certs/b"]);
    let client = "
import asyncio, ssl, sys, websockets
async def main():
    context = ssl.create_default_context(cafile=sys.argv[2])
    async with websockets.connect(sys.argv[1], ssl=context) as ws:
        for message in ['hello', b'bytes', '', 'x' * 300000]:
            await ws.send(message); assert await ws.recv() == message
        await (await ws.ping())
    print('done')
asyncio.run(main())";
    let url = server.url().replace("https", "wss");
    let said = peer("python3", &["-c", client, &url, &pki.at("ca/cert.pem")], "");
    assert_eq!(said.stdout.trim(), "done", "{said:#?}");
    let old = curl(&[
        "-i",
        "--http1.1",
        "-H",
        "Upgrade: websocket",
        "-H",
        "Connection: upgrade",
        "-H",
        "Sec-WebSocket-Key: x",
        "-H",
        "Sec-WebSocket-Version: 8",
        server.url(),
    ]);
    assert!(old.starts_with("HTTP/1.1 426 "), "{old}");
}

#[test]
fn who_breaks_the_rules_of_web_sockets_is_told_which() {
    use std::io::{Read as _, Write as _};
    let pki = Pki::new();
    let server = pki.serve(&["--echo", "--plain"]);
    let ask = |key: &str, frame: &[u8]| {
        let mut stream = connect(&server);
        let head = format!(
            "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
             Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n"
        );
        stream.write_all(head.as_bytes()).expect("sent");
        let mut seen = Vec::new();
        let mut byte = [0; 1];
        while !seen.ends_with(b"\r\n\r\n") && stream.read_exact(&mut byte).is_ok() {
            seen.extend(byte);
        }
        let _ = stream.write_all(frame);
        let mut rest = Vec::new();
        if seen.starts_with(b"HTTP/1.1 101") {
            let _ = stream.read_to_end(&mut rest);
        }
        (String::from_utf8_lossy(&seen[9..12]).into_owned(), rest)
    };
    let key = "dGhlIHNhbXBsZSBub25jZQ==";
    for wrong in ["", "short", "dGhlIHNhbXBsZQ=="] {
        assert_eq!(ask(wrong, b"").0, "400", "{wrong:?}");
    }
    let frames: [(&[u8], u16); 4] = [
        (&[0x81, 0x01, b'x'], 1002),                   // not masked
        (&[0x83, 0x81, 0, 0, 0, 0, b'x'], 1002),       // no such opcode
        (&[0xc1, 0x81, 0, 0, 0, 0, b'x'], 1002),       // a reserved bit
        (&[0x81, 0x82, 0, 0, 0, 0, 0xff, 0xfe], 1007), // no UTF-8
    ];
    for (frame, code) in frames {
        let [high, low] = code.to_be_bytes();
        assert_eq!(ask(key, frame).1, [0x88, 2, high, low], "{frame:x?}");
    }
}

#[test]
fn the_paths_of_httpbin_do_what_their_users_expect() {
    let pki = Pki::new();
    let server = pki.serve(&["--echo", "--tls", "certs/a"]);
    let at = |path: &str| format!("{}{path}", server.url());
    for code in [200, 204, 404, 418, 503] {
        assert_eq!(super::peer::status(&[&at(&format!("/status/{code}"))]), code);
    }
    assert_eq!(super::peer::status(&[&at("/status/x")]), 400);
    assert_eq!(super::peer::status(&[&at("/status/101")]), 400);
    let headers = json(&curl(&["-H", "X-Mine: 1", &at("/headers")]));
    assert_eq!(headers["headers"]["x-mine"], "1");
    assert_eq!(headers["headers"]["host"], format!("127.0.0.1:{}", server.port()));
    let size = curl(&["-o", "/dev/null", "-w", "%{size_download}", &at("/bytes/1000")]);
    assert_eq!(size, "1000");
    let last = curl(&[
        "-L",
        "-w",
        "%{num_redirects}",
        "-o",
        "/dev/null",
        &at("/redirect/3"),
    ]);
    assert_eq!(last, "3");
    assert_eq!(json(&curl(&[&at("/delay/0")]))["path"], "/delay/0");
}

#[test]
fn the_paths_of_httpbin_take_what_httpbin_takes_and_refuse_the_rest_with_a_reason() {
    let pki = Pki::new();
    let server = pki.serve(&["--echo", "--tls", "certs/a"]);
    let get = |path: &str, more: &[&str]| {
        let url = format!("{}{path}", server.url());
        curl(&[&["-i", "--http1.1"], more, &[&url]].concat())
    };
    for path in [
        "/status/x",
        "/status/",
        "/status/600",
        "/status/200,x",
        "/status/200:-1,404:1",
        "/status/200:0,404:0",
        "/bytes/-1",
        "/bytes/x",
        "/delay/-1",
        "/delay/NaN",
        "/delay/long",
        "/redirect/0",
        "/redirect/1/2",
    ] {
        let said = get(path, &[]);
        assert!(
            said.starts_with("HTTP/1.1 400") && said.contains("\r\n\r\nWrite /"),
            "{path}: {said}"
        );
    }
    for method in ["POST", "PUT", "DELETE", "PATCH"] {
        assert!(
            get("/status/202", &["-X", method]).starts_with("HTTP/1.1 202"),
            "{method}"
        );
        let delayed = get("/delay/0.01", &["-X", method, "-d", "b"]);
        assert!(delayed.contains("\"body\": \"b\""), "{method}: {delayed}");
        for path in ["/bytes/1", "/headers", "/redirect/1"] {
            let said = get(path, &["-X", method]);
            assert!(
                said.starts_with("HTTP/1.1 405") && said.contains("allow: GET, HEAD\r\n"),
                "{method} {path}: {said}"
            );
        }
    }
    for (path, line) in [
        ("/status/401", "www-authenticate: Basic "),
        ("/status/407", "proxy-authenticate: Basic "),
        ("/status/301", "location: /redirect/1\r\n"),
        ("/redirect/1", "location: /get\r\n"),
        ("/redirect/7", "location: /redirect/6\r\n"),
        ("/bytes/999999999", "content-length: 102400\r\n"),
    ] {
        assert!(get(path, &["-I"]).contains(line), "{path}");
    }
    let body = |path: &str| {
        let url = format!("{}{path}", server.url());
        peer("curl", &["-sk", "-o", "-", &url], "").stdout
    };
    assert_eq!(body("/bytes/40?seed=1"), body("/bytes/40?seed=1"));
    assert_ne!(body("/bytes/40?seed=1"), body("/bytes/40?seed=2"));
    assert_ne!(body("/bytes/40"), body("/bytes/40"));
    let drawn: Vec<String> = (0..40)
        .map(|_| get("/status/200:1,503:1,404:0", &[])[9..12].to_owned())
        .collect();
    assert!(
        drawn.iter().all(|code| code == "200" || code == "503"),
        "{drawn:?}"
    );
    assert!(
        drawn.iter().any(|code| code == "200") && drawn.iter().any(|code| code == "503"),
        "{drawn:?}"
    );
}

#[test]
fn an_answer_that_comes_before_the_body_reaches_the_client_over_both_versions() {
    let pki = Pki::new();
    let server = pki.serve(&["--echo", "--tls", "certs/a"]);
    pki.write("blob", vec![b'x'; 3 << 20]);
    let blob = format!("@{}", pki.at("blob"));
    for version in ["--http1.1", "--http2"] {
        for (path, code) in [("/status/201", 201), ("/", 413)] {
            for _ in 0..10 {
                let url = format!("{}{path}", server.url());
                let got = super::peer::status(&[version, "--data-binary", &blob, &url]);
                assert_eq!(got, code, "{version} {path}");
            }
        }
    }
}

#[test]
#[cfg(not(feature = "grpc"))]
fn a_call_is_told_that_grpc_was_left_out() {
    let pki = Pki::new();
    let server = pki.serve(&["--echo", "--tls", "certs/b"]);
    let said = curl(&[
        "-i",
        "-H",
        "Content-Type: application/grpc",
        "-d",
        "x",
        server.url(),
    ]);
    assert!(
        said.contains("grpc-status: 12\r\n") && said.contains("built without gRPC"),
        "{said}"
    );
}

#[test]
fn a_client_of_http_1_0_that_says_so_is_understood() {
    let pki = Pki::new();
    let server = pki.serve(&["--echo", "--tls", "certs/a"]);
    let echo = json(&curl(&["--http1.0", server.url()]));
    assert_eq!(
        (&echo["http_version"], &echo["tls"]["alpn"]),
        (&"1.0".into(), &"http/1.0".into())
    );
}

#[test]
fn http2_needs_no_tls_where_the_client_knows_of_it() {
    let pki = Pki::new();
    let server = pki.serve(&["--echo", "--plain"]);
    let version = ["-o", "/dev/null", "-w", "%{http_version}", "-d", "body"];
    let said = curl(&[&version[..], &["--http2-prior-knowledge", server.url()]].concat());
    assert_eq!(said, "2");
    let said = curl(&[&version[..], &["-X", "PROPFIND", server.url()]].concat());
    assert_eq!(said, "1.1");
    // What only begins like the preface is a request like any other, and may come in pieces.
    use std::io::Write as _;
    let mut stream = connect(&server);
    for piece in [&b"P"[..], b"RI * HTTP/2.0\r\n", b"\r\nXX\r\n\r\n"] {
        stream.write_all(piece).expect("sent");
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    let mut answer = String::new();
    let _ = std::io::Read::read_to_string(&mut stream, &mut answer);
    assert!(answer.starts_with("HTTP/1.1 400"), "{answer}");
}
