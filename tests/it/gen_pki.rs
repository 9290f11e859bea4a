//! `tlsctl gen pki`: a whole PKI from one file, made once and then kept up to date.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::judge::{judge, text};
use crate::tlsctl::{faulty, tlsctl};

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
    fs::write(&file, "somebody's").expect("a file");
    tlsctl(["gen", "pki", "pki.toml"]).within(home).fails(6);
    assert_eq!(fs::read(&file).expect("a file"), b"somebody's", "no pair of ours");
    fs::remove_file(&file).expect("it was there");
    std::os::unix::fs::symlink("elsewhere", &file).expect("a link");
    tlsctl(["gen", "pki", "pki.toml"]).within(home).fails(6);
}

#[test]
fn no_entry_goes_over_what_is_no_pair_or_a_file_of_another() {
    let home = tempfile::tempdir().expect("a temporary directory");
    let home = home.path();
    let ca = "[[ca]]\nid = 'r'\n";
    fs::write(home.join("pki.toml"), ca).expect("a manifest");
    tlsctl(["gen", "pki", "pki.toml"]).within(home).ok();
    let before = tree(home);
    for (out, layout, code) in [
        ("r/privkey.pem", "combined", 3),
        ("r/root.pem", "files", 3),
        ("pki.toml", "combined", 6),
        ("mine.pem/x", "combined", 3),
    ] {
        let leaf = format!("[[cert]]\nnames = ['a.test']\nca = 'r'\nlayout = '{layout}'\nout = '{out}'\n");
        let other = "[[cert]]\nnames = ['b.test']\nlayout = 'combined'\nout = 'mine.pem'\n";
        fs::write(home.join("pki.toml"), format!("{ca}{leaf}{other}")).expect("a manifest");
        let said = tlsctl(["gen", "pki", "pki.toml"]).within(home).fails(code);
        assert!(said.contains(out), "{said}");
        fs::write(home.join("pki.toml"), ca).expect("a manifest");
        assert!(tree(home) == before, "{out}");
    }
}

#[test]
fn two_runs_at_once_make_one_pki() {
    let home = tempfile::tempdir().expect("a temporary directory");
    let home = home.path();
    for leaf in ["a", "b"] {
        let manifest = format!("[[ca]]\nid = 'r'\n[[cert]]\nnames = ['{leaf}.test']\nca = 'r'\n");
        fs::write(home.join(format!("{leaf}.toml")), manifest).expect("a manifest");
    }
    for out in ["new", "there"] {
        if out == "there" {
            fs::create_dir(home.join(out)).expect("a directory");
        }
        std::thread::scope(|scope| {
            for manifest in ["a.toml", "b.toml", "a.toml", "b.toml"] {
                scope.spawn(move || tlsctl(["gen", "pki", manifest, "--out", out]).within(home).ok());
            }
        });
        let root = text(home.join(out).join("r/root.pem"));
        for leaf in ["a", "b"] {
            let cert = text(home.join(out).join(format!("certs/{leaf}.test/cert.pem")));
            judge("openssl", &["verify", "-CAfile", &root, &cert]);
        }
    }
}

#[test]
fn a_ca_keeps_a_key_of_a_type_that_the_manifest_does_not_ask_for() {
    let home = tempfile::tempdir().expect("a temporary directory");
    let home = home.path();
    let made = ["gen", "ca", "Root", "--key-type", "rsa2048", "--out", "r"];
    tlsctl(made).within(home).ok();
    let before = fs::read(home.join("r/privkey.pem")).expect("a key");
    let manifest = "[defaults]\nkey-type = 'p384'\n[[ca]]\nid = 'r'\nname = 'Root'\n";
    fs::write(home.join("pki.toml"), manifest).expect("a manifest");
    assert_eq!(carry_out(home, &[]), (0, Vec::new()));
    assert_eq!(fs::read(home.join("r/privkey.pem")).expect("a key"), before);
    fs::write(home.join("pki.toml"), format!("{manifest}key-type = 'p384'\n")).expect("a manifest");
    assert_eq!(
        carry_out(home, &["--check"]),
        (1, vec!["r: key-type-changed".to_owned()])
    );
}

#[test]
fn dates_that_are_written_out_are_carried_out_once() {
    let home = tempfile::tempdir().expect("a temporary directory");
    let home = home.path();
    let manifest = "[[ca]]\nid = 'r'\nnot-before = 2020-01-01\nnot-after = '2090-01-01'\nrenew-before = '40000d'\n\
        [[cert]]\nnames = ['a.test']\nca = 'r'\nnot-before = '2021-01-01'\nnot-after = '2022-01-01'\n\
        [[cert]]\nnames = ['b.test']\nca = 'r'\ndays = '30d'\nrenew-before = '1d'\n";
    fs::write(home.join("pki.toml"), manifest).expect("a manifest");
    assert_eq!(carry_out(home, &[]).1.len(), 3);
    assert_eq!(
        carry_out(home, &["--check"]),
        (0, Vec::new()),
        "a new one would end as soon"
    );
}

#[test]
fn what_is_to_be_encrypted_or_legacy_is_compared_with_what_is_there() {
    let home = tempfile::tempdir().expect("a temporary directory");
    let home = home.path();
    fs::write(home.join("pw"), "sesame1").expect("a password");
    let with = ["--password-file", "pw"];
    let state = |encrypt: bool, legacy: bool| {
        let manifest = format!(
            "[[ca]]\nid = 'r'\nencrypt = {encrypt}\n[[cert]]\nnames = ['a.test']\nca = 'r'\n\
             encrypt = {encrypt}\nforms = ['p12']\nlegacy = {legacy}\n"
        );
        fs::write(home.join("pki.toml"), manifest).expect("a manifest");
    };
    state(true, false);
    assert_eq!(carry_out(home, &with).1.len(), 2);
    for (encrypt, legacy, reasons) in [
        (
            false,
            false,
            &["r: key-encrypted", "certs/a.test: key-encrypted"][..],
        ),
        (false, true, &["certs/a.test: files-changed"]),
        (false, false, &["certs/a.test: files-changed"]),
    ] {
        state(encrypt, legacy);
        let check: Vec<&str> = ["--check"].into_iter().chain(with).collect();
        assert_eq!(
            carry_out(home, &check),
            (1, reasons.iter().map(|&reason| reason.to_owned()).collect())
        );
        assert_eq!(carry_out(home, &with).0, 0);
        assert_eq!(carry_out(home, &check), (0, Vec::new()));
    }
    let plain = fs::read_to_string(home.join("r/privkey.pem")).expect("a key");
    assert!(plain.starts_with("-----BEGIN PRIVATE KEY-----"), "{plain}");
    // A store that is not opened may be right.
    for wrong in [&["--check"][..], &["--check", "--password-file", "pki.toml"]] {
        let line = ["gen", "pki", "pki.toml"].iter().chain(wrong);
        let said = tlsctl(line).within(home).fails(3);
        assert!(
            said.contains("keystore.p12") && said.contains("password"),
            "{said}"
        );
    }
}

#[test]
fn a_request_that_waits_for_its_certificate_keeps_its_key() {
    let home = tempfile::tempdir().expect("a temporary directory");
    let home = home.path();
    tlsctl(["gen", "csr", "a.test"]).within(home).ok();
    let before = tree(home);
    let said = tlsctl(["gen", "a.test", "--self-signed", "--ensure"])
        .within(home)
        .fails(6);
    assert!(said.contains("request"), "{said}");
    assert!(tree(home) == before);
    fs::write(home.join("pki.toml"), "[[cert]]\nnames = ['a.test']\n").expect("a manifest");
    tlsctl(["gen", "pki", "pki.toml"]).within(home).fails(6);
}

#[test]
fn an_intermediate_has_room_for_the_cas_below_it() {
    let home = tempfile::tempdir().expect("a temporary directory");
    let home = home.path();
    let manifest = "[[ca]]\nid = 'r'\n[[ca]]\nid = 'i'\nissuer = 'r'\n[[ca]]\nid = 'j'\nissuer = 'i'\n\
        [[cert]]\nnames = ['a.test']\nca = 'j'\n";
    fs::write(home.join("pki.toml"), manifest).expect("a manifest");
    assert_eq!(carry_out(home, &[]).1.len(), 4);
    let (root, chain) = (
        text(home.join("r/cert.pem")),
        text(home.join("certs/a.test/fullchain.pem")),
    );
    judge(
        "openssl",
        &["verify", "-CAfile", &root, "-untrusted", &chain, &chain],
    );
}

/// Every file below a directory with what is in it.
fn tree(directory: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(directory).expect("a directory") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files.extend(tree(&path));
        } else {
            files.insert(path.clone(), fs::read(&path).expect("a file"));
        }
    }
    files
}

const LINE: &str = "[[ca]]\nid = 'root'\npermit = ['acme.test']\n[[ca]]\nid = 'web'\nissuer = 'root'\n\
    [[cert]]\nnames = ['www.acme.test']\nca = 'web'\n";

#[test]
fn a_manifest_that_cannot_be_carried_out_leaves_what_is_there_as_it_is() {
    let home = tempfile::tempdir().expect("a temporary directory");
    let home = home.path();
    let manifest = home.join("pki.toml");
    fs::write(&manifest, LINE).expect("a manifest");
    tlsctl(["gen", "pki", "pki.toml"]).within(home).ok();
    for (changed, why) in [
        (
            LINE.replace("acme.test']\n[[ca", "other.test']\n[[ca"),
            "may not sign for `www.acme.test`",
        ),
        (
            LINE.replace("issuer = 'root'", "issuer = 'root'\ndays = 10")
                .replace("ca = 'web'", "ca = 'web'\ndays = 100")
                .replace("id = 'web'", "id = 'web'\nkey-type = 'p384'"),
            "longer than its CA",
        ),
        (
            LINE.replace("id = 'root'", "id = 'root'\npath-len = 0"),
            "may not sign another CA",
        ),
    ] {
        fs::write(&manifest, changed).expect("a manifest");
        let before = tree(home);
        for more in [&[][..], &["--check"]] {
            let arguments = [&["gen", "pki", "pki.toml"], more].concat();
            let said = tlsctl(arguments).within(home).fails(1);
            assert!(said.contains(why) && !said.contains("--not-after"), "{said}");
            assert!(tree(home) == before, "{why}: something was written");
        }
    }
}

#[test]
fn a_path_length_that_was_changed_is_a_reason() {
    let home = tempfile::tempdir().expect("a temporary directory");
    let home = home.path();
    fs::write(home.join("pki.toml"), "[[ca]]\nid = 'a'\npath-len = 0\n").expect("a manifest");
    carry_out(home, &[]);
    let more = "[[ca]]\nid = 'a'\n[[ca]]\nid = 'b'\nissuer = 'a'\n";
    fs::write(home.join("pki.toml"), more).expect("a manifest");
    let rows = ["a: path-length-changed", "b: missing"].map(str::to_owned);
    assert_eq!(carry_out(home, &["--check"]), (1, rows.to_vec()));
    assert_eq!(carry_out(home, &[]), (0, rows.to_vec()));
    assert_eq!(carry_out(home, &["--check"]), (0, Vec::new()));
}

#[test]
fn damaged_files_of_a_ca_are_mended_with_the_key_that_it_has() {
    let home = tempfile::tempdir().expect("a temporary directory");
    let home = home.path();
    fs::write(home.join("pki.toml"), LINE).expect("a manifest");
    carry_out(home, &[]);
    let whole = tree(home);
    fs::remove_file(home.join("web/root.pem")).expect("it was there");
    fs::copy(home.join("root/cert.pem"), home.join("web/fullchain.pem")).expect("a copy");
    let open = fs::Permissions::from_mode(0o644);
    fs::set_permissions(home.join("root/privkey.pem"), open).expect("a mode");
    let rows = ["root: key-exposed", "web: files-changed"].map(str::to_owned);
    assert_eq!(carry_out(home, &["--check"]), (1, rows.to_vec()));
    assert_eq!(carry_out(home, &[]), (0, rows.to_vec()));
    assert!(tree(home) == whole, "the same certificates and keys");
    let mode = fs::metadata(home.join("root/privkey.pem"))
        .expect("a key")
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
    assert_eq!(carry_out(home, &["--check"]), (0, Vec::new()));
    let leaf = home.join("certs/www.acme.test");
    fs::write(leaf.join("chain.pem"), "").expect("a file");
    let row = vec!["certs/www.acme.test: files-changed".to_owned()];
    assert_eq!(carry_out(home, &["--check"]), (1, row.clone()));
    assert_eq!(carry_out(home, &[]), (0, row));
}

#[test]
fn a_manifest_says_forms_dates_purposes_and_what_is_encrypted() {
    let home = tempfile::tempdir().expect("a temporary directory");
    let home = home.path();
    let manifest = "[[ca]]\nid = 'root'\nencrypt = true\nnot-after = '2055-01-01'\n\
        [[cert]]\nnames = ['a.test']\nca = 'root'\nforms = ['p12', 'k8s-secret', 'der']\n\
        not-before = '2026-01-01'\nnot-after = '2054-01-01'\n\
        eku = ['1.3.6.1.4.1.311.20.2.2']\nkey-usage = ['digitalSignature']\n";
    fs::write(home.join("pki.toml"), manifest).expect("a manifest");
    fs::write(home.join("pw"), "sesame1").expect("a password");
    let said = tlsctl(["gen", "pki", "pki.toml"]).within(home).fails(2);
    assert!(said.contains("--password-file"), "{said}");
    let missing = vec!["root: missing".to_owned(), "certs/a.test: missing".to_owned()];
    assert_eq!(
        carry_out(home, &["--check"]),
        (1, missing),
        "to look takes no password"
    );
    let with = ["--password-file", "pw"];
    assert_eq!(carry_out(home, &with).0, 0);
    let key = fs::read_to_string(home.join("root/privkey.pem")).expect("a key");
    assert!(key.starts_with("-----BEGIN ENCRYPTED PRIVATE KEY-----"));
    let shown = judge(
        "openssl",
        &[
            "x509",
            "-noout",
            "-text",
            "-in",
            &text(home.join("certs/a.test/cert.pem")),
        ],
    );
    for part in [
        "Jan  1 00:00:00 2026",
        "Jan  1 00:00:00 2054",
        "Microsoft Smartcard Login",
    ] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    let store = text(home.join("certs/a.test/keystore.p12"));
    judge(
        "openssl",
        &["pkcs12", "-noenc", "-passin", "pass:sesame1", "-in", &store],
    );
    assert!(home.join("certs/a.test/secret.yaml").exists());
    let check = ["--check", "--password-file", "pw"];
    assert_eq!(carry_out(home, &check), (0, Vec::new()));
    fs::write(home.join("certs/a.test/keystore.p12"), "garbage").expect("a file");
    let row = "certs/a.test: files-changed".to_owned();
    assert_eq!(carry_out(home, &check), (1, vec![row]));
    carry_out(home, &with);
    let later = manifest.replace("2054", "2053");
    fs::write(home.join("pki.toml"), later).expect("a manifest");
    let row = "certs/a.test: dates-changed".to_owned();
    assert_eq!(carry_out(home, &check), (1, vec![row]));
}

#[test]
fn words_about_another_issuer_tell_two_of_one_name_apart() {
    let home = tempfile::tempdir().expect("a temporary directory");
    let home = home.path();
    fs::write(home.join("pki.toml"), LINE).expect("a manifest");
    carry_out(home, &[]);
    fs::write(
        home.join("pki.toml"),
        LINE.replace("id = 'web'", "id = 'web'\nkey-type = 'p384'"),
    )
    .expect("a manifest");
    let said = tlsctl(["gen", "pki", "pki.toml", "--check", "--format", "json"])
        .within(home)
        .run()
        .stdout;
    assert!(
        said.contains("a CA called `web`, too, with another key"),
        "{said}"
    );
}

#[test]
fn with_the_disk_full_a_whole_pki_stays_as_it_was() {
    let home = tempfile::tempdir().expect("a temporary directory");
    let home = home.path();
    fs::write(home.join("pki.toml"), LINE).expect("a manifest");
    let run = |call: &str, fault: &str| {
        let line = ["gen", "pki", "pki.toml", "--out", "all", "-q"];
        let status = faulty(&[(call, fault)], &line, home)
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .status();
        status.expect("strace is there: tests/run installs it").success()
    };
    for number in [1, 2, 4] {
        assert!(
            !run("write", &format!("error=ENOSPC:when={number}")),
            "write {number}"
        );
        assert!(
            !home.join("all").exists(),
            "write {number}: an empty directory stays"
        );
    }
    // Where nothing was, all of it appears in one step, and a run that is killed before has made nothing.
    assert!(!run("renameat2", "error=EIO:when=1"), "the one rename");
    assert!(
        tree(home).len() == 1,
        "only the manifest: {:?}",
        tree(home).keys()
    );
    for (call, number) in [("mkdir", 2), ("openat", 20), ("write", 3), ("renameat2", 1)] {
        assert!(
            !run(call, &format!("signal=SIGKILL:when={number}")),
            "{call} {number}"
        );
        assert!(
            !home.join("all").exists(),
            "{call} {number}: a part of it is there"
        );
    }
    assert!(run("write", "error=ENOSPC:when=1000"), "nothing in the way");
    let left = fs::read_dir(home).expect("a directory").count();
    assert_eq!(
        left, 2,
        "the manifest and what it makes: what killed runs left is gone"
    );
    let before = tree(&home.join("all"));
    let changed = LINE.replace("permit", "key-type = 'p384'\npermit");
    fs::write(home.join("pki.toml"), changed).expect("a manifest");
    for number in [1, 2, 3] {
        let failed = !run("renameat2", &format!("error=EIO:when={number}"));
        assert!(failed, "rename {number}");
        assert!(
            tree(&home.join("all")) == before,
            "rename {number}: all is put back"
        );
    }
    let failed = !run("syncfs", "error=EIO:when=1");
    assert!(failed, "a disk that refuses");
    assert!(tree(&home.join("all")) == before, "nothing took its place");
    // What a killed run has put in place is right, and the next one goes on from there.
    for number in [1, 2, 2] {
        assert!(!run("renameat2", &format!("signal=SIGKILL:when={number}")));
        for place in ["root", "web", "certs/www.acme.test"] {
            let at = |name: &str| text(home.join("all").join(place).join(name));
            let cert = judge("openssl", &["x509", "-pubkey", "-noout", "-in", &at("cert.pem")]);
            let key = judge("openssl", &["pkey", "-pubout", "-in", &at("privkey.pem")]);
            assert_eq!(cert, key, "{place}: old or new, rename {number}");
        }
    }
    assert!(run("write", "error=ENOSPC:when=1000"), "and a whole run mends it");
    let left = tree(&home.join("all"))
        .keys()
        .filter(|path| text(path).contains(".tlsctl-"))
        .count();
    assert_eq!(left, 0, "what killed runs left is cleaned up");
}

#[test]
fn a_ca_whose_key_is_kept_elsewhere_stays_and_only_what_it_would_have_to_sign_is_refused() {
    let home = tempfile::tempdir().expect("a temporary directory");
    let home = home.path();
    fs::write(home.join("pki.toml"), LINE).expect("a manifest");
    carry_out(home, &[]);
    fs::rename(home.join("root/privkey.pem"), home.join("safe")).expect("a key");
    let before = tree(home);
    assert_eq!(carry_out(home, &["--check"]), (0, Vec::new()));
    assert_eq!(carry_out(home, &[]), (0, Vec::new()), "all is right without it");
    assert!(tree(home) == before, "nothing is replaced");
    fs::remove_file(home.join("root/root.pem")).expect("a root");
    assert_eq!(carry_out(home, &[]), (0, vec!["root: files-changed".to_owned()]));
    assert!(
        tree(home) == before,
        "what follows from the certificate needs no key"
    );
    let refused = |manifest: &str, why: &str| {
        fs::write(home.join("pki.toml"), manifest).expect("a manifest");
        let before = tree(home);
        let said = tlsctl(["gen", "pki", "pki.toml"]).within(home).fails(3);
        assert!(
            said.contains(why) && said.contains("hint: put its key back"),
            "{said}"
        );
        assert!(tree(home) == before, "{why}: nothing is changed");
    };
    let added = "\n[[cert]]\nnames = ['new.acme.test']\nca = 'root'\n";
    refused(&format!("{LINE}{added}"), "the key of the CA `root` is not here");
    refused(
        &LINE.replace("id = 'web'", "id = 'web'\nkey-type = 'p384'"),
        "the key of the CA `root` is not here",
    );
    refused(
        &LINE.replace("id = 'root'", "id = 'root'\nkey-type = 'p384'"),
        "its key is of another type",
    );
    let changed = format!("{LINE}{added}");
    fs::write(home.join("pki.toml"), changed).expect("a manifest");
    fs::rename(home.join("safe"), home.join("root/privkey.pem")).expect("a key");
    assert_eq!(
        carry_out(home, &[]),
        (0, vec!["certs/new.acme.test: missing".to_owned()])
    );
}

#[test]
fn a_damaged_file_of_a_ca_is_made_again_from_those_that_are_whole() {
    let home = tempfile::tempdir().expect("a temporary directory");
    let home = home.path();
    fs::write(home.join("pki.toml"), LINE).expect("a manifest");
    carry_out(home, &[]);
    let before = tree(home);
    for file in ["cert.pem", "chain.pem", "fullchain.pem", "root.pem"] {
        fs::write(home.join("web").join(file), "garbage").expect("a file");
        assert_eq!(
            carry_out(home, &["--check"]),
            (1, vec!["web: files-changed".to_owned()]),
            "{file}"
        );
        assert_eq!(
            carry_out(home, &[]),
            (0, vec!["web: files-changed".to_owned()]),
            "{file}"
        );
        assert!(tree(home) == before, "{file}");
    }
    for file in ["cert.pem", "fullchain.pem"] {
        fs::write(home.join("web").join(file), "garbage").expect("a file");
    }
    let said = tlsctl(["gen", "pki", "pki.toml"]).within(home).fails(3);
    assert!(said.contains("from a copy"), "{said}");
}

#[test]
fn another_length_of_life_in_the_manifest_is_carried_out() {
    let home = tempfile::tempdir().expect("a temporary directory");
    let home = home.path();
    let manifest = format!("{LINE}days = 90\n");
    fs::write(home.join("pki.toml"), &manifest).expect("a manifest");
    carry_out(home, &[]);
    assert_eq!(carry_out(home, &["--check"]), (0, Vec::new()));
    let longer = manifest.replace("90", "91");
    fs::write(home.join("pki.toml"), longer).expect("a manifest");
    let row = "certs/www.acme.test: dates-changed".to_owned();
    assert_eq!(carry_out(home, &[]), (0, vec![row]));
    assert_eq!(carry_out(home, &["--check"]), (0, Vec::new()));
    let shorter = format!("{LINE}days = 91\n").replace("id = 'web'", "id = 'web'\ndays = 400");
    fs::write(home.join("pki.toml"), shorter).expect("a manifest");
    let rows = ["web: dates-changed", "certs/www.acme.test: issuer-changed"];
    assert_eq!(carry_out(home, &[]), (0, rows.map(str::to_owned).to_vec()));
}
