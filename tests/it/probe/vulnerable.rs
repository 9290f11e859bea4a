//! Known attacks, each against a server that falls for it and a twin that does not: a check that has never
//! said yes says nothing by its no.

use std::io::Write as _;
use std::net::TcpStream;
use std::process::Command;

use num_bigint::BigUint;
use serde_json::Value;

use super::peer::{Peer, Pki, hear, relay};
use super::raw::{Oddity, Policy};
use super::{report, rules};

/// A server of TLS 1.2 that is odd in this way.
fn policy(oddity: Oddity) -> Policy {
    Policy {
        versions: vec![0x0303, 0x0304],
        suites: vec![0xc02f, 0xc014],
        suites13: vec![0x1301],
        groups: vec![0x001d],
        schemes: vec![0x0804],
        oddity,
        ..Policy::default()
    }
}

#[track_caller]
fn scanned(peer: &Peer) -> Value {
    let target = peer.target();
    let arguments = [&target, "--insecure", "--sni", "a.test", "--timeout", "1s"];
    report(&[&arguments[..], &["--scan", "vulnerabilities"]].concat())
}

/// Whether the server is said to fall for `id`: with the rule as a finding where it does, and only there.
#[track_caller]
fn falls(peer: &Peer, id: &str) -> bool {
    let report = scanned(peer);
    let verdict = &report["sections"]["vulnerabilities"][id];
    let falls = verdict.as_bool().unwrap_or_else(|| panic!("{id}: {report:#}"));
    let rule = id.replace('_', "-");
    assert_eq!(rules(&report).contains(&rule.as_str()), falls, "{report:#}");
    falls
}

#[test]
fn heartbleed_is_told_from_a_heart_that_beats() {
    assert!(falls(&policy(Oddity::Heartbleed).serve(), "heartbleed"));
    assert!(!falls(&policy(Oddity::Heartbeats).serve(), "heartbleed"));
    assert!(!falls(&policy(Oddity::None).serve(), "heartbleed"));
}

#[test]
fn an_early_change_of_ciphers_is_told_from_its_refusal() {
    assert!(falls(&policy(Oddity::EarlyCcs).serve(), "early_ccs"));
    assert!(!falls(&policy(Oddity::None).serve(), "early_ccs"));
}

#[test]
fn an_oracle_of_padding_is_told_from_a_server_that_keeps_it_to_itself() {
    let pki = Pki::new(&[]);
    let openssl = |arguments: &[&str]| {
        let output = Command::new("openssl")
            .args(arguments)
            .current_dir(pki.directory.path())
            .output()
            .expect("openssl is installed: tests/run does that");
        assert!(output.status.success(), "{output:?}");
        output.stdout
    };
    openssl(&[
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-keyout",
        "rsa.key",
        "-out",
        "rsa.pem",
        "-days",
        "30",
        "-subj",
        "/CN=a.test",
    ]);
    let leaf = openssl(&["x509", "-in", "rsa.pem", "-outform", "DER"]);
    let text = openssl(&["rsa", "-in", "rsa.key", "-noout", "-text"]);
    let text = String::from_utf8(text).expect("text");
    let number = |from: &str, to: &str| {
        let digits = text.split(from).nth(1).and_then(|rest| rest.split(to).next());
        let digits: String = digits
            .expect("a number")
            .chars()
            .filter(char::is_ascii_hexdigit)
            .collect();
        BigUint::parse_bytes(digits.as_bytes(), 16).expect("hexadecimal")
    };
    let key = (
        number("modulus:", "publicExponent"),
        number("privateExponent:", "prime1"),
    );
    for (oddity, wanted) in [(Oddity::TellsPadding, true), (Oddity::None, false)] {
        let peer = Policy {
            suites: vec![0xc02f, 0x002f],
            leaf: leaf.clone(),
            key: Some(key.clone()),
            ..policy(oddity)
        }
        .serve();
        assert_eq!(falls(&peer, "robot"), wanted);
    }
    // Without static RSA there is nothing to ask.
    assert!(!falls(&policy(Oddity::TellsPadding).serve(), "robot"));
}

#[test]
fn ticketbleed_is_told_from_a_session_id_that_comes_back_as_it_went() {
    let pki = Pki::new(&[&["a.test"]]);
    let (cert, key) = (
        pki.text("certs/a.test/fullchain.pem"),
        pki.text("certs/a.test/privkey.pem"),
    );
    let sound = Peer::openssl(&["-cert", &cert, "-key", &key, "-tls1_2"]);
    assert!(!falls(&sound, "ticketbleed"));
    // The same server behind one that takes every session id for 32 bytes, and fills them up.
    let behind = sound.address;
    let bleeding = Peer::scripted(move |mut client| {
        let hello = hear(&mut client);
        let mut server = TcpStream::connect(behind).expect("it listens");
        server.write_all(&hello).expect("it reads");
        // A record's header, a message's, the version and the random stand before a session id.
        if hello.get(43) == Some(&1) {
            let mut answer = hear(&mut server);
            assert_eq!(answer[43], 1, "OpenSSL takes the ticket");
            answer[43] = 32;
            answer.splice(45..45, [0x5a; 31]);
            answer[4] += 31;
            answer[8] += 31;
            client.write_all(&answer).expect("it reads");
        }
        relay(&client, &server);
    });
    assert!(falls(&bleeding, "ticketbleed"));
}

#[test]
fn none_of_it_is_asked_unless_the_user_says_so() {
    let peer = policy(Oddity::Heartbleed).serve();
    let target = peer.target();
    let arguments = [&target, "--insecure", "--sni", "a.test", "--timeout", "1s"];
    let usual = report(&[&arguments[..], &["--skip", "sni"]].concat());
    assert_eq!(usual["sections"]["vulnerabilities"], Value::Null);
    let asked = scanned(&peer);
    let renegotiation = &asked["sections"]["vulnerabilities"]["client_renegotiation"];
    assert!(renegotiation["inconclusive"].is_string(), "{asked:#}");
}
