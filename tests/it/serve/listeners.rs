//! Where it listens, what it says when it does, and how it ends.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpListener;

use super::peer::{connect, curl, peer, status};
use super::pki::Pki;
use crate::tlsctl::tlsctl;

#[test]
fn without_arguments_the_directory_is_served_on_both_loopback_addresses() {
    let pki = Pki::new();
    pki.write("www/a.txt", "hello");
    let server = tlsctl(["serve", "--listen", "localhost:0"])
        .within(&pki.file("www"))
        .serve();
    assert!(server.url().starts_with("https://localhost:"), "{}", server.ready);
    assert!(server.line().contains("https://127.0.0.1:"));
    assert!(server.line().contains("https://[::1]:"));
    let port = server.port();
    for host in ["localhost", "127.0.0.1", "[::1]"] {
        assert_eq!(curl(&["-g", &format!("https://{host}:{port}/a.txt")]), "hello");
    }
}

#[test]
fn the_printed_line_trusts_the_ad_hoc_certificate() {
    let pki = Pki::new();
    let server = tlsctl(["serve", "--echo", "--listen", "localhost:0", "--name", "dev.test"])
        .within(pki.path())
        .serve();
    let names = server.log("names");
    for name in ["dev.test", "localhost", "*.localhost", "127.0.0.1", "::1"] {
        assert!(names.contains(name), "{names}");
    }
    let line = server.log("curl --cacert");
    let command = &line[line.find("curl").expect("a command")..];
    let said = peer("bash", &["-c", command], "");
    assert_eq!(said.code, 0, "{said:#?}");
    assert_eq!(said.json()["certificate"]["source"], "ad hoc");
    assert_eq!(
        std::fs::read_dir(pki.path()).expect("read").count(),
        2,
        "nothing is written unasked"
    );
}

#[test]
fn the_throw_away_ca_can_be_written_for_clients_to_trust() {
    let pki = Pki::new();
    let server = pki.serve(&["--echo", "--ca-out", "dev-ca.pem"]);
    let said = peer(
        "curl",
        &["-s", "--cacert", &pki.at("dev-ca.pem"), server.url()],
        "",
    );
    assert_eq!(said.code, 0, "{said:#?}");
    let python = "import ssl, sys, urllib.request as u; print(u.urlopen(sys.argv[1], context=ssl.create_default_context(cafile=sys.argv[2])).status)";
    let said = peer(
        "python3",
        &["-c", python, server.url(), &pki.at("dev-ca.pem")],
        "",
    );
    assert_eq!(said.stdout.trim(), "200", "{said:#?}");
}

#[test]
fn every_start_makes_another_certificate() {
    let pki = Pki::new();
    let fingerprint = || pki.serve(&["--echo"]).log("SHA-256");
    assert_ne!(fingerprint(), fingerprint());
}

#[test]
fn programs_get_one_line_of_json() {
    let pki = Pki::new();
    let server = pki.serve(&[
        "--echo",
        "--tls",
        "certs/b",
        "--format",
        "json",
        "--tls-strict-host",
    ]);
    let ready: serde_json::Value = serde_json::from_str(&server.ready).expect("JSON");
    assert_eq!(ready["event"], "ready");
    assert_eq!(ready["addresses"][0], format!("127.0.0.1:{}", server.port()));
    assert_eq!(ready["names"][1], "*.bigcorp.test");
    assert_eq!(ready["pid"], server.id());
    super::peer::s_client(&server, &["-servername", "other.test"]);
    let refusal: serde_json::Value = serde_json::from_str(&server.log("strict-refusal")).expect("JSON");
    assert_eq!(refusal["server_name"], "other.test");
}

#[test]
fn the_ipv6_wildcard_serves_both_families_and_makes_room_for_the_ipv4_one() {
    let pki = Pki::new();
    let both = tlsctl(["serve", "--echo", "--listen", "[::]:0"])
        .within(pki.path())
        .serve();
    let port = both.port();
    assert!(
        both.log("other machines can reach")
            .contains(&format!("[::]:{port}"))
    );
    assert_eq!(status(&[&format!("https://127.0.0.1:{port}/")]), 200);
    assert_eq!(status(&["-g", &format!("https://[::1]:{port}/")]), 200);
    let echo = peer("curl", &["-sk", &format!("https://127.0.0.1:{port}/")], "").json();
    assert_eq!(echo["peer"]["ip"], "127.0.0.1", "not ::ffff:127.0.0.1");
    drop(both);
    let (v4, v6) = (format!("0.0.0.0:{port}"), format!("[::]:{port}"));
    let pair = tlsctl(["serve", "--echo", "--listen", &v4, "--listen", &v6])
        .within(pki.path())
        .serve();
    assert_eq!(status(&[&format!("https://127.0.0.1:{port}/")]), 200);
    assert_eq!(status(&["-g", &format!("https://[::1]:{port}/")]), 200);
    assert_eq!(pair.port(), port);
}

#[test]
fn where_one_address_is_taken_nothing_is_bound() {
    let pki = Pki::new();
    let taken = TcpListener::bind("127.0.0.1:0").expect("bound");
    let free = TcpListener::bind("127.0.0.1:0").expect("bound");
    let (taken_at, free_at) = (
        taken.local_addr().expect("bound"),
        free.local_addr().expect("bound"),
    );
    drop(free);
    let listen = [
        free_at.to_string(),
        taken_at.to_string(),
        "127.0.0.1:0".to_owned(),
    ];
    let arguments = ["serve", "--echo"]
        .into_iter()
        .chain(listen.iter().flat_map(|a| ["--listen", a.as_str()]));
    let stderr = tlsctl(arguments).within(pki.path()).fails(6);
    assert!(
        stderr.contains(&format!("`{taken_at}` cannot be listened on")),
        "{stderr}"
    );
    assert!(stderr.contains("hint:"), "{stderr}");
    TcpListener::bind(free_at).expect("free again");
}

#[test]
fn an_address_that_is_not_this_machines_cannot_be_listened_on() {
    let pki = Pki::new();
    let stderr = tlsctl(["serve", "--echo", "--listen", "192.0.2.1:0"])
        .within(pki.path())
        .fails(6);
    assert!(
        stderr.contains("192.0.2.1") && stderr.contains("127.0.0.1"),
        "{stderr}"
    );
    let stderr = tlsctl(["serve", "--echo", "--listen", "no.such.host.invalid:0"])
        .within(pki.path())
        .fails(6);
    assert!(stderr.contains("no.such.host.invalid"), "{stderr}");
    for wrong in ["localhost", "localhost:99999", "http://x:1", "a b:1"] {
        tlsctl(["serve", "--echo", "--listen", wrong])
            .within(pki.path())
            .fails(2);
    }
}

/// An HTTP/1.1 request on an open connection, and the head of its answer.
fn ask(stream: &mut std::net::TcpStream, body: &str) {
    let request = format!("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\n{body}");
    stream.write_all(request.as_bytes()).expect("sent");
}

/// A request that the server has begun to read, and half of its body.
fn begin(stream: &mut std::net::TcpStream) {
    let head = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n";
    stream.write_all(head).expect("sent");
    let mut go_on = [0; 25];
    stream.read_exact(&mut go_on).expect("asked for the body");
    assert_eq!(&go_on, b"HTTP/1.1 100 Continue\r\n\r\n");
    stream.write_all(b"ab").expect("sent");
}

#[test]
fn asked_to_stop_it_finishes_what_is_in_progress() {
    for signal in ["TERM", "INT"] {
        let pki = Pki::new();
        let server = pki.serve(&["--echo", "--plain"]);
        let mut busy = connect(&server);
        begin(&mut busy);
        let mut idle = connect(&server);
        ask(&mut idle, "abcd");
        let mut reader = BufReader::new(idle);
        let mut line = String::new();
        reader.read_line(&mut line).expect("answered");
        assert!(line.contains("200"));
        server.signal(signal);
        server.log("stopping");
        assert!(
            std::net::TcpStream::connect(("127.0.0.1", server.port())).is_err(),
            "no new connections"
        );
        busy.write_all(b"cd").expect("still open");
        let mut answer = String::new();
        busy.read_to_string(&mut answer).expect("finished and closed");
        assert!(answer.contains("\"body\": \"abcd\""), "{answer}");
        let mut rest = String::new();
        reader.read_to_string(&mut rest).expect("closed");
        assert_eq!(server.wait(), 0);
    }
}

#[test]
fn asked_twice_it_stops_at_once() {
    let pki = Pki::new();
    let server = pki.serve(&["--echo", "--plain"]);
    let mut busy = connect(&server);
    begin(&mut busy);
    server.signal("INT");
    server.log("stopping");
    server.signal("INT");
    assert_eq!(server.wait(), 130);
}

#[test]
fn nothing_is_reloaded_once_the_server_stops() {
    let pki = Pki::new();
    pki.write("password", "x");
    let server = pki.serve(&["--echo", "--plain", "--auth", "a:password"]);
    let mut busy = connect(&server);
    let head = b"POST / HTTP/1.1\r\nHost: a\r\nAuthorization: Basic YTp4\r\nContent-Length: 4\r\n\r\nab";
    busy.write_all(head).expect("sent");
    server.signal("HUP");
    server.log("were read again");
    server.signal("TERM");
    server.log("stopping");
    server.signal("HUP");
    std::thread::sleep(std::time::Duration::from_millis(200));
    server.signal("TERM");
    let rest = server.rest();
    assert!(!rest.iter().any(|line| line.contains("read again")), "{rest:?}");
}

#[test]
fn without_descriptors_it_waits_for_better_times() {
    let pki = Pki::new();
    let binary = env!("CARGO_BIN_EXE_tlsctl");
    let command = format!("ulimit -n 40; exec {binary} serve --echo --plain --listen 127.0.0.1:0");
    let mut child = std::process::Command::new("bash")
        .args(["-c", &command])
        .current_dir(pki.path())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("bash is there");
    let mut ready = String::new();
    BufReader::new(child.stdout.take().expect("piped"))
        .read_line(&mut ready)
        .expect("ready");
    let port: u16 = ready
        .trim()
        .trim_end_matches('/')
        .rsplit(':')
        .next()
        .and_then(|p| p.parse().ok())
        .expect("a port");
    let crowd: Vec<_> = (0..100)
        .filter_map(|_| std::net::TcpStream::connect(("127.0.0.1", port)).ok())
        .collect();
    let mut log = BufReader::new(child.stderr.take().expect("piped")).lines();
    assert!(log.any(|line| line.is_ok_and(|line| line.contains("no file descriptors are left"))));
    drop(crowd);
    let answered = (0..200).any(|_| {
        peer(
            "curl",
            &["-s", "-m", "5", &format!("http://127.0.0.1:{port}/")],
            "",
        )
        .code
            == 0
    });
    let _ = child.kill();
    let _ = child.wait();
    assert!(answered, "it recovers");
}
