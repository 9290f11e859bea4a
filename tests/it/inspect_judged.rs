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
    let alone = tlsctl(["inspect", "one/cert.pem", "--fix", "alone.pem"]).within(at).run();
    assert_eq!(alone.code, 0, "{alone:?}");
    assert!(alone.stderr.contains("whose certificate is not there"), "{alone:?}");
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
