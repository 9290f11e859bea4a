//! Unix sockets, sockets that systemd passes on, and what it is told.

use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::net::{UnixDatagram, UnixListener};
use std::process::{Command, Stdio};

use super::peer::{curl, peer};
use super::pki::Pki;
use crate::tlsctl::{HANG, Server, tlsctl};

fn start(pki: &Pki, listen: &str) -> Server {
    tlsctl(["serve", "--echo", "--tls", "certs/b", "--listen", listen])
        .within(pki.path())
        .serve()
}

#[test]
fn a_unix_socket_is_served_and_taken_away_in_the_end() {
    let pki = Pki::new();
    let path = pki.at("x.sock");
    let server = start(&pki, &format!("unix:{path}"));
    assert!(server.ready.contains(&format!("unix:{path}")), "{}", server.ready);
    let mode = |path: &str| std::fs::metadata(path).expect("there").permissions().mode() & 0o777;
    assert_eq!(mode(&path), 0o600);
    let echo = peer(
        "curl",
        &["-sk", "--unix-socket", &path, "https://localhost/a"],
        "",
    )
    .json();
    assert_eq!(echo["peer"]["ip"], serde_json::Value::Null);
    assert_eq!(echo["certificate"]["subject"], "CN=bigcorp.test");
    server.signal("TERM");
    assert_eq!(server.wait(), 0);
    assert!(!pki.file("x.sock").exists());
    // In a file, and with another in the same text.
    pki.write(
        "c.toml",
        format!("echo = true\nlisten = '127.0.0.1:0, unix:{path}:mode=660'\n"),
    );
    let _both = tlsctl(["serve", "--config", "c.toml"]).within(pki.path()).serve();
    assert_eq!(mode(&path), 0o660);
}

#[test]
fn what_a_dead_server_left_is_replaced_and_what_lives_is_not() {
    let pki = Pki::new();
    let path = pki.at("x.sock");
    drop(UnixListener::bind(&path).expect("bound"));
    assert!(pki.file("x.sock").exists(), "left behind");
    let listen = format!("unix:{path}");
    let server = start(&pki, &listen);
    let refused = |code| {
        tlsctl(["serve", "--echo", "--plain", "--listen", &listen])
            .within(pki.path())
            .fails(code)
    };
    assert!(refused(6).contains("another program listens there"));
    curl(&["--unix-socket", &path, "https://localhost/"]);
    drop(server);
    // Killed, it could not take it away; the next does.
    drop(start(&pki, &listen));
    std::fs::remove_file(&path).expect("there");
    pki.write("x.sock", "precious");
    assert!(refused(6).contains("no socket"));
    assert_eq!(std::fs::read_to_string(&path).expect("read"), "precious");
}

#[test]
fn systemd_passes_sockets_of_both_kinds_by_name() {
    let pki = Pki::new();
    let port = {
        let free = std::net::TcpListener::bind("127.0.0.1:0").expect("bound");
        free.local_addr().expect("bound").port()
    };
    let (tcp, path) = (format!("127.0.0.1:{port}"), pki.at("s.sock"));
    let activate = |arguments: &[&str]| {
        let mut child = Command::new("systemd-socket-activate")
            .args(["-l", &tcp, "-l", &path, "--fdname=web:local"])
            .arg(env!("CARGO_BIN_EXE_tlsctl"))
            .args(["serve", "--echo"])
            .args(arguments)
            .current_dir(pki.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("systemd is installed");
        let answers = |more: &[&str]| {
            let retry = [
                "-sk",
                "--retry",
                "50",
                "--retry-connrefused",
                "--retry-delay",
                "1",
            ];
            peer("curl", &[&retry, more].concat(), "").json()
        };
        // It starts with the first connection.
        let https = answers(&[&format!("https://{tcp}/")]);
        let local = peer("curl", &["-sk", "--unix-socket", &path, "https://localhost/"], "");
        let _ = Command::new("kill").arg(child.id().to_string()).status();
        let _ = child.wait();
        let _ = std::fs::remove_file(&path);
        (https, local)
    };
    let (https, local) = activate(&["--tls", "certs/b"]);
    assert_eq!(https["certificate"]["subject"], "CN=bigcorp.test");
    assert_eq!(local.json()["ssl"], true, "without --listen all are served");
    let (https, local) = activate(&["--listen", "systemd:web", "--http", "systemd:local"]);
    assert_eq!(https["ssl"], true);
    assert_ne!(local.code, 0, "redirections speak no TLS: {local:#?}");
    let said = tlsctl(["serve", "--echo", "--listen", "systemd"])
        .within(pki.path())
        .fails(6);
    assert!(
        said.contains("passed no socket") && said.contains("hint:"),
        "{said}"
    );
}

#[test]
fn a_supervisor_hears_that_it_is_ready_reloads_and_stops() {
    let pki = Pki::new();
    let supervisor = UnixDatagram::bind(pki.file("notify")).expect("bound");
    supervisor.set_read_timeout(Some(HANG)).expect("set");
    let hear = || {
        let mut said = [0; 4096];
        let length = supervisor.recv(&mut said).expect("told");
        String::from_utf8_lossy(&said[..length]).into_owned()
    };
    let server = tlsctl(["serve", "--echo", "--tls", "certs/b", "--listen", "127.0.0.1:0"])
        .within(pki.path())
        .env("NOTIFY_SOCKET", pki.at("notify"))
        .serve();
    assert_eq!(hear(), "READY=1\n");
    server.signal("HUP");
    let reloading = hear();
    assert!(
        reloading.starts_with("RELOADING=1\nMONOTONIC_USEC="),
        "{reloading:?}"
    );
    assert_eq!(hear(), "READY=1\n");
    server.signal("TERM");
    assert_eq!(hear(), "STOPPING=1\n");
    assert_eq!(server.wait(), 0);
}
