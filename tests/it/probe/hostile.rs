//! Servers that mean harm or know no measure: a bounded time, a bounded report, and nothing raw on the
//! terminal.

use std::io::Write as _;
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::peer::{Peer, Pki, hear};
use super::report;
use crate::tlsctl::{HANG, tlsctl};

#[test]
fn a_hundred_certificates_are_counted_and_judged() {
    let pki = Pki::new(&[&["localhost"]]);
    let root = std::fs::read_to_string(pki.path("ca/root.pem")).expect("the CA has a root");
    std::fs::write(pki.path("many.pem"), root.repeat(99)).expect("writable");
    let (cert, key, many) = (
        pki.text("certs/localhost/cert.pem"),
        pki.text("certs/localhost/privkey.pem"),
        pki.text("many.pem"),
    );
    let peer = Peer::openssl(&["-cert", &cert, "-key", &key, "-cert_chain", &many]);
    let root = pki.text("ca/root.pem");
    let report = report(&[&peer.target(), "--sni", "localhost", "--roots", &root, "--fast"]);
    assert_eq!(report["sections"]["sent_chain"]["count"], 100);
    assert_eq!(report["sections"]["verification"]["accepted"], true);
}

#[test]
fn a_certificate_that_does_not_parse_is_kept_and_shown() {
    let garbage = b"this is no certificate".to_vec();
    let identity = unreadable(&garbage);
    let peer = Peer::scripted(move |mut stream| {
        let mut tls = rustls::ServerConnection::new(identity.clone()).expect("a server");
        while tls.is_handshaking() && tls.complete_io(&mut stream).is_ok() {}
        // The client's goodbye.
        let _ = tls.complete_io(&mut stream);
    });
    let target = peer.target();
    let output = tlsctl([
        "probe", &target, "--sni", "a.test", "--roots", "none", "--format", "json", "--fast",
    ])
    .run();
    assert_eq!(output.code, 1, "{output:#?}");
    let report: serde_json::Value = serde_json::from_str(&output.stdout).expect("a report");
    assert_eq!(
        report["sections"]["verification"]["accepted"], false,
        "{report:#}"
    );
    let kept = &report["sections"]["sent_chain"]["unreadable"][0]["base64"];
    assert_eq!(*kept, "dGhpcyBpcyBubyBjZXJ0aWZpY2F0ZQ==", "{report:#}");
    let rules = super::rules(&report);
    assert!(rules.contains(&"malformed"), "{rules:?}");
}

/// A server whose certificate is these bytes.
fn unreadable(bytes: &[u8]) -> Arc<rustls::ServerConfig> {
    #[derive(Debug)]
    struct Only(Arc<rustls::sign::CertifiedKey>);
    impl rustls::server::ResolvesServerCert for Only {
        fn resolve(&self, _: rustls::server::ClientHello<'_>) -> Option<Arc<rustls::sign::CertifiedKey>> {
            Some(self.0.clone())
        }
    }
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let key = rcgen::KeyPair::generate().expect("a key").serialize_der();
    let key = rustls::pki_types::PrivatePkcs8KeyDer::from(key).into();
    let key = provider
        .key_provider
        .load_private_key(key)
        .expect("a key of the provider's");
    let identity = rustls::sign::CertifiedKey::new(vec![bytes.to_vec().into()], key);
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_cert_resolver(Arc::new(Only(Arc::new(identity))));
    Arc::new(config)
}

#[test]
fn a_server_that_sends_a_byte_at_a_time_costs_no_more_than_was_allowed() {
    let peer = Peer::scripted(|mut stream| {
        hear(&mut stream);
        for byte in [0x16, 3, 3, 0x40, 0].into_iter().chain(std::iter::repeat(0)) {
            if stream.write_all(&[byte]).is_err() {
                return;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
    });
    let start = Instant::now();
    let target = peer.target();
    let arguments = [
        "probe",
        &target,
        "--timeout",
        "1s",
        "--total-timeout",
        "3s",
        "--insecure",
    ];
    let output = tlsctl(arguments).run();
    assert!(matches!(output.code, 4 | 5), "{output:#?}");
    assert!(start.elapsed() < HANG);
}

#[test]
fn a_name_that_would_clear_the_screen_is_escaped() {
    let directory = tempfile::tempdir().expect("a directory can be made");
    let made = Command::new("openssl")
        .args([
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
            "-nodes",
        ])
        .args([
            "-keyout",
            "own.key",
            "-out",
            "own.pem",
            "-days",
            "30",
            "-subj",
            "/CN=\u{1b}[2Jevil",
        ])
        .current_dir(directory.path())
        .output()
        .expect("openssl is installed: tests/run does that");
    assert!(made.status.success(), "{made:?}");
    let file = |name: &str| directory.path().join(name).to_string_lossy().into_owned();
    let peer = Peer::openssl(&["-cert", &file("own.pem"), "-key", &file("own.key")]);
    let output = tlsctl([
        "probe",
        &peer.target(),
        "--roots",
        "none",
        "--sni",
        "localhost",
        "--color",
        "never",
    ])
    .run();
    assert_eq!(output.code, 1, "{output:#?}");
    assert!(output.stdout.contains("[2Jevil"), "{output:#?}");
    assert!(
        !output.stdout.contains('\u{1b}') && !output.stderr.contains('\u{1b}'),
        "{output:#?}"
    );
}

#[test]
fn endless_small_records_cost_no_more_than_was_allowed() {
    for record in [
        // A warning, an empty record, a byte of a handshake message that never ends.
        &[0x15, 3, 3, 0, 2, 1, 0x70][..],
        &[0x16, 3, 3, 0, 0],
        &[0x16, 3, 3, 0, 1, 0xff],
    ] {
        let flood = record.repeat(4096);
        let peer = Peer::scripted(move |mut stream| {
            hear(&mut stream);
            while stream.write_all(&flood).is_ok() {}
        });
        let target = peer.target();
        let limits = ["--timeout", "1s", "--total-timeout", "3s", "--insecure"];
        let output = tlsctl([&["probe", &target][..], &limits].concat()).run();
        assert!(matches!(output.code, 4 | 5), "{record:?}: {output:#?}");
    }
}

#[test]
fn an_answer_that_breaks_off_is_no_refusal() {
    let peer = Peer::scripted(|mut stream| {
        hear(&mut stream);
        let _ = stream.write_all(&[0x16, 3, 3]);
    });
    let report = report(&[&peer.target(), "--sni", "localhost", "--insecure"]);
    for version in ["tls1_3", "tls1_2", "tls1_0"] {
        let protocol = &report["sections"]["protocol"];
        let accepted = &protocol[version]["accepted"];
        assert!(accepted["inconclusive"].is_string(), "{version}: {protocol}");
    }
}
