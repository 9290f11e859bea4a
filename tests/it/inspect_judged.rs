//! `tlsctl inspect` where it is asked to judge: what flags ask for a verdict, that nothing passes for want
//! of anything to judge, and which certificate a chain is made for.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::tlsctl::{scratch, tlsctl};

/// A CA of two tiers in `ca`; `one` and `two` below it; all certificates, the CAs first, in `mess.pem`.
fn pki(at: &Path) {
    tlsctl(["gen", "ca", "--intermediates", "1", "-q", "-o", "/dev/null"])
        .within(at)
        .ok();
    for name in ["one", "two"] {
        let host = format!("{name}.example");
        tlsctl(["gen", &host, "--ca", "ca", "--out", name, "-q", "-o", "/dev/null"])
            .within(at)
            .ok();
    }
    let parts = ["ca/root.pem", "ca/cert.pem", "one/cert.pem", "two/cert.pem"];
    let mess: Vec<u8> = parts.iter().flat_map(|part| read(at, part)).collect();
    fs::write(at.join("mess.pem"), mess).expect("a file");
}

fn read(at: &Path, name: &str) -> Vec<u8> {
    fs::read(at.join(name)).expect("it is there")
}

#[test]
fn a_chain_is_made_for_the_leaf_that_is_meant_or_not_at_all() {
    let scratch = scratch();
    let at = scratch.path();
    pki(at);
    let said = tlsctl(["inspect", "mess.pem", "--fix", "fixed.pem"])
        .within(at)
        .fails(3);
    assert!(
        said.contains("`one.example` and `two.example` could each be the leaf"),
        "{said}"
    );
    assert!(!at.join("fixed.pem").exists());
    let by_key = ["inspect", "mess.pem", "two/privkey.pem", "--fix", "two.pem", "-q"];
    tlsctl(by_key).within(at).ok();
    assert_eq!(read(at, "two.pem"), read(at, "two/fullchain.pem"));
    let by_host = [
        "inspect",
        "mess.pem",
        "--host",
        "one.example",
        "--fix",
        "one.pem",
        "-q",
    ];
    tlsctl(by_host).within(at).ok();
    assert_eq!(read(at, "one.pem"), read(at, "one/fullchain.pem"));
    let other = [
        "inspect",
        "mess.pem",
        "--host",
        "other.example",
        "--fix",
        "other.pem",
    ];
    tlsctl(other).within(at).fails(3);
}

#[test]
fn several_leaves_below_one_ca_do_not_make_it_one_that_signed_nothing() {
    let scratch = scratch();
    let at = scratch.path();
    pki(at);
    let text = tlsctl(["inspect", "mess.pem"]).within(at).ok();
    assert!(!text.contains("Intermediate` has signed nothing"), "{text}");
    assert!(
        text.contains("`two.example` has signed nothing in this chain"),
        "{text}"
    );
}

#[test]
fn a_chain_is_made_with_the_issuers_given_and_says_what_it_misses() {
    let scratch = scratch();
    let at = scratch.path();
    pki(at);
    let fix = [
        "inspect",
        "one/cert.pem",
        "--untrusted",
        "ca/cert.pem",
        "--fix",
        "fixed.pem",
        "-q",
    ];
    tlsctl(fix).within(at).ok();
    assert_eq!(read(at, "fixed.pem"), read(at, "one/fullchain.pem"));
    let alone = tlsctl(["inspect", "one/cert.pem", "--fix", "alone.pem"])
        .within(at)
        .run();
    assert_eq!(alone.code, 0, "{alone:?}");
    assert!(
        alone.stderr.contains("whose certificate is not there"),
        "{alone:?}"
    );
}

#[test]
fn nothing_passes_for_want_of_anything_to_judge() {
    let scratch = scratch();
    let at = scratch.path();
    pki(at);
    tlsctl(["gen", "csr", "c.example", "--out", "c", "-q", "-o", "/dev/null"])
        .within(at)
        .ok();
    for judging in ["--verify", "--lint", "--expires-within=30d", "--purpose=client"] {
        for input in ["c/request.pem", "one/privkey.pem"] {
            let said = tlsctl(["inspect", input, judging]).within(at).fails(3);
            assert!(
                said.contains(&format!("`{input}` holds no certificate")),
                "{judging}: {said}"
            );
        }
    }
    let verify = [
        "inspect",
        "one",
        "ca",
        "--roots",
        "ca/root.pem",
        "--format",
        "json",
    ];
    let output = tlsctl(verify).within(at).run();
    let reports: Value = serde_json::from_str(&output.stdout).expect("JSON");
    for report in reports.as_array().expect("a list") {
        let verification = &report["sections"]["verification"];
        let is_judged = verification["accepted"].is_boolean();
        assert!(is_judged || verification["not_judged"].is_string(), "{report:#}");
    }
}

#[test]
fn every_flag_of_verification_asks_for_a_verdict() {
    let scratch = scratch();
    let at = scratch.path();
    pki(at);
    tlsctl(["gen", "crl", "--ca", "ca", "-q", "-o", "/dev/null"])
        .within(at)
        .ok();
    let flags: [&[&str]; 7] = [
        &["--crl", "ca/crl.pem"],
        &["--untrusted", "ca/cert.pem"],
        &["--purpose", "server"],
        &["--profile", "private"],
        &["--max-depth", "3"],
        &["--inhibit-any"],
        &["--aia"],
    ];
    for flag in flags {
        let arguments = ["inspect", "one/fullchain.pem"].iter().chain(flag).copied();
        let output = tlsctl(arguments)
            .within(at)
            .env("TLSCTL_ROOTS_FILE", "ca/root.pem")
            .run();
        assert!(output.stdout.contains("Verification"), "{flag:?}: {output:#?}");
        let list = ["inspect", "one/fullchain.pem", "--short"]
            .iter()
            .chain(flag)
            .copied();
        tlsctl(list).within(at).fails(2);
    }
}

#[test]
fn a_response_among_the_inputs_is_consulted() {
    let scratch = scratch();
    let at = scratch.path();
    pki(at);
    tlsctl([
        "gen",
        "ocsp",
        "one",
        "--ca",
        "ca",
        "--status",
        "revoked",
        "--out",
        "r.der",
        "-q",
        "-o",
        "/dev/null",
    ])
    .within(at)
    .run();
    let response = if at.join("r.der").is_dir() {
        "r.der/ocsp.der"
    } else {
        "r.der"
    };
    let verify = ["inspect", "one/fullchain.pem", response, "--roots", "ca/root.pem"];
    let output = tlsctl(verify).within(at).run();
    assert_eq!(output.code, 1, "{output:#?}");
    assert!(output.stdout.contains("revoked"), "{output:#?}");
}

#[test]
fn of_a_set_the_one_that_signed_nobody_is_the_leaf() {
    let scratch = scratch();
    let at = scratch.path();
    pki(at);
    tlsctl([
        "inspect",
        "ca/cert.pem",
        "one/cert.pem",
        "--to",
        "pkcs7",
        "-o",
        "set.p7b",
    ])
    .within(at)
    .ok();
    let report = tlsctl(["inspect", "set.p7b", "--roots", "ca/root.pem", "--format", "json"])
        .within(at)
        .ok();
    let report: Value = serde_json::from_str(&report).expect("JSON");
    assert_eq!(
        report["sections"]["verification"]["leaf"], "one.example",
        "{report:#}"
    );
}

#[test]
fn requests_public_keys_and_responses_are_written_in_other_forms() {
    let scratch = scratch();
    let at = scratch.path();
    pki(at);
    tlsctl(["gen", "csr", "c.example", "--out", "c", "-q", "-o", "/dev/null"])
        .within(at)
        .ok();
    tlsctl(["inspect", "c/request.pem", "--to", "der", "-o", "c.der"])
        .within(at)
        .ok();
    let pem = tlsctl(["inspect", "c.der", "--to", "pem"]).within(at).ok();
    assert_eq!(pem.as_bytes(), read(at, "c/request.pem"));
    let all = [
        "inspect",
        "c/request.pem",
        "one/cert.pem",
        "--split",
        "-o",
        "parts",
        "-q",
    ];
    tlsctl(all).within(at).ok();
    assert!(at.join("parts/02-request.pem").exists());
    let store = [
        "inspect",
        "c/request.pem",
        "one/cert.pem",
        "--to",
        "pkcs7",
        "-o",
        "s.p7b",
    ];
    let output = tlsctl(store).within(at).run();
    assert_eq!(output.code, 0, "{output:#?}");
    assert!(
        output
            .stderr
            .contains("holds no certificate request: it is left out"),
        "{output:#?}"
    );
}

#[test]
fn a_certificate_is_verified_for_a_mailbox() {
    let scratch = scratch();
    let at = scratch.path();
    pki(at);
    let made = [
        "gen",
        "Bob@example.com",
        "--usage",
        "client",
        "--ca",
        "ca",
        "--out",
        "bob",
        "-q",
        "-o",
        "/dev/null",
    ];
    tlsctl(made).within(at).ok();
    let names = json_names(at);
    let local = names.split('@').next().expect("a mailbox");
    let verify = |mailbox: &str| {
        let flags = ["--purpose", "client", "--roots", "ca", "--host", mailbox];
        let arguments = ["inspect", "bob/fullchain.pem"].into_iter().chain(flags);
        tlsctl(arguments).within(at).run()
    };
    let output = verify(&format!("{local}@EXAMPLE.com"));
    assert_eq!(output.code, 0, "{output:#?}");
    let output = verify("alice@example.com");
    assert_eq!(output.code, 1, "{output:#?}");
    assert!(output.stdout.contains("[name-mismatch]"), "{output:#?}");
    assert_eq!(verify("@example.com").code, 2);
}

/// The one name of `bob`, as the certificate has it.
fn json_names(at: &Path) -> String {
    let report = tlsctl(["inspect", "bob/cert.pem", "--format", "json"])
        .within(at)
        .ok();
    let report: Value = serde_json::from_str(&report).expect("JSON");
    let name = report["sections"]["contents"]["certificates"][0]["names"][0].as_str();
    name.and_then(|name| name.strip_prefix("email:"))
        .expect("a mailbox")
        .to_owned()
}

#[test]
fn what_other_verifiers_say_is_a_table() {
    let scratch = scratch();
    let at = scratch.path();
    pki(at);
    let text = tlsctl(["inspect", "one/fullchain.pem", "--roots", "ca", "--stack"])
        .within(at)
        .ok();
    assert!(text.contains("Other verifiers\n"), "{text}");
    for name in ["Apple", "Chrome", "GnuTLS", "Go", "NSS", "OpenSSL", "webpki"] {
        let line = text.lines().find(|line| line.trim_start().starts_with(name));
        let line = line.unwrap_or_else(|| panic!("no line for {name} in {text}"));
        assert!(line.contains("accepts") || line.contains("not known"), "{line}");
    }
    assert!(!text.contains("because none"), "{text}");
}

#[test]
fn a_server_that_knows_no_such_name_is_said_and_another_name_can_be_sent() {
    let scratch = scratch();
    let at = scratch.path();
    pki(at);
    let server = tlsctl([
        "serve",
        "--echo",
        "--tls",
        "one",
        "--tls-strict-host",
        "--listen",
        "127.0.0.1:0",
    ])
    .within(at)
    .serve();
    let address = format!("127.0.0.1:{}", server.port());
    let said = tlsctl(["inspect", &address, "--sni", "other.example"])
        .within(at)
        .fails(5);
    assert!(
        said.contains("`other.example` with the alert unrecognized_name"),
        "{said}"
    );
    assert!(said.contains("--sni NAME"), "{said}");
    let text = tlsctl(["inspect", &address, "--sni", "one.example"])
        .within(at)
        .ok();
    assert!(text.contains("one.example"), "{text}");
    let named = [
        "inspect",
        "one.example:443",
        "--connect",
        &address,
        "--roots",
        "ca",
    ];
    let text = tlsctl(named).within(at).ok();
    assert!(text.contains("accepted"), "{text}");
}

#[test]
fn hints_name_what_was_meant() {
    let scratch = scratch();
    let at = scratch.path();
    pki(at);
    for (input, hint) in [
        ("example.com", "tlsctl inspect example.com:443"),
        ("localhost", "localhost:443"),
    ] {
        let said = tlsctl(["inspect", input]).within(at).fails(3);
        assert!(said.contains(hint), "{said}");
    }
    let said = tlsctl(["inspect", "missing.pem"]).within(at).fails(3);
    assert!(!said.contains("hint"), "{said}");
    let output = tlsctl(["inspect", "one/cert.pem", "--lint", "public"])
        .within(at)
        .run();
    assert_eq!(output.code, 3, "{output:?}");
    assert!(output.stderr.contains("--lint=public"), "{output:?}");
}

#[test]
fn the_password_of_one_store_does_not_lock_another_that_has_none() {
    let scratch = scratch();
    let at = scratch.path();
    pki(at);
    let store = |password: &str, file: &str| {
        tlsctl([
            "inspect",
            "one/cert.pem",
            "--to",
            "pkcs12",
            "-o",
            file,
            "--password-file",
            "pw",
        ])
        .within(at)
        .env("PW", password)
        .run()
    };
    fs::write(at.join("pw"), "secret\n").expect("a file");
    assert_eq!(store("secret", "locked.p12").code, 0);
    let bare = "openssl pkcs12 -export -nokeys -in one/cert.pem -out bare.p12 -passout pass:";
    let status = std::process::Command::new("sh")
        .args(["-c", bare])
        .current_dir(at)
        .status();
    assert!(status.expect("openssl runs").success());
    let text = tlsctl(["inspect", "bare.p12", "locked.p12"])
        .within(at)
        .env("TLSCTL_PASSWORD", "secret")
        .ok();
    assert_eq!(text.matches("CN=one.example").count(), 1, "{text}");
    assert!(text.contains("same as     bare.p12"), "{text}");
    let wrong = tlsctl(["inspect", "locked.p12"])
        .within(at)
        .env("TLSCTL_PASSWORD", "wrong");
    wrong.fails(3);
}
