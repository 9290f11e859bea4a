//! Faults on purpose: what curl, OpenSSL and the probe see of each, and what stands on the wire.

use std::io::{ErrorKind, Read as _, Write as _};
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use super::peer::{Said, connect, curl, peer};
use crate::tlsctl::{HANG, Server, tlsctl};

/// What is seen of a fault: by curl over HTTP/1.1 (its exit code), by OpenSSL (a word), by the probe (its
/// exit code and a word).
struct Sight {
    fault: &'static str,
    curl: i32,
    openssl: &'static str,
    probe: (i32, &'static str),
}

/// A row of the table.
const fn sight(fault: &'static str, curl: i32, openssl: &'static str, probe: (i32, &'static str)) -> Sight {
    Sight {
        fault,
        curl,
        openssl,
        probe,
    }
}

/// That the handshake of `probe --fast` is not touched.
const FINE: (i32, &str) = (0, "TLS 1.3");

const SIGHTS: &[Sight] = &[
    sight("close=accept", 35, "unexpected eof", (5, "closes the connection")),
    sight("close", 35, "unexpected eof", (5, "closes the connection")),
    sight("close=server-hello", 35, "unexpected eof", (5, "broke off")),
    sight("close=server-flight", 52, "unexpected eof", FINE),
    sight("close=handshake", 52, "unexpected eof", FINE),
    sight("close=request", 52, "unexpected eof", FINE),
    sight("close=body", 18, "200 OK", FINE),
    sight("reset", 35, "errno=104", (5, "resets the connection")),
    sight("reset=request", 56, "errno=104", FINE),
    sight("reset=body", 56, "200 OK", FINE),
    sight("stall=accept", 28, "", (5, "says nothing")),
    sight("stall", 28, "", (5, "says nothing")),
    sight("stall=server-hello", 28, "", (5, "no answer in time")),
    sight("stall=request", 28, "TLSv1.3", FINE),
    sight("stall=body", 28, "200 OK", FINE),
    sight("half-close", 52, "unexpected eof", FINE),
    sight(
        "half-close=client-hello",
        35,
        "unexpected eof",
        (5, "closes the connection"),
    ),
    sight("drip=20", 28, "", (5, "no answer in time")),
    sight("garbage", 35, "wrong version number", (5, "not TLS")),
    sight("garbage=http", 35, "wrong version number", (5, "plain HTTP")),
    sight("garbage=ssh", 35, "wrong version number", (5, "SSH")),
    sight("garbage=zeros", 35, "wrong version number", (5, "not TLS")),
    sight(
        "alert=handshake_failure",
        35,
        "alert number 40",
        (1, "alert handshake_failure"),
    ),
    sight(
        "alert=112",
        35,
        "alert number 112",
        (1, "alert unrecognized_name"),
    ),
    sight("record-version", 35, "wrong version number", (5, "not TLS")),
    // OpenSSL lets one pass.
    sight("empty-record", 0, "200 OK", (5, "InvalidEmptyPayload")),
    sight("tiny-records", 0, "200 OK", FINE),
    sight("truncated-record", 35, "unexpected message", (5, "Interleaved")),
    sight(
        "oversized-record",
        35,
        "packet length too long",
        (5, "MessageTooLarge"),
    ),
    sight("hello-version", 35, "bad protocol version", (5, "no handshake")),
    sight(
        "hello-suite",
        35,
        "unknown cipher returned",
        (5, "SelectedUnofferedCipherSuite"),
    ),
    // OpenSSL takes the extension for what it is not: it notices only that the keys differ.
    sight(
        "hello-extension",
        35,
        "bad record mac",
        (5, "UnsolicitedServerHelloExtension"),
    ),
    sight("hello-retry", 0, "secp384r1", (0, "secp384r1")),
    sight("bad-mac", 35, "bad record mac", (5, "cannot decrypt")),
    sight("no-tickets", 0, "200 OK", FINE),
    sight("slow-body=200", 28, "200 OK", FINE),
    sight("short-body", 18, "unexpected eof", FINE),
    sight("no-close-notify", 0, "unexpected eof", FINE),
    sight("flaky=100%", 35, "errno=104", (5, "resets the connection")),
];

/// A server of one file of 2,000 bytes under these faults.
#[track_caller]
fn faulty(faults: &[&str]) -> (tempfile::TempDir, Server) {
    let directory = tempfile::tempdir().expect("a directory");
    std::fs::write(directory.path().join("file.txt"), [b'a'; 2000]).expect("written");
    let mut arguments = vec!["serve", ".", "--listen", "127.0.0.1:0"];
    arguments.extend(faults.iter().flat_map(|fault| ["--fault", fault]));
    let server = tlsctl(arguments).within(directory.path()).serve();
    (directory, server)
}

/// What OpenSSL says, given up on after so many seconds.
fn openssl(server: &Server, seconds: &str, more: &[&str]) -> Said {
    let address = format!("127.0.0.1:{}", server.port());
    let request = "GET /file.txt HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    let arguments = [seconds, "openssl", "s_client", "-ign_eof", "-connect", &address];
    peer(
        "timeout",
        &[&["-s", "KILL"], &arguments[..], more].concat(),
        request,
    )
}

#[test]
fn every_fault_is_seen_by_clients_for_what_it_is() {
    let listed = tlsctl(["serve", "--fault", "list", "--format", "json"]).ok();
    let listed: Value = serde_json::from_str(&listed).expect("JSON");
    let ids = listed["faults"].as_array().expect("a list").iter();
    let unseen: Vec<&Value> = ids
        .map(|fault| &fault["id"])
        .filter(|id| {
            let seen = |sight: &&Sight| sight.fault.split('=').next() == id.as_str();
            SIGHTS.iter().find(seen).is_none()
        })
        .collect();
    assert!(unseen.is_empty(), "no client was ever shown {unseen:?}");
    for sight in SIGHTS {
        let (_directory, server) = faulty(&[sight.fault]);
        let fault = sight.fault;
        // Whoever is to wait in vain waits a moment; the others have all the time they need.
        let seconds = if sight.curl == 28 { "3" } else { "60" };
        let patience = if sight.probe.1 == FINE.1 { "30s" } else { "1s" };
        let url = format!("{}/file.txt", server.url());
        let quiet = [
            "-sSk",
            "--http1.1",
            "--max-time",
            seconds,
            "-o",
            "/dev/null",
            &url,
        ];
        let curl = peer("curl", &quiet, "");
        // A reset may come before the connection is even looked at.
        let is_reset = fault == "reset" || fault == "flaky=100%";
        assert!(
            curl.code == sight.curl || (is_reset && matches!(curl.code, 7 | 35 | 56)),
            "{fault}: {curl:#?}"
        );
        let said = openssl(&server, seconds, &[]).all();
        assert!(said.contains(sight.openssl), "{fault}: {said}");
        let probe = tlsctl([
            "probe",
            &server.url()["https://".len()..],
            "--insecure",
            "--fast",
            "--timeout",
            patience,
        ]);
        let probe = probe.run();
        let (code, word) = sight.probe;
        let said = format!("{}{}", probe.stdout, probe.stderr);
        assert!(
            probe.code == code && said.contains(word) || (is_reset && probe.code == 4),
            "{fault}: {probe:#?}"
        );
        // It is still there, and it stops when it is told to, whoever is waiting.
        server.signal("TERM");
        assert_eq!(server.wait(), 0, "{fault}");
    }
}

/// A ClientHello as curl sends it, records and all.
fn client_hello() -> Vec<u8> {
    let server = tlsctl(["serve", "--echo", "--listen", "127.0.0.1:0"]).serve();
    let echo: Value = serde_json::from_str(&curl(&[server.url()])).expect("JSON");
    let raw = echo["client_hello"]["raw_base64"].as_str().expect("the bytes");
    STANDARD.decode(raw).expect("base64")
}

/// What comes back on a ClientHello, to the end or for as long as anything comes; and how it ended.
fn answer(server: &Server, hello: &[u8]) -> (Vec<u8>, Option<ErrorKind>) {
    let mut stream = connect(server);
    stream
        .set_read_timeout(Some(Duration::from_secs(1)))
        .expect("set");
    let _ = stream.write_all(hello);
    let mut bytes = Vec::new();
    let ended = stream.read_to_end(&mut bytes).err();
    (bytes, ended.map(|error| error.kind()))
}

#[test]
fn the_bytes_of_a_faulty_handshake_are_as_the_list_says() {
    let hello = client_hello();
    let seen = |fault: &str| {
        let (_directory, server) = faulty(&[fault]);
        answer(&server, &hello)
    };
    assert_eq!(seen("close=accept"), (Vec::new(), None));
    assert_eq!(seen("close"), (Vec::new(), None));
    assert_eq!(seen("half-close=client-hello"), (Vec::new(), None));
    assert_eq!(seen("reset"), (Vec::new(), Some(ErrorKind::ConnectionReset)));
    assert_eq!(seen("stall"), (Vec::new(), Some(ErrorKind::WouldBlock)));
    assert_eq!(
        seen("alert=handshake_failure"),
        (vec![21, 3, 3, 0, 2, 2, 40], None)
    );
    assert_eq!(seen("alert=close_notify"), (vec![21, 3, 3, 0, 2, 1, 0], None));
    let (hello_half, ended) = seen("close=server-hello");
    let length = usize::from(u16::from_be_bytes([hello_half[3], hello_half[4]]));
    assert_eq!((hello_half.len(), ended), (5 + length / 2, None));
    // In TLS 1.2 the certificate is in the same record, and none of it is sent.
    let old = ["serve", "--echo", "--listen", "127.0.0.1:0", "--max-tls", "1.2"];
    let server = tlsctl([&old[..], &["--fault", "close=server-hello"]].concat()).serve();
    let (hello_half, _) = answer(&server, &hello);
    assert_eq!(hello_half.get(5), Some(&2), "{hello_half:?}");
    let length = usize::from(hello_half[8]);
    assert_eq!(hello_half.len(), 5 + (4 + length) / 2);
    let (flight, ended) = seen("close=server-flight");
    assert!(flight.len() > 500 && ended.is_none(), "{} bytes", flight.len());
    let (flight, _) = seen("tiny-records");
    let (pieces, rest) = flight.split_at(6 * 4);
    assert!(
        pieces.chunks(6).all(|piece| piece.starts_with(&[22, 3, 3, 0, 1])),
        "{pieces:?}"
    );
    assert!(rest.starts_with(&[22, 3, 3, 0, 1]), "{rest:?}");
    let (flight, _) = seen("record-version=0x0399");
    assert_eq!(flight[..3], [22, 3, 0x99]);
    let (flight, _) = seen("empty-record");
    assert_eq!(flight[..6], [22, 3, 3, 0, 0, 22]);
    let (flight, _) = seen("oversized-record");
    assert_eq!(
        (&flight[..5], flight.len()),
        (&[22, 3, 3, 0x4e, 0x20][..], 5 + 20_000)
    );
}

#[test]
fn what_drips_takes_its_time_and_comes_whole() {
    let hello = client_hello();
    let (_directory, server) = faulty(&["drip=2", "close=server-flight"]);
    let mut stream = connect(&server);
    let start = Instant::now();
    stream.write_all(&hello).expect("sent");
    let mut flight = Vec::new();
    stream.read_to_end(&mut flight).expect("a clean end");
    assert!(flight.len() > 500, "{} bytes", flight.len());
    let least = Duration::from_millis(2) * u32::try_from(flight.len()).expect("few");
    assert!(start.elapsed() >= least && start.elapsed() < HANG);
}

#[test]
fn a_body_that_lies_is_refused_over_http_2_too() {
    let (_directory, server) = faulty(&["short-body"]);
    let url = format!("{}/file.txt", server.url());
    let said = peer("curl", &["-sSk", "--http2", &url], "");
    assert_eq!((said.code, said.stdout.len()), (92, 1000), "{said:#?}");
    let said = peer("curl", &["-sSk", "--http1.1", &url], "");
    assert_eq!((said.code, said.stdout.len()), (18, 1000), "{said:#?}");
}

#[test]
fn without_tickets_no_session_is_resumed_in_either_version() {
    let (_directory, server) = faulty(&["no-tickets"]);
    let (_other, usual) = faulty(&["flaky=0"]);
    for version in ["-tls1_3", "-tls1_2"] {
        assert!(
            openssl(&usual, "60", &[version])
                .all()
                .contains("session ticket:"),
            "{version}"
        );
        let said = openssl(&server, "60", &[version]).all();
        assert!(
            said.contains("200 OK") && !said.contains("session ticket:"),
            "{version}: {said}"
        );
    }
}

#[test]
fn an_end_without_close_notify_differs_from_one_in_order_in_both_versions() {
    let (_directory, server) = faulty(&["no-close-notify"]);
    let (_other, usual) = faulty(&["flaky=0"]);
    for version in ["-tls1_3", "-tls1_2"] {
        let said = openssl(&server, "60", &[version]).all();
        assert!(
            said.contains("200 OK") && said.contains("unexpected eof"),
            "{version}: {said}"
        );
        let said = openssl(&usual, "60", &[version]).all();
        assert!(
            said.contains("200 OK") && !said.contains("unexpected eof"),
            "{version}: {said}"
        );
    }
}

#[test]
fn a_flaky_server_serves_some_and_resets_others() {
    let (_directory, server) = faulty(&["flaky=50%"]);
    let url = format!("{}/file.txt", server.url());
    let codes: Vec<i32> = (0..40).map(|_| peer("curl", &["-sk", &url], "").code).collect();
    // That 40 throws of a coin all fall on one side happens once in 10¹².
    assert!(
        codes.contains(&0) && codes.iter().any(|code| *code != 0),
        "{codes:?}"
    );
}

#[test]
fn faults_strike_every_mode_and_nothing_beside_it() {
    let (_directory, upstream) = faulty(&["flaky=0"]);
    let proxy = tlsctl([
        "serve",
        "--proxy",
        upstream.url(),
        "--upstream-insecure",
        "--listen",
        "127.0.0.1:0",
        "--fault",
        "short-body",
    ]);
    let proxy = proxy.serve();
    proxy.log("short-body");
    let said = peer("curl", &["-sSk", &format!("{}/file.txt", proxy.url())], "");
    assert_eq!((said.code, said.stdout.len()), (92, 1000), "{said:#?}");
    let echo = tlsctl([
        "serve",
        "--echo",
        "--plain",
        "--listen",
        "127.0.0.1:0",
        "--fault",
        "close=request",
        "--metrics",
        "127.0.0.1:0",
    ]);
    let echo = echo.serve();
    assert_eq!(peer("curl", &["-s", echo.url()], "").code, 52);
    let metrics = echo.line();
    let metrics = &metrics[metrics.find("http").expect("a URL")..];
    assert!(curl(&[&format!("{metrics}metrics")]).contains("tlsctl_"));
}

#[test]
fn the_server_says_loudly_that_it_is_faulty() {
    let (_directory, server) = faulty(&["drip", "flaky=0%"]);
    let line = server.log("warning:");
    assert!(line.contains("faulty on purpose: drip, flaky=0%"), "{line}");
    let server = tlsctl([
        "serve",
        "--echo",
        "--listen",
        "127.0.0.1:0",
        "--fault",
        "stall=body",
        "--format",
        "json",
    ]);
    let ready: Value = serde_json::from_str(&server.serve().ready).expect("JSON");
    assert_eq!(ready["faults"], serde_json::json!(["stall=body"]));
}

#[test]
fn faults_that_are_none_or_exclude_each_other_are_refused() {
    for (arguments, word) in [
        (&["crash"][..], "there is no fault `crash`"),
        (&["close=lunch"], "write --fault close[=STEP]"),
        (&["bad-mac=1"], "`bad-mac=1` is not understood"),
        (&["close", "alert=40"], "end in one way only"),
    ] {
        let faults = arguments.iter().flat_map(|fault| ["--fault", fault]);
        let stderr = tlsctl(["serve"].into_iter().chain(faults)).fails(2);
        assert!(stderr.contains(word), "{stderr}");
    }
    let stderr = tlsctl(["serve", "--plain", "--fault", "bad-mac"]).fails(2);
    assert!(stderr.contains("leave --plain out"), "{stderr}");
    let stderr = tlsctl(["serve", "--redirect", "--fault", "drip"]).fails(2);
    assert!(stderr.contains("leave --redirect out"), "{stderr}");
}
