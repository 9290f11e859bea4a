//! SARIF and JUnit against the schemas that their readers publish: whatever the report is, the document
//! is valid.

use std::path::Path;

use serde_json::Value;

use crate::judge::{judge, peers, text};
use crate::tlsctl::{Output, tlsctl};

/// Runs that end in every way a report can: with findings, without, with problems, with a stranger's
/// control characters in names of files and of certificates.
const RUNS: [&[&str]; 9] = [
    &["inspect", "--lint=public", "--fail-on", "notice", "bad"],
    &["inspect", "--lint=public", "hostile.pem", "hostile.pem"],
    &["inspect", "--verify", "--host", "other.test", "hostile.pem"],
    &["inspect", "hostile.pem"],
    &["inspect", "--short", "hostile.pem"],
    &[
        "inspect",
        "missing.pem",
        "missing.pem",
        "noise\u{1b}[2J \"<&>'%\u{fffe}",
    ],
    &["inspect", "empty"],
    &["inspect", "--expires-within", "9000d", "hostile.pem"],
    &["probe", "127.0.0.1:1", "[::1]:1"],
];

/// Certificates of all sorts, one with hostile names, a file of noise and an empty directory.
fn inputs(at: &Path) {
    tlsctl([
        "gen",
        "bad",
        "expired",
        "nul-in-name",
        "wildcard-partial",
        "--for",
        "example.test",
    ])
    .within(at)
    .ok();
    let config = "[req]\ndistinguished_name=dn\nprompt=no\nutf8=yes\nx509_extensions=ext\n[dn]\n\
        CN=\u{1b}[2J\u{1b}]0;owned\u{7} <&\"'>]]>\nO=Acme\u{d}\u{b}\u{fffe}\nOU=\u{202e}moc\u{85}\u{7f}\n\
        [ext]\nsubjectAltName=@names\n[names]\nDNS.1=a\u{1b}[31mb.example\n";
    std::fs::write(at.join("hostile.cnf"), config).expect("a file");
    let make = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes";
    let (key, out, config) = (
        text(at.join("k")),
        text(at.join("hostile.pem")),
        text(at.join("hostile.cnf")),
    );
    let files = ["-keyout", &key, "-out", &out, "-config", &config];
    judge("openssl", &make.split(' ').chain(files).collect::<Vec<_>>());
    std::fs::write(at.join("noise\u{1b}[2J \"<&>'%\u{fffe}"), b"\x00\xffnoise").expect("a file");
    std::fs::create_dir(at.join("empty")).expect("a directory");
}

fn each_run(format: &str, check: impl Fn(&Path, &Output)) {
    let scratch = tempfile::tempdir().expect("a scratch directory");
    inputs(scratch.path());
    let server = tlsctl(["serve", "--echo", "--listen", "127.0.0.1:0"])
        .within(scratch.path())
        .serve();
    let port = format!("127.0.0.1:{}", server.port());
    let probe: &[&str] = &["probe", &port, "--fast", "--fail-on", "notice"];
    for run in RUNS.into_iter().chain([probe]) {
        let output = tlsctl(run.iter().copied().chain(["--format", format]))
            .within(scratch.path())
            .run();
        assert!(output.code < 5, "{run:?}: {output:#?}");
        check(scratch.path(), &output);
    }
}

#[test]
fn sarif_is_valid_by_its_schema() {
    let schema = std::fs::read_to_string(peers().join("schemas/sarif-2.1.0.json")).expect("the schema");
    let schema: Value = serde_json::from_str(&schema).expect("JSON");
    let judge = jsonschema::options()
        .should_validate_formats(true)
        .build(&schema)
        .expect("the schema is a schema");
    each_run("sarif", |_, output| {
        let document: Value = serde_json::from_str(&output.stdout).expect("JSON");
        let faults: Vec<String> = judge
            .iter_errors(&document)
            .map(|fault| format!("{} at {}", fault, fault.instance_path()))
            .collect();
        assert!(faults.is_empty(), "{faults:#?}\n{}", output.stdout);
    });
    let mut broken: Value = serde_json::json!({ "version": "2.1.0", "runs": [{}] });
    assert!(!judge.is_valid(&broken), "a run names its tool");
    broken["runs"] = serde_json::json!([]);
    assert!(judge.is_valid(&broken));
}

#[test]
fn junit_is_valid_by_the_schema_of_jenkins() {
    let schema = text(peers().join("schemas/junit-10.xsd"));
    each_run("junit", |at, output| {
        let document = at.join("report.xml");
        std::fs::write(&document, &output.stdout).expect("a file");
        judge("xmllint", &["--noout", "--schema", &schema, &text(&document)]);
        let cases = output.stdout.matches("<testcase ").count();
        let counted: usize = output
            .stdout
            .split("tests=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next()?.parse::<usize>().ok())
            .sum();
        assert_eq!(cases, counted, "{}", output.stdout);
    });
}
