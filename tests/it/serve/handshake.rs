//! Who is served with which certificate, and how the rest are refused.

use super::peer::{connect, curl, peer, raw, s_client, status};
use super::pki::Pki;
use std::io::{Read as _, Write as _};

/// The subject that OpenSSL is shown.
fn subject(said: &super::peer::Said) -> String {
    said.subject()
}

#[test]
fn the_first_certificate_for_a_name_is_served_and_the_first_of_all_otherwise() {
    let pki = Pki::new();
    pki.issue("c", &["a.bigcorp.test"], &[]);
    // `gen` writes names in lower case; other programs do not.
    pki.openssl("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3 -subj /CN=mixed.test -addext subjectAltName=DNS:Upper.Example,DNS:*.A.long.test,DNS:*.localhost -keyout k.pem -out c.pem");
    std::fs::write(
        pki.file("mixed.pem"),
        ["k.pem", "c.pem"]
            .map(|file| std::fs::read_to_string(pki.file(file)).expect("read"))
            .concat(),
    )
    .expect("written");
    let server = pki.serve(&[
        "--echo",
        "--tls",
        "certs/a",
        "--tls",
        "certs/b",
        "--tls",
        "certs/c",
        "--tls",
        "mixed.pem",
    ]);
    let names = [server.log("names"), server.log("names")];
    assert!(names[0].ends_with("example.com, www.example.com"), "{names:?}");
    assert!(
        names[1].ends_with("bigcorp.test, *.bigcorp.test, 127.0.0.1, ::1, 2001:db8::541c"),
        "{names:?}"
    );
    for (name, expected) in [
        ("example.com", "example.com"),
        ("www.example.com", "example.com"),
        ("EXAMPLE.COM", "example.com"),
        ("bigcorp.test", "bigcorp.test"),
        ("a.bigcorp.test", "bigcorp.test"),
        ("A.BIGCORP.TEST", "bigcorp.test"),
        ("a.b.bigcorp.test", "example.com"),
        ("upper.example", "mixed.test"),
        ("UPPER.Example", "mixed.test"),
        ("x.a.LONG.test", "mixed.test"),
        ("a.long.test", "example.com"),
        ("y.x.a.long.test", "example.com"),
        ("www.localhost", "mixed.test"),
        ("localhost", "example.com"),
        ("a_b.example.com", "example.com"),
        ("example.com.", "example.com"),
        ("other.test", "example.com"),
        ("127.0.0.1", "example.com"),
    ] {
        let said = s_client(&server, &["-servername", name]);
        assert_eq!(subject(&said), format!("CN={expected}"), "{name}");
        assert!(said.stdout.contains("200 OK"), "{name}: {said:#?}");
    }
    assert_eq!(subject(&s_client(&server, &["-noservername"])), "CN=example.com");
    for none in ["a b", &format!("{}.test", "x".repeat(64))] {
        let said = s_client(&server, &["-servername", none]).all();
        assert!(said.contains("alert number 47"), "{none}: {said}");
    }
}

#[test]
fn a_single_certificate_is_served_under_every_name() {
    let pki = Pki::new();
    let server = pki.serve(&["--echo", "--tls", "certs/b"]);
    for arguments in [
        &["-servername", "other.test"][..],
        &["-noservername"],
        &["-servername", "127.0.0.1"],
    ] {
        let said = s_client(&server, arguments);
        assert_eq!(subject(&said), "CN=bigcorp.test");
        assert!(said.stdout.contains("200 OK"), "{said:#?}");
    }
}

#[test]
fn strict_host_refuses_with_alert_112_before_any_certificate() {
    let pki = Pki::new();
    let pair = [
        "--echo",
        "--cert",
        "certs/a/fullchain.pem",
        "--key",
        "certs/a/privkey.pem",
        "--tls-strict-host",
    ];
    for identity in [&["--echo", "--tls", "certs/a", "--tls-strict-host"][..], &pair] {
        let server = pki.serve(identity);
        for version in ["-tls1_2", "-tls1_3"] {
            for arguments in [
                &["-servername", "other.test"][..],
                &["-servername", "a.www.example.com"],
                &["-servername", "example.com."],
                &["-servername", "127.0.0.1"],
                &["-noservername"],
            ] {
                let said = s_client(&server, &[arguments, &[version]].concat());
                assert!(
                    said.all().contains("alert number 112"),
                    "{arguments:?}: {said:#?}"
                );
                assert!(
                    said.all().contains("has read 7 bytes"),
                    "{arguments:?}: {said:#?}"
                );
                assert!(
                    !said.all().contains("BEGIN CERTIFICATE"),
                    "{arguments:?}: {said:#?}"
                );
                let named = arguments.get(1).filter(|name| **name != "127.0.0.1");
                let line = server.log("refused 127.0.0.1:");
                match named {
                    Some(name) => assert!(line.contains(&format!("`{name}`")), "{line}"),
                    None => assert!(line.contains("it named no host"), "{line}"),
                }
            }
        }
        assert_eq!(
            subject(&s_client(&server, &["-servername", "www.EXAMPLE.com"])),
            "CN=example.com"
        );
    }
}

#[test]
fn the_refusal_is_seven_bytes_on_the_wire_however_the_hello_is_cut() {
    let pki = Pki::new();
    let server = pki.serve(&["--echo", "--tls", "certs/a", "--tls-strict-host"]);
    let hello = hello("other.test");
    for size in [1, 2, 5, 6, 50, hello.len()] {
        let mut stream = connect(&server);
        stream.set_nodelay(true).expect("set");
        for piece in hello.chunks(size) {
            stream.write_all(piece).expect("sent");
        }
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("a clean end");
        assert_eq!(answer, [0x15, 3, 3, 0, 2, 2, 112], "in pieces of {size}");
    }
}

/// A ClientHello of TLS 1.2 with this SNI, in records of 60 bytes.
fn hello(name: &str) -> Vec<u8> {
    let name = name.as_bytes();
    let length = |n: usize| u16::try_from(n).expect("short").to_be_bytes();
    let mut sni = vec![0, 0];
    sni.extend(length(name.len() + 5));
    sni.extend(length(name.len() + 3));
    sni.push(0);
    sni.extend(length(name.len()));
    sni.extend(name);
    sni.extend([
        0, 13, 0, 4, 0, 2, 4, 3, 0, 10, 0, 4, 0, 2, 0, 23, 0, 11, 0, 2, 1, 0, 0, 23, 0, 0,
    ]);
    let mut body = vec![3, 3];
    body.extend([7; 32]);
    body.extend([0, 0, 2, 0xc0, 0x2b, 1, 0]);
    body.extend(length(sni.len()));
    body.extend(sni);
    let mut message = vec![1, 0];
    message.extend(length(body.len()));
    message.extend(body);
    let mut records = Vec::new();
    for piece in message.chunks(60) {
        records.extend([22, 3, 1]);
        records.extend(length(piece.len()));
        records.extend(piece);
    }
    records
}

#[test]
fn in_strict_mode_a_host_that_the_certificate_is_not_for_is_misdirected() {
    let pki = Pki::new();
    let server = pki.serve(&[
        "--echo",
        "--tls",
        "certs/a",
        "--tls",
        "certs/b",
        "--tls-strict-host",
    ]);
    let port = server.port();
    let to = |name: &str| format!("{name}:{port}:127.0.0.1");
    let url = format!("https://example.com:{port}/");
    let resolve = to("example.com");
    let ask = |host: &str| status(&["--resolve", &resolve, "-H", &format!("Host: {host}"), &url]);
    assert_eq!(ask("example.com"), 200);
    assert_eq!(ask("www.example.com:99"), 200);
    assert_eq!(ask("bigcorp.test"), 421);
    assert_eq!(ask("127.0.0.1"), 421);
    let http2 = curl(&["--http2", "--resolve", &resolve, "-H", "Host: evil.test", &url]);
    assert!(
        http2.contains("evil.test") && http2.contains("example.com, www.example.com"),
        "{http2}"
    );
}

#[test]
fn names_on_the_command_line_replace_those_of_the_certificate_with_a_warning() {
    let pki = Pki::new();
    let server = pki.serve(&[
        "--echo",
        "--tls",
        "certs/a=example.com,*.BigCorp.test",
        "--tls-strict-host",
    ]);
    assert!(
        server
            .log("which the certificate is not for")
            .contains("*.bigcorp.test")
    );
    for (name, served) in [
        ("example.com", true),
        ("www.example.com", false),
        ("a.bigcorp.test", true),
        ("bigcorp.test", false),
    ] {
        let said = s_client(&server, &["-servername", name]);
        assert_eq!(
            said.all().contains("alert number 112"),
            !served,
            "{name}: {said:#?}"
        );
        assert_eq!(subject(&said) == "CN=example.com", served, "{name}");
    }
}

#[test]
fn a_client_that_verifies_only_rsa_gets_the_rsa_certificate_for_the_same_name() {
    let pki = Pki::new();
    pki.issue(
        "rsa",
        &["example.com", "www.example.com"],
        &["--key-type", "rsa2048"],
    );
    let server = pki.serve(&["--echo", "--tls", "certs/a", "--tls", "certs/rsa"]);
    let key = |arguments: &[&str]| s_client(&server, arguments).stdout;
    let named = ["-servername", "example.com"];
    assert!(key(&named).contains("Peer signature type: ECDSA"));
    for more in [
        &["-sigalgs", "rsa_pss_rsae_sha256"][..],
        &["-tls1_2", "-cipher", "ECDHE-RSA-AES128-GCM-SHA256"],
        // It knows the key's scheme, but not the certificate's curve.
        &["-tls1_2", "-curves", "P-384"],
    ] {
        assert!(
            key(&[&named[..], more].concat()).contains("Peer signature type: RSA"),
            "{more:?}"
        );
        assert!(
            key(&[&["-noservername"], more].concat()).contains("Peer signature type: RSA"),
            "{more:?}"
        );
    }
}

#[test]
fn a_certificate_without_alternative_names_is_only_a_fallback() {
    let pki = Pki::new();
    pki.openssl("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=old.test -days 3 -keyout k.pem -out c.pem");
    let server = pki.serve(&["--echo", "--cert", "c.pem", "--key", "k.pem"]);
    assert!(server.log("no alternative names").contains("c.pem"));
    assert_eq!(
        subject(&s_client(&server, &["-servername", "old.test"])),
        "CN=old.test"
    );
    pki.write(
        "old/fullchain.pem",
        std::fs::read(pki.file("c.pem")).expect("read"),
    );
    pki.write("old/privkey.pem", std::fs::read(pki.file("k.pem")).expect("read"));
    let refusal = pki.refuses(2, &["--echo", "--tls", "old", "--tls-strict-host"]);
    assert!(refusal.contains("would refuse everyone"), "{refusal}");
    let strict = pki.serve(&["--echo", "--tls", "old=new.test", "--tls-strict-host"]);
    let asked = |name| s_client(&strict, &["-servername", name]);
    assert!(asked("old.test").all().contains("alert number 112"));
    assert_eq!(subject(&asked("new.test")), "CN=old.test");
}

#[test]
fn alpn_offers_h2_first_and_refuses_what_does_not_overlap_with_alert_120() {
    let pki = Pki::new();
    let server = pki.serve(&["--echo", "--tls", "certs/a"]);
    let said = |alpn| s_client(&server, &["-alpn", alpn]).all();
    assert!(said("http/1.1,h2").contains("ALPN protocol: h2"));
    assert!(said("http/1.1").contains("ALPN protocol: http/1.1"));
    assert!(said("foo").contains("alert number 120"));
    assert!(s_client(&server, &[]).all().contains("No ALPN negotiated"));
}

#[test]
fn tls_1_2_and_1_3_are_spoken_with_nine_suites_in_the_servers_order_and_nothing_older() {
    let pki = Pki::new();
    pki.issue("rsa", &["example.com"], &["--key-type", "rsa2048"]);
    let server = pki.serve(&["--echo", "--tls", "certs/a", "--tls", "certs/rsa"]);
    let accepted = |arguments: &[&str]| {
        let said = s_client(&server, arguments);
        let line = said
            .stdout
            .lines()
            .find(|line| line.contains("Cipher is"))
            .unwrap_or_default()
            .to_owned();
        line.rsplit(' ').next().unwrap_or_default().to_owned()
    };
    for suite in ["ECDSA", "RSA"].iter().flat_map(|auth| {
        ["AES256-GCM-SHA384", "AES128-GCM-SHA256", "CHACHA20-POLY1305"]
            .map(|rest| format!("ECDHE-{auth}-{rest}"))
    }) {
        assert_eq!(accepted(&["-tls1_2", "-cipher", &suite]), suite);
    }
    for suite in [
        "TLS_AES_256_GCM_SHA384",
        "TLS_AES_128_GCM_SHA256",
        "TLS_CHACHA20_POLY1305_SHA256",
    ] {
        assert_eq!(accepted(&["-tls1_3", "-ciphersuites", suite]), suite);
    }
    for suite in [
        "ECDHE-ECDSA-AES128-SHA256",
        "AES128-GCM-SHA256",
        "DHE-RSA-AES128-GCM-SHA256",
        "ECDHE-ECDSA-AES128-CCM",
    ] {
        assert_eq!(accepted(&["-tls1_2", "-cipher", suite]), "(NONE)", "{suite}");
    }
    let backwards = "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384";
    assert_eq!(
        accepted(&["-tls1_3", "-ciphersuites", backwards]),
        "TLS_AES_256_GCM_SHA384"
    );
    for old in ["-tls1", "-tls1_1"] {
        assert_eq!(accepted(&[old, "-cipher", "ALL:@SECLEVEL=0"]), "(NONE)");
    }
}

#[test]
fn gnutls_verifies_the_chain_and_the_name() {
    let pki = Pki::new();
    let server = pki.serve(&["--echo", "--tls", "certs/b"]);
    let port = server.port().to_string();
    let ca = pki.at("ca/cert.pem");
    let said = peer(
        "gnutls-cli",
        &[
            "--x509cafile",
            &ca,
            "--sni-hostname",
            "a.bigcorp.test",
            "--verify-hostname",
            "a.bigcorp.test",
            "-p",
            &port,
            "127.0.0.1",
        ],
        "",
    );
    assert_eq!(said.code, 0, "{said:#?}");
    assert!(said.stdout.contains("The certificate is trusted"), "{said:#?}");
    let curl = peer(
        "curl",
        &["-s", "--cacert", &ca, &format!("https://127.0.0.1:{port}/")],
        "",
    );
    assert_eq!(curl.code, 0, "{curl:#?}");
}

#[test]
fn plain_http_is_sent_to_https_or_told_so() {
    let pki = Pki::new();
    let server = pki.serve(&["--echo", "--tls", "certs/a", "--tls-strict-host"]);
    let port = server.port();
    let say = |text: &str| String::from_utf8_lossy(&raw(&server, text.as_bytes())).into_owned();
    for method in ["GET", "HEAD"] {
        let answer = say(&format!(
            "{method} /a%20b?x=1&y=2 HTTP/1.1\r\nHost: Example.com:{port}\r\n\r\n"
        ));
        assert!(answer.starts_with("HTTP/1.1 308 "), "{answer}");
        assert!(
            answer.contains(&format!("location: https://example.com:{port}/a%20b?x=1&y=2\r\n")),
            "{answer}"
        );
    }
    for request in [
        "POST / HTTP/1.1\r\nHost: example.com\r\nContent-Length: 0\r\n\r\n",
        "GET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.0\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "OPTIONS * HTTP/1.1\r\nHost: example.com\r\n\r\n",
    ] {
        let answer = say(request);
        assert!(
            answer.starts_with("HTTP/1.1 400 ") || answer.starts_with("HTTP/1.0 400 "),
            "{request}{answer}"
        );
        assert!(
            answer.ends_with("Bad Request. Please use HTTPS!\n"),
            "{request}{answer}"
        );
    }
}

#[test]
fn a_silent_client_keeps_nobody_waiting() {
    let pki = Pki::new();
    let server = pki.serve(&["--echo", "--tls", "certs/a"]);
    let silent: Vec<_> = (0..20).map(|_| connect(&server)).collect();
    assert_eq!(status(&[server.url()]), 200);
    let mut half = connect(&server);
    half.write_all(&[22, 3, 1, 1, 0, 1, 0]).expect("sent");
    assert_eq!(status(&[server.url()]), 200);
    drop(silent);
}

#[test]
fn a_client_that_does_not_finish_its_handshake_is_dropped() {
    let pki = Pki::new();
    let server = pki.serve(&["--echo", "--tls", "certs/a"]);
    for bytes in [&[][..], &[22, 3, 1, 1, 0, 1, 0]] {
        let mut stream = connect(&server);
        stream.write_all(bytes).expect("sent");
        let mut rest = Vec::new();
        stream
            .read_to_end(&mut rest)
            .expect("closed before the test hangs");
        assert_eq!(rest, b"");
    }
}

#[test]
fn a_client_that_fell_back_without_need_is_told() {
    let pki = Pki::new();
    let server = pki.serve(&["--echo", "--tls", "certs/a"]);
    let said = s_client(&server, &["-no_tls1_3", "-fallback_scsv"]).all();
    assert!(said.contains("inappropriate fallback"), "{said}");
    assert!(s_client(&server, &["-no_tls1_3"]).stdout.contains("200 OK"));
    let server = pki.serve(&["--echo", "--tls", "certs/a", "--max-tls", "1.2"]);
    assert!(
        s_client(&server, &["-no_tls1_3", "-fallback_scsv"])
            .stdout
            .contains("200 OK")
    );
}

#[test]
fn a_client_whose_certificate_is_refused_learns_it_and_is_not_reset() {
    let pki = Pki::new();
    let server = pki.serve(&["--echo", "--tls", "certs/b", "--client-ca", "ca/cert.pem"]);
    // The alert comes after a client has sent its request: often enough for a reset to overtake it.
    for _ in 0..12 {
        let said = peer("curl", &["-sSk", "-d", "body", server.url()], "");
        assert!(said.stderr.contains("certificate required"), "{said:#?}");
    }
}
