//! `tlsctl gen pki`: a whole PKI from one file, made once and then kept up to date.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use serde_json::Value;

use crate::judge::{judge, text};
use crate::tlsctl::tlsctl;

const MANIFEST: &str = r#"
[defaults]
renew-before = "30d"

[[cert]]
names = ["www.acme.test", "*.www.acme.test"]
ca = "web"
days = 90

[[cert]]
names = ["alone.test"]
out = "alone"
key-type = "ed25519"

[[ca]]
id = "web"
issuer = "root"

[[ca]]
id = "root"
name = "Acme Root"
key-type = "p384"
permit = ["acme.test"]

[[cert]]
names = ["bob@acme.test"]
ca = "root"
usage = ["client"]
"#;

/// Carries out the manifest; the exit code, and each entry that changed with its reasons.
#[track_caller]
fn carry_out(home: &Path, more: &[&str]) -> (i32, Vec<String>) {
    let arguments = [&["gen", "pki", "pki.toml", "--format", "json"], more].concat();
    let output = tlsctl(arguments).within(home).run();
    let report: Value = serde_json::from_str(&output.stdout).unwrap_or_else(|e| panic!("{e}: {output:#?}"));
    let changes = report["sections"]["entries"]["changes"]
        .as_array()
        .expect("changes")
        .clone();
    let word = |value: &Value| value.as_str().expect("text").to_owned();
    let line = |change: &Value| {
        let reasons: Vec<_> = change["reasons"]
            .as_array()
            .expect("reasons")
            .iter()
            .map(word)
            .collect();
        format!("{}: {}", word(&change["entry"]), reasons.join(" "))
    };
    (output.code, changes.iter().map(line).collect())
}

#[test]
fn a_manifest_is_carried_out_once_and_then_only_where_something_changed() {
    let home = tempfile::tempdir().expect("a temporary directory");
    let home = home.path();
    let at = |name: &str| text(home.join(name));
    fs::write(home.join("pki.toml"), MANIFEST).expect("a manifest");
    let (code, drift) = carry_out(home, &["--check"]);
    assert_eq!((code, drift.len()), (1, 5), "{drift:?}");
    assert!(!home.join("root").exists(), "a check changes nothing");
    let (code, made) = carry_out(home, &[]);
    assert_eq!((code, made.len()), (0, 5), "{made:?}");
    let leaf = at("certs/www.acme.test/cert.pem");
    judge(
        "openssl",
        &[
            "verify",
            "-x509_strict",
            "-CAfile",
            &at("root/root.pem"),
            "-untrusted",
            &at("certs/www.acme.test/chain.pem"),
            &leaf,
        ],
    );
    judge(
        "openssl",
        &[
            "verify",
            "-purpose",
            "sslclient",
            "-CAfile",
            &at("root/root.pem"),
            &at("certs/bob@acme.test/cert.pem"),
        ],
    );
    assert_eq!(carry_out(home, &[]), (0, Vec::new()), "nothing to do");
    assert_eq!(carry_out(home, &["--check"]), (0, Vec::new()));
    fs::write(
        home.join("pki.toml"),
        MANIFEST.replace("\"www.acme.test\", ", "\"www.acme.test\", \"api.acme.test\", "),
    )
    .expect("a manifest");
    assert_eq!(
        carry_out(home, &["--check"]),
        (1, vec!["certs/www.acme.test: names-changed".to_owned()])
    );
    assert_eq!(
        carry_out(home, &[]),
        (0, vec!["certs/www.acme.test: names-changed".to_owned()])
    );
    fs::write(home.join("pki.toml"), MANIFEST.replace("p384", "p256")).expect("a manifest");
    let below = [
        "root: key-type-changed",
        "web: issuer-changed",
        "certs/www.acme.test: names-changed issuer-changed",
        "certs/bob@acme.test: issuer-changed",
    ];
    assert_eq!(
        carry_out(home, &[]),
        (0, below.map(str::to_owned).to_vec()),
        "what hangs below follows"
    );
    assert_eq!(carry_out(home, &["--check"]), (0, Vec::new()));
}

#[test]
fn a_manifest_that_does_not_fit_together_changes_nothing() {
    let home = tempfile::tempdir().expect("a temporary directory");
    let home = home.path();
    for (manifest, why, code) in [
        ("[[ca]]\nid = 'a'\nissuer = 'b'\n", "no CA with this id", 3),
        ("[[ca]]\nid = 1\n", "in line 2", 3),
        ("[[cert]]\nnames = ['a b']\n", "`a b` is not a name", 3),
        (
            "[[cert]]\nnames = ['a.test']\nout = '../x'\n",
            "not a place below",
            3,
        ),
        (
            "[[ca]]\nid = 'a'\npermit = ['x.test']\n[[cert]]\nnames = ['y.test']\nca = 'a'\n",
            "may not sign for `y.test`",
            1,
        ),
    ] {
        fs::write(home.join("pki.toml"), manifest).expect("a manifest");
        let said = tlsctl(["gen", "pki", "pki.toml"]).within(home).fails(code);
        assert!(said.contains(why), "{said}");
        assert!(!home.join("certs").exists(), "{manifest}");
    }
    tlsctl(["gen", "pki", "nowhere.toml"]).within(home).fails(3);
}

#[test]
fn a_ca_that_cannot_be_read_is_never_replaced() {
    let home = tempfile::tempdir().expect("a temporary directory");
    let home = home.path();
    fs::write(home.join("pki.toml"), "[[ca]]\nid = 'root'\n").expect("a manifest");
    fs::write(home.join("pw"), "sesame1").expect("a password");
    tlsctl([
        "gen",
        "ca",
        "root",
        "--out",
        "root",
        "--encrypt",
        "--password-file",
        "pw",
    ])
    .within(home)
    .ok();
    let before = fs::read(home.join("root/privkey.pem")).expect("a key");
    tlsctl(["gen", "pki", "pki.toml"]).within(home).fails(3);
    assert_eq!(fs::read(home.join("root/privkey.pem")).expect("a key"), before);
    tlsctl(["gen", "pki", "pki.toml", "--password-file", "pw"])
        .within(home)
        .ok();
    assert_eq!(fs::read(home.join("root/privkey.pem")).expect("a key"), before);
}

#[test]
fn many_leaves_and_leaves_within_leaves_all_come_out_whole() {
    let home = tempfile::tempdir().expect("a temporary directory");
    let home = home.path();
    let leaves: Vec<String> = (0..200).map(|i| format!("h{i}.test")).collect();
    let table = |name: &String| format!("[[cert]]\nnames = ['{name}']\nca = 'root'\n");
    let mut manifest = "[[ca]]\nid = 'root'\n".to_owned();
    manifest.extend(leaves.iter().map(table));
    fs::write(home.join("pki.toml"), &manifest).expect("a manifest");
    let report = tlsctl(["gen", "pki", "pki.toml", "--format", "json"])
        .within(home)
        .ok();
    let report: Value = serde_json::from_str(&report).expect("JSON");
    let rows = report["sections"]["entries"]["changes"].as_array().expect("rows");
    assert_eq!(rows.len(), 201);
    assert_eq!(rows[7]["entry"], "certs/h6.test", "in the manifest's order");
    for name in &leaves {
        let place = home.join("certs").join(name);
        let key = fs::metadata(place.join("privkey.pem")).expect("a key");
        assert_eq!(key.permissions().mode() & 0o777, 0o600);
        assert!(place.join("fullchain.pem").exists(), "{name}");
    }
    let last = text(home.join("certs/h199.test/cert.pem"));
    judge(
        "openssl",
        &["verify", "-CAfile", &text(home.join("root/cert.pem")), &last],
    );
    manifest.push_str("[[cert]]\nnames = ['in.test']\nca = 'root'\nout = 'certs/h0.test/in'\n");
    fs::write(
        home.join("pki.toml"),
        manifest.replace("h0.test']", "h0.test', 'more.test']"),
    )
    .expect("a manifest");
    tlsctl(["gen", "pki", "pki.toml"]).within(home).ok();
    assert!(home.join("certs/h0.test/in/privkey.pem").exists());
    tlsctl(["gen", "pki", "pki.toml", "--check"]).within(home).ok();
}

#[test]
fn a_leaf_can_lie_in_one_file_that_servers_take() {
    let home = tempfile::tempdir().expect("a temporary directory");
    let home = home.path();
    let manifest = "[defaults]\nlayout = 'combined'\n[[ca]]\nid = 'root'\n\
        [[cert]]\nnames = ['a.test']\nca = 'root'\n\
        [[cert]]\nnames = ['b.test']\nca = 'root'\nlayout = 'files'\n";
    fs::write(home.join("pki.toml"), manifest).expect("a manifest");
    tlsctl(["gen", "pki", "pki.toml"]).within(home).ok();
    let file = home.join("certs/a.test.pem");
    let mode = fs::metadata(&file).expect("a file").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    assert!(home.join("certs/b.test/privkey.pem").exists());
    judge(
        "openssl",
        &[
            "verify",
            "-CAfile",
            &text(home.join("root/cert.pem")),
            &text(&file),
        ],
    );
    judge("openssl", &["pkey", "-in", &text(&file), "-noout", "-check"]);
    let loaded = ["serve", "--check-config", "--tls", "certs/a.test.pem"];
    assert_eq!(tlsctl(loaded).within(home).run().code, 0);
    let before = fs::read(&file).expect("a file");
    tlsctl(["gen", "pki", "pki.toml", "--check"]).within(home).ok();
    assert_eq!(fs::read(&file).expect("a file"), before, "what is right stays");
    fs::write(&file, "garbage").expect("a file");
    tlsctl(["gen", "pki", "pki.toml"]).within(home).ok();
    assert_ne!(fs::read(&file).expect("a file"), b"garbage");
    fs::remove_file(&file).expect("it was there");
    std::os::unix::fs::symlink("elsewhere", &file).expect("a link");
    tlsctl(["gen", "pki", "pki.toml"]).within(home).fails(6);
}
