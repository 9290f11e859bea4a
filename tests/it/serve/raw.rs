//! The echo of raw bytes.

use std::io::{Read as _, Write as _};
use std::net::Shutdown;

use super::peer::{connect, peer};
use super::pki::Pki;

#[test]
fn bytes_come_back_as_they_went() {
    let pki = Pki::new();
    let server = pki.serve(&["--echo=raw", "--tls", "certs/b"]);
    let address = format!("127.0.0.1:{}", server.port());
    for version in ["-tls1_2", "-tls1_3"] {
        let client = format!(
            "(printf 'ping\\n'; sleep 1) | openssl s_client -quiet -no_ign_eof {version} -connect {address} 2>/dev/null"
        );
        let said = peer("bash", &["-c", &client], "");
        assert_eq!(said.stdout, "ping\n", "{version}: {said:#?}");
    }
    let port = server.port().to_string();
    let client = format!("(printf 'pong\\n'; sleep 1) | gnutls-cli --insecure -p {port} 127.0.0.1");
    let said = peer("bash", &["-c", &client], "");
    assert!(said.stdout.contains("\npong\n"), "{said:#?}");
    // Nothing is promised that is not spoken; who wants a protocol is told so.
    let said = peer("openssl", &["s_client", "-connect", &address, "-alpn", "h2"], "");
    assert!(said.stdout.contains("No ALPN negotiated"), "{said:#?}");
}

#[test]
fn the_end_of_one_direction_is_answered_when_all_is_back() {
    let pki = Pki::new();
    let server = pki.serve(&["--echo=raw", "--plain"]);
    let mut stream = connect(&server);
    // More than the system keeps for both directions.
    let sent = (0..=u8::MAX).collect::<Vec<u8>>().repeat(1 << 18);
    let mut writer = stream.try_clone().expect("cloned");
    let copy = sent.clone();
    let sender = std::thread::spawn(move || {
        writer.write_all(&copy).expect("sent");
        writer.shutdown(Shutdown::Write).expect("shut");
    });
    // Nobody reads yet: what does not fit waits with the sender.
    std::thread::sleep(std::time::Duration::from_millis(300));
    assert!(!sender.is_finished(), "the echo is bounded");
    let mut back = Vec::new();
    stream.read_to_end(&mut back).expect("to its end");
    sender.join().expect("sent");
    assert!(back == sent, "{} of {} bytes", back.len(), sent.len());
}

#[test]
fn the_silent_are_closed_and_all_are_when_it_stops() {
    let pki = Pki::new();
    let server = pki.serve(&["--echo=raw", "--plain", "--idle-timeout", "1"]);
    let mut silent = connect(&server);
    assert_eq!(silent.read(&mut [0; 1]).expect("closed"), 0);
    let server = pki.serve(&["--echo=raw", "--plain"]);
    let mut open = connect(&server);
    open.write_all(b"x").expect("sent");
    let mut back = [0; 1];
    open.read_exact(&mut back).expect("back");
    server.signal("TERM");
    assert_eq!(open.read(&mut back).expect("closed"), 0);
    assert_eq!(server.wait(), 0);
    assert!(
        pki.refuses(2, &["--echo=raw", "--hsts"])
            .contains("which are about HTTP")
    );
}
