//! `tlsctl inspect --lint`: what it says of our own certificates and of others', and how it exits.

use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;

use crate::tlsctl::{Output, tlsctl};

/// A CA with an intermediate, and below it a leaf of each kind of key.
fn made(arguments: &[&[&str]]) -> TempDir {
    let directory = tempfile::tempdir().expect("a temporary directory");
    for arguments in arguments {
        let output = tlsctl(arguments.iter().copied()).within(directory.path()).run();
        assert_eq!(output.code, 0, "{output:#?}");
    }
    directory
}

fn inspect(directory: &Path, arguments: &[&str]) -> Output {
    let all = ["inspect"].iter().chain(arguments).copied();
    tlsctl(all).within(directory).run()
}

fn findings(output: &Output) -> Vec<(String, String)> {
    let report: Value = serde_json::from_str(&output.stdout).expect("JSON");
    let reports = report.as_array().cloned().unwrap_or_else(|| vec![report]);
    let of = |finding: &Value, key: &str| finding[key].as_str().expect("text").to_owned();
    let all = reports
        .iter()
        .flat_map(|report| report["findings"].as_array().expect("a list").clone());
    all.map(|finding| (of(&finding, "rule"), of(&finding, "severity")))
        .collect()
}

#[test]
fn what_gen_makes_breaks_no_rule_of_dev_and_private() {
    let directory = made(&[
        &["gen", "ca", "--intermediates", "1", "--out", "ca"],
        &[
            "gen",
            "one.example.com",
            "*.example.com",
            "192.0.2.1",
            "--ca",
            "ca",
            "--out",
            "p256",
        ],
        &[
            "gen",
            "two.example.com",
            "--ca",
            "ca",
            "--key-type",
            "rsa2048",
            "--out",
            "rsa",
        ],
        &[
            "gen",
            "three.example.com",
            "--ca",
            "ca",
            "--key-type",
            "ed25519",
            "--usage",
            "client",
            "--out",
            "client",
        ],
        &["gen", "localhost", "127.0.0.1", "::1", "--out", "self"],
    ]);
    for profile in ["--lint=dev", "--lint=private"] {
        for place in ["ca", "p256", "rsa", "client", "self"] {
            let arguments = [place, profile, "--fail-on", "warning", "--format", "json"];
            let output = inspect(directory.path(), &arguments);
            let worse: Vec<_> = findings(&output)
                .into_iter()
                .filter(|(_, severity)| severity != "notice")
                .collect();
            assert_eq!((output.code, worse), (0, Vec::new()), "{profile} {place}");
        }
    }
}

#[test]
fn the_gate_decides_the_exit_code() {
    let directory = made(&[&["gen", "example.com", "--days", "900", "--out", "long"]]);
    let code = |arguments: &[&str]| inspect(directory.path(), arguments).code;
    assert_eq!(code(&["long/cert.pem"]), 0);
    assert_eq!(code(&["long/cert.pem", "--lint"]), 0);
    assert_eq!(code(&["long/cert.pem", "--lint", "--fail-on", "warning"]), 1);
    assert_eq!(code(&["long/cert.pem", "--lint=public"]), 1);
    assert_eq!(code(&["long/cert.pem", "--lint", "--profile", "public"]), 1);
    assert_eq!(code(&["long/cert.pem", "--lint=strict"]), 2);
}

#[test]
fn a_certificate_that_has_expired_is_an_error_of_the_same_name_everywhere_and_said_once() {
    let directory = made(&[&["gen", "example.com", "--days", "30", "--out", "short"]]);
    let arguments = ["short/cert.pem", "--lint", "--at", "+60d", "--format", "json"];
    let output = inspect(directory.path(), &arguments);
    assert_eq!(output.code, 1);
    assert!(
        findings(&output).contains(&("expired".to_owned(), "error".to_owned())),
        "{output:#?}"
    );
    let verified = ["--verify", "--roots", "short/cert.pem"];
    let both = inspect(directory.path(), &[&arguments[..], &verified].concat());
    let expired = findings(&both).into_iter().filter(|(rule, _)| rule == "expired");
    assert_eq!(expired.count(), 1, "{both:#?}");
}

#[test]
fn a_finding_says_what_to_do_and_what_zlint_calls_it() {
    let directory = made(&[&["gen", "example.com", "--out", "site"]]);
    let arguments = ["site/cert.pem", "--lint=public", "--format", "json"];
    let output = inspect(directory.path(), &arguments);
    let report: Value = serde_json::from_str(&output.stdout).expect("JSON");
    let findings = report["findings"].as_array().expect("a list");
    let finding = findings
        .iter()
        .find(|finding| finding["rule"] == "policies-missing")
        .expect("no policy");
    assert!(!finding["advice"].as_str().expect("advice").is_empty());
    assert_eq!(
        finding["evidence"]["zlint"][0],
        "e_sub_cert_certificate_policies_missing"
    );
    assert_eq!(report["sections"]["lint"]["profile"], "public");
    let text = tlsctl(["inspect", "site/cert.pem", "--lint=public"])
        .within(directory.path())
        .run()
        .stdout;
    assert!(text.contains("it names no policy"), "{text}");
    assert!(text.contains("by the rules of profile public: "), "{text}");
}

#[test]
fn the_system_bundle_is_linted_as_a_listing() {
    let bundle = "/etc/ssl/certs/ca-certificates.crt";
    let output = tlsctl(["inspect", bundle, "--lint"]).run();
    assert!(
        output
            .stdout
            .contains("certificates by the rules of profile dev: "),
        "{output:#?}"
    );
    assert!(output.stdout.starts_with("until "), "{output:#?}");
}

#[test]
fn an_outdated_revocation_list_is_linted_too() {
    let directory = made(&[
        &["gen", "ca", "--out", "ca"],
        &["gen", "crl", "--ca", "ca", "--out", "list.pem"],
    ]);
    let now = inspect(
        directory.path(),
        &["list.pem", "--lint=public", "--format", "json"],
    );
    assert_eq!((now.code, findings(&now)), (0, Vec::new()), "{now:#?}");
    let later = inspect(
        directory.path(),
        &["list.pem", "--lint", "--at", "+10y", "--format", "json"],
    );
    assert_eq!(
        findings(&later),
        [("crl-invalid".to_owned(), "error".to_owned())],
        "{later:#?}"
    );
    assert_eq!(later.code, 1);
}
