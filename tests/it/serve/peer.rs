//! The other side: foreign programs, and raw bytes with or without TLS.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Command, Stdio};

use crate::tlsctl::{HANG, Server};

/// What a foreign program gave back.
#[derive(Debug)]
pub(super) struct Said {
    pub(super) code: i32,
    pub(super) stdout: String,
    pub(super) stderr: String,
}

impl Said {
    /// Both streams together.
    pub(super) fn all(&self) -> String {
        format!("{}{}", self.stdout, self.stderr)
    }

    /// The subject of the certificate that OpenSSL was shown, or nothing.
    pub(super) fn subject(&self) -> String {
        let line = self.stdout.lines().find(|line| line.starts_with("subject="));
        line.unwrap_or_default()
            .trim_start_matches("subject=")
            .replace(' ', "")
    }

    /// The output as JSON.
    #[track_caller]
    pub(super) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|e| panic!("{e}: {self:#?}"))
    }
}

/// Runs a foreign program to its end.
#[track_caller]
pub(super) fn peer(program: &str, arguments: &[&str], input: &str) -> Said {
    let seconds = HANG.as_secs().to_string();
    let mut child = Command::new("timeout")
        .args([seconds.as_str(), program])
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("coreutils is there");
    let mut stdin = child.stdin.take().expect("piped");
    let input = input.to_owned();
    std::thread::spawn(move || stdin.write_all(input.as_bytes()));
    let output = child.wait_with_output().expect("it ends");
    let said = Said {
        code: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    };
    assert!(
        !matches!(said.code, 124 | 126 | 127),
        "{program} is there and does not hang: {said:#?}"
    );
    said
}

/// `curl -sk`, which must succeed.
#[track_caller]
pub(super) fn curl(arguments: &[&str]) -> String {
    let said = peer("curl", &[&["-sk"], arguments].concat(), "");
    assert_eq!(said.code, 0, "{said:#?}");
    said.stdout
}

/// The status that `curl -sk` gets.
#[track_caller]
pub(super) fn status(arguments: &[&str]) -> u16 {
    let written = curl(&[&["-o", "/dev/null", "-w", "%{http_code}"], arguments].concat());
    written.parse().expect("a status")
}

/// `openssl s_client` against a server on loopback, which asks for `/` over HTTP/1.1.
#[track_caller]
pub(super) fn s_client(server: &Server, arguments: &[&str]) -> Said {
    s_client_at(server.port(), arguments)
}

/// The same against whatever listens at this port.
#[track_caller]
pub(super) fn s_client_at(port: u16, arguments: &[&str]) -> Said {
    let address = format!("127.0.0.1:{port}");
    let request = "GET / HTTP/1.1\r\nHost: x.test\r\nConnection: close\r\n\r\n";
    peer(
        "openssl",
        &[&["s_client", "-ign_eof", "-connect", &address], arguments].concat(),
        request,
    )
}

/// Sends bytes without TLS and reads to the end.
#[track_caller]
pub(super) fn raw(server: &Server, bytes: &[u8]) -> Vec<u8> {
    let mut stream = connect(server);
    stream.write_all(bytes).expect("sent");
    let mut answer = Vec::new();
    // A reset after the answer is an end like any other.
    let _ = stream.read_to_end(&mut answer);
    answer
}

/// A connection that gives up before a test hangs.
#[track_caller]
pub(super) fn connect(server: &Server) -> TcpStream {
    let stream = TcpStream::connect(("127.0.0.1", server.port())).expect("it listens");
    stream.set_read_timeout(Some(HANG)).expect("set");
    stream
}
