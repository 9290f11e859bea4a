//! Trust stores: real NSS databases and a real Java keystore below a private home, and the commands that
//! would change the system's.

use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use crate::tlsctl::{Tlsctl, scratch, tlsctl};

/// A home directory with a root certificate in it.
fn home() -> TempDir {
    let home = scratch();
    let made = Command::new("openssl")
        .args([
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
            "-nodes",
            "-subj",
            "/CN=Test",
        ])
        .args(["-keyout", "key.pem", "-out", "root.pem"])
        .current_dir(home.path())
        .output()
        .expect("openssl runs");
    assert!(made.status.success(), "{made:?}");
    home
}

fn trust(home: &Path, arguments: &[&str]) -> Tlsctl {
    tlsctl(["trust"].iter().chain(arguments).copied())
        .within(home)
        .env("HOME", home)
}

fn certutil(arguments: &[&str]) -> String {
    let output = Command::new("certutil")
        .args(arguments)
        .output()
        .expect("certutil runs");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn nss_database(directory: &Path) -> String {
    fs::create_dir_all(directory).expect("it can be made");
    let database = format!("sql:{}", directory.display());
    certutil(&["-N", "-d", &database, "--empty-password"]);
    database
}

#[test]
fn a_root_goes_into_every_nss_profile_and_out_again() {
    let home = home();
    let databases: Vec<String> = [
        ".pki/nssdb",
        ".mozilla/firefox/abc.default",
        ".var/app/org.mozilla.firefox/.mozilla/firefox/def.default",
        ".config/mozilla/firefox/ghi.default",
        "elsewhere/profile",
    ]
    .iter()
    .map(|below| nss_database(&home.path().join(below)))
    .collect();
    let ini = format!(
        "[Profile0]\nIsRelative=0\nPath={}\n",
        home.path().join("elsewhere/profile").display()
    );
    fs::write(home.path().join(".mozilla/firefox/profiles.ini"), ini).expect("it can be written");

    assert_eq!(
        trust(home.path(), &["status", "root.pem", "--store", "nss"])
            .run()
            .code,
        1
    );
    trust(home.path(), &["install", "root.pem", "--store", "nss"]).ok();
    for database in &databases {
        assert!(
            certutil(&["-L", "-d", database]).contains("tlsctl-"),
            "{database}"
        );
    }
    trust(home.path(), &["status", "root.pem", "--store", "nss"]).ok();
    assert!(
        trust(home.path(), &["install", "root.pem", "--store", "nss"])
            .ok()
            .contains("present already")
    );
    trust(home.path(), &["uninstall", "root.pem", "--store", "nss"]).ok();
    for database in &databases {
        assert!(
            !certutil(&["-L", "-d", database]).contains("tlsctl-"),
            "{database}"
        );
    }
}

#[test]
fn a_root_goes_into_javas_keystore_and_out_again() {
    let home = home();
    let java = fs::canonicalize(which("java")).expect("java is somewhere");
    let real = java
        .parent()
        .and_then(Path::parent)
        .expect("java is in a bin directory");
    let own = home.path().join("java");
    fs::create_dir_all(own.join("lib/security")).expect("it can be made");
    std::os::unix::fs::symlink(real.join("bin"), own.join("bin")).expect("it can be linked");
    fs::copy(
        real.join("lib/security/cacerts"),
        own.join("lib/security/cacerts"),
    )
    .expect("it can be copied");
    let run = |verb: &str| {
        trust(home.path(), &[verb, "root.pem", "--store", "java"])
            .env("JAVA_HOME", &own)
            .run()
    };

    assert_eq!(run("status").code, 1);
    assert_eq!(run("install").code, 0);
    assert_eq!(run("status").code, 0);
    assert_eq!(run("uninstall").code, 0);
    assert_eq!(run("status").code, 1);
}

#[test]
fn a_dry_run_shows_the_commands_and_changes_nothing() {
    let home = home();
    let database = nss_database(&home.path().join(".pki/nssdb"));
    let shown = trust(
        home.path(),
        &[
            "install",
            "root.pem",
            "--store",
            "nss",
            "--dry-run",
            "--format",
            "json",
        ],
    )
    .ok();
    let report: serde_json::Value = serde_json::from_str(&shown).expect("JSON");
    let commands = report["sections"]["stores"]["places"][0]["commands"][0]
        .as_str()
        .expect("a command");
    assert!(commands.starts_with("certutil -A -d sql:"), "{commands}");
    assert!(!certutil(&["-L", "-d", &database]).contains("tlsctl-"));
}

#[test]
fn one_store_that_fails_does_not_stop_the_others() {
    let home = home();
    fs::create_dir_all(home.path().join(".pki/nssdb")).expect("it can be made");
    fs::write(home.path().join(".pki/nssdb/cert9.db"), "no database").expect("it can be written");
    let good = nss_database(&home.path().join(".mozilla/firefox/abc.default"));
    let output = trust(home.path(), &["install", "root.pem", "--store", "nss"]).run();
    assert_eq!(output.code, 6, "{output:?}");
    assert!(output.stdout.contains(".pki/nssdb"), "{output:?}");
    assert!(certutil(&["-L", "-d", &good]).contains("tlsctl-"));
}

/// mkcert's flow, whole: install makes the CA, and `gen` and `serve` sign with it until it is uninstalled.
#[test]
fn an_installed_local_ca_signs_what_gen_and_serve_make() {
    let home = scratch();
    nss_database(&home.path().join(".pki/nssdb"));
    let ca = home.path().join(".local/share/tlsctl/ca");
    let root = ca.join("root.pem");
    let verifies = |cert: &Path| {
        let mut openssl = Command::new("openssl");
        let output = openssl
            .args(["verify", "-x509_strict", "-CAfile"])
            .arg(&root)
            .arg(cert)
            .output();
        output.expect("openssl runs").status.success()
    };
    let generate = |out: &str, names: &[&str]| {
        let arguments = ["gen", "--out", out].into_iter().chain(names.iter().copied());
        tlsctl(arguments).within(home.path()).env("HOME", home.path())
    };

    assert_eq!(generate("before", &["app.test"]).run().code, 0);
    let installed = trust(home.path(), &["install", "--store", "nss"]).run();
    assert_eq!(installed.code, 0, "{installed:?}");
    let mode = std::os::unix::fs::PermissionsExt::mode(
        &fs::metadata(ca.join("privkey.pem")).expect("a key").permissions(),
    );
    assert_eq!(mode & 0o777, 0o600);
    trust(home.path(), &["status", "--store", "nss"]).ok();

    generate("app", &["app.test", "192.168.1.7", "localhost"]).ok();
    assert!(verifies(&home.path().join("app/cert.pem")));
    let stderr = generate("out", &["www.iana.org"]).fails(1);
    assert!(
        stderr.contains("the CA may not sign for `www.iana.org`"),
        "{stderr}"
    );
    generate("own", &["www.iana.org", "--self-signed"]).ok();

    let server = tlsctl(["serve", "--listen", "127.0.0.1:0"])
        .within(home.path())
        .env("HOME", home.path())
        .serve();
    let mut curl = Command::new("curl");
    let fetched = curl
        .args(["-sS", "--cacert"])
        .arg(&root)
        .arg(server.url())
        .output()
        .expect("curl runs");
    assert!(fetched.status.success(), "{fetched:?}");
    drop(server);

    trust(home.path(), &["uninstall", "--store", "nss"]).ok();
    assert_eq!(trust(home.path(), &["status", "--store", "nss"]).run().code, 1);
    generate("after", &["app.test"]).ok();
    assert!(!verifies(&home.path().join("after/cert.pem")));
}

#[test]
fn without_a_local_ca_there_is_none_to_uninstall() {
    let home = scratch();
    nss_database(&home.path().join(".pki/nssdb"));
    let stderr = trust(home.path(), &["uninstall", "--store", "nss"]).fails(3);
    assert!(stderr.contains("there is no local CA"), "{stderr}");
    let stderr = trust(home.path(), &["install", "--store", "nss", "--dry-run"]).fails(1);
    assert!(stderr.contains("`tlsctl trust install` makes it"), "{stderr}");
    assert!(!home.path().join(".local").exists());
}

#[test]
fn what_is_no_root_is_refused() {
    let home = home();
    fs::write(home.path().join("empty.pem"), "nothing here").expect("it can be written");
    let stderr = trust(home.path(), &["install", "empty.pem"]).fails(3);
    assert!(
        stderr.contains("there is no certificate in `empty.pem`"),
        "{stderr}"
    );
    let stderr = trust(home.path(), &["install", "absent.pem"]).fails(3);
    assert!(stderr.contains("`absent.pem` cannot be read"), "{stderr}");
    let root = fs::read_to_string(home.path().join("root.pem")).expect("it is there");
    fs::write(home.path().join("two.pem"), root.repeat(2)).expect("it can be written");
    let stderr = trust(home.path(), &["install", "two.pem"]).fails(3);
    assert!(stderr.contains("more than one certificate"), "{stderr}");
}

fn which(program: &str) -> std::path::PathBuf {
    let path = std::env::var_os("PATH").expect("a PATH");
    std::env::split_paths(&path)
        .map(|directory| directory.join(program))
        .find(|p| p.is_file())
        .expect(program)
}
