//! Targets that are none, peers that are not there, and peers that speak something else or nothing: a clear
//! word, a hint, the documented exit code, and a bounded time.

use std::io::Write as _;
use std::net::TcpListener;
use std::time::Instant;

use super::peer::{Peer, Pki, hear, relay, swallow};
use super::report;
use crate::tlsctl::{HANG, tlsctl};

/// Probes one peer that has no TLS, and gives what was said about it.
#[track_caller]
fn no_tls(peer: &Peer) -> String {
    tlsctl(["probe", &peer.target(), "--timeout", "1s", "--insecure"]).fails(5)
}

#[test]
fn what_is_no_target_is_refused_before_anything_is_asked() {
    for target in [
        "exa mple",
        "example.com:0",
        "http://example.com",
        "[::1",
        "example.com/x",
    ] {
        let stderr = tlsctl(["probe", target]).fails(2);
        assert!(
            stderr.contains("is not a target") && stderr.contains("hint:"),
            "{stderr}"
        );
    }
    let stderr = tlsctl(["probe", "127.0.0.1:1", "--sni", "127.0.0.1"]).fails(2);
    assert!(stderr.contains("is an address"), "{stderr}");
}

#[test]
fn a_scheme_that_has_tls_only_when_asked_for_it_is_told_how_to() {
    for (target, hint) in [
        ("smtp://mail.example:2525", "--starttls smtp mail.example:2525"),
        ("postgresql://db.example", "--starttls postgres db.example"),
        ("http://example.com", "https://example.com"),
    ] {
        let stderr = tlsctl(["probe", target]).fails(2);
        assert!(stderr.contains(hint), "{stderr}");
    }
}

#[test]
fn a_bad_target_in_a_file_is_told_with_its_line() {
    let scratch = tempfile::tempdir().expect("a scratch directory");
    let file = scratch.path().join("hosts.txt");
    std::fs::write(&file, "# mine\nexample.com\n\nexa mple # oops\n").expect("writable");
    let file = file.to_str().expect("UTF-8");
    let stderr = tlsctl(["probe", "--targets", file]).fails(2);
    assert!(
        stderr.contains("line 4 of") && stderr.contains("hosts.txt"),
        "{stderr}"
    );
    assert!(stderr.contains("exa mple"), "{stderr}");
    let output = tlsctl(["probe", "--targets", "-"])
        .stdin("example.com:0\n".to_owned())
        .run();
    assert!(output.stderr.contains("line 1 of standard input"), "{output:#?}");
}

#[test]
fn one_slow_target_shows_a_sign_of_life_at_a_terminal_alone() {
    let silent = Peer::scripted(swallow);
    let program = env!("CARGO_BIN_EXE_tlsctl");
    let target = silent.target();
    let asked = [
        "probe",
        &target,
        "--insecure",
        "--timeout",
        "1s",
        "--retries",
        "0",
    ];
    let command = |arguments: &[&str]| {
        let all = ["-c", AT_A_TERMINAL, program];
        let output = std::process::Command::new("python3")
            .args(all)
            .args(arguments)
            .output()
            .expect("python3 runs");
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    let shown = command(&asked);
    assert!(shown.matches(&target).count() > 1, "{shown}");
    let shown = command(&[&asked[..], &["--no-progress"]].concat());
    assert_eq!(shown.matches(&target).count(), 1, "{shown}");
    let output = tlsctl(asked).run();
    assert_eq!(output.stderr.matches(&target).count(), 1, "{output:#?}");
}

/// Runs a command on a terminal of its own and prints what was shown there.
const AT_A_TERMINAL: &str = r#"
import os, pty, sys
pid, terminal = pty.fork()
if pid == 0:
    os.environ["TERM"] = "xterm"
    os.execv(sys.argv[1], sys.argv[1:])
while True:
    try:
        piece = os.read(terminal, 4096)
    except OSError:
        break
    if not piece:
        break
    sys.stdout.write(piece.decode(errors="replace"))
os.waitpid(pid, 0)
"#;

#[test]
fn a_bad_target_among_many_can_be_skipped_with_a_warning() {
    let peer = Peer::saying(b"SSH-2.0-x\r\n");
    let arguments = [
        "probe",
        "exa mple",
        &peer.target(),
        "--skip-bad-targets",
        "--insecure",
    ];
    let output = tlsctl(arguments).run();
    assert_eq!(output.code, 5, "{output:#?}");
    assert!(
        output.stderr.contains("warning:") && output.stderr.contains("exa mple"),
        "{output:#?}"
    );
}

#[test]
fn a_port_where_nobody_listens_is_unreachable() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let address = listener.local_addr().expect("bound").to_string();
    drop(listener);
    let stderr = tlsctl(["probe", &address, "--insecure"]).fails(4);
    assert!(
        stderr.contains("connection refused") && stderr.contains("hint:"),
        "{stderr}"
    );
}

#[test]
fn a_name_that_does_not_resolve_is_unreachable() {
    let stderr = tlsctl(["probe", "nobody.invalid", "--insecure"]).fails(4);
    assert!(
        stderr.contains("does not resolve") && stderr.contains("--connect"),
        "{stderr}"
    );
}

#[test]
fn plain_http_is_named() {
    let peer = Peer::scripted(|mut stream| {
        hear(&mut stream);
        let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n");
    });
    let stderr = no_tls(&peer);
    assert!(stderr.contains("speaks plain HTTP"), "{stderr}");
    assert!(stderr.contains("hint:"), "{stderr}");
}

#[test]
fn a_mail_server_gets_the_hint_to_starttls() {
    let stderr = no_tls(&Peer::saying(b"220 mail.example ESMTP Postfix\r\n"));
    assert!(
        stderr.contains("speaks SMTP") && stderr.contains("--starttls smtp"),
        "{stderr}"
    );
}

#[test]
fn ssh_is_named() {
    let stderr = no_tls(&Peer::saying(b"SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n"));
    assert!(stderr.contains("speaks SSH"), "{stderr}");
}

#[test]
fn a_peer_that_closes_is_told_from_one_that_resets() {
    let closing = Peer::scripted(|mut stream| {
        hear(&mut stream);
    });
    assert!(no_tls(&closing).contains("closes the connection"));
    let resetting = Peer::scripted(|stream| {
        // Closing with bytes unread makes the kernel send a reset.
        let mut byte = [0];
        let _ = stream.peek(&mut byte);
        drop(stream);
    });
    assert!(no_tls(&resetting).contains("resets the connection"));
}

#[test]
fn a_peer_that_says_nothing_costs_a_bounded_time() {
    let start = Instant::now();
    let stderr = no_tls(&Peer::scripted(swallow));
    assert!(stderr.contains("says nothing"), "{stderr}");
    assert!(start.elapsed() < HANG);
}

#[test]
fn bytes_that_are_no_tls_are_shown_and_cannot_reach_the_terminal() {
    let stderr = no_tls(&Peer::saying(b"\x1b[2Jhello"));
    assert!(stderr.contains("1b 5b 32 4a"), "{stderr}");
    assert!(!stderr.contains('\u{1b}'), "{stderr}");
}

#[test]
fn an_endless_stream_comes_to_an_end() {
    let peer = Peer::scripted(|mut stream| {
        hear(&mut stream);
        // Handshake records that announce one message of 16 MiB, for ever.
        let mut record = vec![0x16, 3, 3, 0x40, 0, 2, 0xff, 0xff, 0xff];
        record.resize(5 + 0x4000, 0);
        while stream.write_all(&record).is_ok() {
            record[5..9].fill(0);
        }
    });
    let start = Instant::now();
    let output = tlsctl(["probe", &peer.target(), "--timeout", "1s", "--insecure"]).run();
    assert_eq!(output.code, 5, "{output:#?}");
    assert!(output.stdout.contains("came to an end"), "{output:#?}");
    assert!(start.elapsed() < HANG);
}

#[test]
fn a_peer_that_stops_in_the_middle_of_its_answer_is_inconclusive_not_a_no() {
    let peer = Peer::scripted(|mut stream| {
        hear(&mut stream);
        let _ = stream.write_all(&[0x16, 3, 3, 0, 80, 2, 0, 0, 76, 3, 3]);
        swallow(stream);
    });
    let arguments = [
        "probe",
        &peer.target(),
        "--timeout",
        "1s",
        "--insecure",
        "--format",
        "json",
    ];
    let output = tlsctl(arguments).run();
    assert_eq!(output.code, 5, "{output:#?}");
    let report: serde_json::Value = serde_json::from_str(&output.stdout).expect("a report");
    let completed = &report["sections"]["handshake"]["completed"];
    assert_eq!(completed["inconclusive"], "no answer in time", "{report:#}");
}

#[test]
fn a_command_line_that_leaves_nothing_to_ask_is_wrong() {
    let said = tlsctl(["probe", "127.0.0.1:1", "--scan", "protocol", "--skip", "protocol"]).fails(2);
    assert!(said.contains("leaves nothing to ask"), "{said}");
    let said = tlsctl(["probe", "127.0.0.1:1", "--scan", "starttls-injection"]).fails(2);
    assert!(said.contains("--starttls"), "{said}");
}

#[test]
fn the_lints_that_are_named_are_those_of_what_clients_ask() {
    let pki = Pki::new(&[&["localhost"]]);
    let servers = format!("server {{ listen LISTEN ssl; {} }}", pki.nginx("localhost"));
    let peer = Peer::nginx(pki.directory.path(), &servers);
    let target = peer.target();
    let lint = report(&[&target, "--insecure", "--scan", "lint"]);
    assert_eq!(lint["sections"]["lint"]["profile"], "dev", "{lint:#}");
}

#[test]
fn an_interrupted_scan_reports_what_it_has_learned() {
    let pki = Pki::new(&[&["localhost"]]);
    let servers = format!("server {{ listen LISTEN ssl; {} }}", pki.nginx("localhost"));
    let behind = Peer::nginx(pki.directory.path(), &servers);
    let (sender, connections) = std::sync::mpsc::channel();
    let address = behind.address;
    let peer = Peer::scripted(move |client| {
        let _ = sender.send(());
        let server = std::net::TcpStream::connect(address).expect("nginx listens");
        relay(&client, &server);
    });
    let child = std::process::Command::new(env!("CARGO_BIN_EXE_tlsctl"))
        .args([
            "probe",
            &peer.target(),
            "--insecure",
            "--format",
            "json",
            "--per-host",
            "1",
            "--rate",
            "10",
        ])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::null())
        .spawn()
        .expect("tlsctl starts");
    for _ in 0..4 {
        connections.recv_timeout(HANG).expect("the scan goes on");
    }
    let id = child.id().to_string();
    let sent = std::process::Command::new("kill").args(["-INT", &id]).status();
    assert!(sent.is_ok_and(|status| status.success()));
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(130));
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("a report");
    assert_eq!(report["sections"]["handshake"]["completed"], true, "{report:#}");
    assert!(
        report["problems"].to_string().contains("interrupted"),
        "{report:#}"
    );
    assert_eq!(report["verdict"], serde_json::Value::Null);
}

#[test]
fn a_first_answer_that_breaks_off_or_blames_the_server_itself_refuses_nobody() {
    for (said, why) in [
        (&[0x15, 3, 3, 0, 2, 2, 80][..], "internal error"),
        (&[0x16, 3, 3, 0, 80, 2, 0, 0, 76, 3, 3], "broke off"),
    ] {
        let peer = Peer::scripted(move |mut stream| {
            hear(&mut stream);
            let _ = stream.write_all(said);
        });
        let arguments = ["probe", &peer.target(), "--insecure", "--format", "json"];
        let output = tlsctl(arguments).run();
        assert_eq!(output.code, 5, "{output:#?}");
        let report: serde_json::Value = serde_json::from_str(&output.stdout).expect("a report");
        let completed = report["sections"]["handshake"]["completed"]["inconclusive"].as_str();
        assert!(completed.is_some_and(|told| told.contains(why)), "{report:#}");
        assert!(!output.stdout.contains("handshake-refused"), "{report:#}");
    }
}
