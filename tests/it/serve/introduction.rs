//! The PROXY protocol in both directions, by hand and with haproxy and nginx.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};

use super::peer::{connect, curl, peer};
use super::pki::Pki;
use crate::tlsctl::{HANG, Server};

const GET: &[u8] = b"GET / HTTP/1.1\r\nHost: a.test\r\nConnection: close\r\n\r\n";

/// What an echo without TLS says to a connection that begins with these bytes.
fn echo(server: &Server, introduction: &[u8]) -> String {
    let mut stream = connect(server);
    // In two pieces, since the network knows no better.
    let (one, other) = introduction.split_at(introduction.len() / 2);
    stream.write_all(one).expect("sent");
    stream.write_all(other).expect("sent");
    let _ = stream.write_all(GET);
    let mut answer = String::new();
    let _ = stream.read_to_string(&mut answer);
    answer
}

fn v2(command: u8, family: u8, payload: &[u8]) -> Vec<u8> {
    let length = u16::try_from(payload.len()).expect("short").to_be_bytes();
    [b"\r\n\r\n\0\r\nQUIT\n", &[command, family][..], &length, payload].concat()
}

#[test]
fn trusted_proxies_say_for_whom_they_speak() {
    let pki = Pki::new();
    let server = pki.serve(&[
        "--echo",
        "--plain",
        "--proxy-protocol",
        "--trust-proxy",
        "127.0.0.0/8",
        "--access-log",
        "combined",
    ]);
    let addresses = [192, 0, 2, 7, 198, 51, 100, 2, 0x12, 0x67, 1, 0xbb];
    let extended = [&addresses[..], &[0x03, 0, 4, 1, 2, 3, 4]].concat();
    for introduction in [
        b"PROXY TCP4 192.0.2.7 198.51.100.2 4711 443\r\n".to_vec(),
        v2(0x21, 0x11, &addresses),
        v2(0x21, 0x11, &extended),
    ] {
        let answer = echo(&server, &introduction);
        assert!(
            answer.contains("\"ip\": \"192.0.2.7\"") && answer.contains("4711"),
            "{answer}"
        );
        assert!(answer.contains("\"ip\": \"198.51.100.2\""), "{answer}");
        server.log("192.0.2.7 - - ");
    }
    for own in [
        b"PROXY UNKNOWN\r\n".to_vec(),
        v2(0x20, 0x00, &[]),
        v2(0x21, 0x00, &[1, 2, 3]),
        v2(0x21, 0x31, &[0; 216]),
    ] {
        let answer = echo(&server, &own);
        assert!(answer.contains("\"ip\": \"127.0.0.1\""), "{own:?}: {answer}");
    }
    for wrong in [
        &b""[..],
        b"PROXY TCP4 nonsense\r\n",
        b"PROXY TCP4 1.2.3.4 1.2.3.4 1 99999\r\n",
        b"\r\n\r\n\0\r\nQUIT\n\x31\x11\0\0",
        b"\r\n\r\n\0\r\nQUIT\n\x21\x11\xff\xff",
        b"\x16\x03\x01\x02\x00\x01",
    ] {
        assert_eq!(echo(&server, wrong), "", "{wrong:?}");
        let said = server.log("no sound PROXY header");
        assert!(
            !wrong.ends_with(b"\x31\x11\0\0") || said.contains("its version is 3, not 2"),
            "{said}"
        );
    }
}

#[test]
fn nobody_else_is_believed() {
    let pki = Pki::new();
    let server = pki.serve(&[
        "--echo",
        "--plain",
        "--proxy-protocol",
        "--trust-proxy",
        "192.0.2.0/24",
    ]);
    assert!(
        echo(&server, b"").contains("\"ip\": \"127.0.0.1\""),
        "as if without"
    );
    let forged = echo(&server, b"PROXY TCP4 192.0.2.7 198.51.100.2 1 2\r\n");
    assert!(forged.starts_with("HTTP/1.1 400 "), "{forged}");
    let said = pki.refuses(2, &["--echo", "--proxy-protocol"]);
    assert!(said.contains("--trust-proxy"), "{said}");
}

#[test]
fn a_proxy_that_says_nothing_does_not_last() {
    let pki = Pki::new();
    let server = pki.serve(&[
        "--echo",
        "--tls",
        "certs/b",
        "--proxy-protocol",
        "--trust-proxy",
        "127.0.0.1",
        "--handshake-timeout",
        "1",
    ]);
    let mut stream = connect(&server);
    stream.write_all(b"PROXY TCP4 ").expect("sent");
    assert_eq!(stream.read(&mut [0; 9]).unwrap_or(0), 0, "closed");
    server.log("did not come in time");
}

/// A foreign server, ended when dropped.
struct Foreign(Child);

impl Drop for Foreign {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn foreign(program: &str, arguments: &[&str]) -> Foreign {
    let child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    Foreign(child.unwrap_or_else(|e| panic!("{program} is installed: {e}")))
}

fn free_port() -> u16 {
    let free = TcpListener::bind("127.0.0.1:0").expect("bound");
    free.local_addr().expect("bound").port()
}

fn wait_for(port: u16) {
    let deadline = std::time::Instant::now() + HANG;
    while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
        assert!(std::time::Instant::now() < deadline, "it does not listen");
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
}

#[test]
fn haproxy_speaks_for_its_clients_in_both_versions() {
    let pki = Pki::new();
    let server = pki.serve(&[
        "--echo",
        "--tls",
        "certs/b",
        "--proxy-protocol",
        "--trust-proxy",
        "127.0.0.1",
    ]);
    for option in ["send-proxy", "send-proxy-v2-ssl-cn"] {
        let port = free_port();
        pki.write(
            "haproxy.cfg",
            format!(
                "defaults\n mode tcp\n timeout client 30s\n timeout server 30s\n timeout connect 10s\nfrontend f\n bind 127.0.0.1:{port}\n default_backend b\nbackend b\n server s 127.0.0.1:{} {option}\n",
                server.port()
            ),
        );
        let _haproxy = foreign("haproxy", &["-db", "-f", &pki.at("haproxy.cfg")]);
        wait_for(port);
        let said = peer(
            "curl",
            &[
                "-sk",
                "--interface",
                "127.0.0.9",
                &format!("https://127.0.0.1:{port}/"),
            ],
            "",
        );
        assert_eq!(said.json()["peer"]["ip"], "127.0.0.9", "{option}");
    }
}

#[test]
fn nginx_hears_who_asked() {
    let pki = Pki::new();
    for version in ["v1", "v2"] {
        let port = free_port();
        let log = pki.at("log");
        pki.write(
            "nginx.conf",
            format!(
                "daemon off; master_process off; pid {}; error_log {log} crit;\nevents {{}}\nhttp {{ access_log off; client_body_temp_path {}; proxy_temp_path {}; fastcgi_temp_path {}; uwsgi_temp_path {}; scgi_temp_path {};\n server {{ listen 127.0.0.1:{port} proxy_protocol; return 200 \"$proxy_protocol_addr\\n\"; }} }}\n",
                pki.at("pid"), pki.at("t1"), pki.at("t2"), pki.at("t3"), pki.at("t4"), pki.at("t5")
            ),
        );
        let _nginx = foreign("nginx", &["-e", &log, "-c", &pki.at("nginx.conf")]);
        wait_for(port);
        let upstream = format!("http://127.0.0.1:{port}");
        let server = pki.serve(&["--proxy", &upstream, "--upstream-proxy-protocol", version]);
        let from = |ip: &str| curl(&["--interface", ip, server.url()]);
        assert_eq!(from("127.0.0.9"), "127.0.0.9\n", "{version}");
        // No connection is shared between clients.
        assert_eq!(from("127.0.0.8"), "127.0.0.8\n", "{version}");
    }
}
