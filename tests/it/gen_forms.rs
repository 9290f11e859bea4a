//! The further forms of `tlsctl gen`, opened by the programs that they are for.

use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

use crate::judge::{judge, objects, text};
use crate::tlsctl::tlsctl;

/// A CA with an intermediate, and a password file.
fn home() -> tempfile::TempDir {
    let home = tempfile::tempdir().expect("a temporary directory");
    make(home.path(), &["ca", "--intermediates", "1"]);
    fs::write(home.path().join("pw"), "sesame1\n").expect("a password file");
    home
}

#[track_caller]
fn make(directory: &Path, arguments: &[&str]) -> String {
    tlsctl([&["gen"], arguments].concat()).within(directory).ok()
}

#[track_caller]
fn refused(directory: &Path, code: i32, arguments: &[&str]) -> String {
    tlsctl([&["gen"], arguments].concat())
        .within(directory)
        .fails(code)
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).expect("the file is there").mode() & 0o7777
}

fn read(home: &Path, name: &str) -> String {
    fs::read_to_string(home.join("certs/a.test").join(name)).expect(name)
}

#[test]
fn a_pkcs12_store_is_opened_by_openssl_and_java_with_its_whole_chain() {
    let home = home();
    let at = |name: &str| text(home.path().join("certs/a.test").join(name));
    for (kind, legacy) in [("p256", false), ("rsa2048", true), ("ed25519", false)] {
        let mut arguments = vec![
            "a.test",
            "--ca",
            "ca",
            "--key-type",
            kind,
            "--force",
            "--p12",
            "--password-file",
            "pw",
        ];
        arguments.extend(legacy.then_some("--legacy"));
        make(home.path(), &arguments);
        assert_eq!(mode(Path::new(&at("keystore.p12"))), 0o600);
        let mut open = vec!["pkcs12", "-noenc", "-passin", "pass:sesame1", "-info"];
        open.extend(legacy.then_some("-legacy"));
        let store = at("keystore.p12");
        open.extend(["-in", &store]);
        let shown = judge("openssl", &open);
        assert_eq!(shown.matches("BEGIN CERTIFICATE").count(), 2, "{shown}");
        let key = read(home.path(), "privkey.pem");
        let body = key.lines().nth(1).expect("a key");
        assert!(shown.contains(body), "{kind}: the key is the same");
        assert_eq!(
            shown.contains("pbeWithSHA1And3-KeyTripleDES-CBC"),
            legacy,
            "{shown}"
        );
        let listed = judge(
            "keytool",
            &["-list", "-v", "-keystore", &store, "-storepass", "sesame1"],
        );
        assert!(
            listed.contains("PrivateKeyEntry") && listed.contains("Certificate chain length: 2"),
            "{listed}"
        );
        let wrong = objects(
            "openssl",
            &[
                "pkcs12",
                "-in",
                &store,
                "-noenc",
                "-legacy",
                "-passin",
                "pass:wrong",
            ],
        );
        assert!(wrong.contains("invalid password"), "{wrong}");
    }
}

#[test]
fn a_java_key_store_is_opened_by_java() {
    let home = home();
    make(
        home.path(),
        &["a.test", "--ca", "ca", "--jks", "--password-file", "pw"],
    );
    let store = text(home.path().join("certs/a.test/keystore.jks"));
    let listed = judge(
        "keytool",
        &["-list", "-v", "-keystore", &store, "-storepass", "sesame1"],
    );
    assert!(
        listed.contains("Keystore type: JKS") && listed.contains("Certificate chain length: 2"),
        "{listed}"
    );
    // The key itself: converted by Java, opened by openssl.
    let converted = text(home.path().join("converted.p12"));
    judge(
        "keytool",
        &[
            "-importkeystore",
            "-srckeystore",
            &store,
            "-srcstorepass",
            "sesame1",
            "-destkeystore",
            &converted,
            "-deststoretype",
            "PKCS12",
            "-deststorepass",
            "sesame1",
        ],
    );
    let shown = judge(
        "openssl",
        &[
            "pkcs12",
            "-nocerts",
            "-noenc",
            "-passin",
            "pass:sesame1",
            "-in",
            &converted,
        ],
    );
    let key = read(home.path(), "privkey.pem");
    assert!(
        shown.contains(key.lines().nth(1).expect("a key")),
        "the key is the same"
    );
}

#[test]
fn der_and_combined_files_hold_the_same_pair() {
    let home = home();
    let at = |name: &str| text(home.path().join("certs/a.test").join(name));
    make(home.path(), &["a.test", "--ca", "ca", "--der", "--combined"]);
    let public = judge("openssl", &["pkey", "-pubout", "-in", &at("privkey.pem")]);
    assert_eq!(
        judge(
            "openssl",
            &["pkey", "-pubout", "-inform", "DER", "-in", &at("privkey.der")]
        ),
        public
    );
    assert_eq!(
        judge(
            "openssl",
            &[
                "x509",
                "-pubkey",
                "-noout",
                "-inform",
                "DER",
                "-in",
                &at("cert.der")
            ]
        ),
        public
    );
    assert_eq!(
        judge("openssl", &["pkey", "-pubout", "-in", &at("combined.pem")]),
        public
    );
    assert!(read(home.path(), "combined.pem").starts_with(&read(home.path(), "fullchain.pem")));
    for private in ["privkey.der", "combined.pem"] {
        assert_eq!(mode(Path::new(&at(private))), 0o600, "{private}");
    }
}

#[test]
fn an_encrypted_key_is_opened_with_the_password_alone() {
    let home = home();
    let at = |name: &str| text(home.path().join("certs/a.test").join(name));
    make(
        home.path(),
        &[
            "a.test",
            "--ca",
            "ca",
            "--encrypt",
            "--combined",
            "--der",
            "--password-file",
            "pw",
        ],
    );
    for (file, form) in [
        ("privkey.pem", "PEM"),
        ("combined.pem", "PEM"),
        ("privkey.der", "DER"),
    ] {
        judge(
            "openssl",
            &[
                "pkey",
                "-noout",
                "-inform",
                form,
                "-passin",
                "pass:sesame1",
                "-in",
                &at(file),
            ],
        );
        objects(
            "openssl",
            &[
                "pkey",
                "-noout",
                "-inform",
                form,
                "-passin",
                "pass:other",
                "-in",
                &at(file),
            ],
        );
    }
    assert!(read(home.path(), "privkey.pem").starts_with("-----BEGIN ENCRYPTED PRIVATE KEY-----"));
    let said = refused(home.path(), 2, &["b.test", "--encrypt"]);
    assert!(
        said.contains("needs a password") && said.contains("--password-file"),
        "{said}"
    );
}

#[test]
fn a_ca_with_an_encrypted_key_signs_for_who_knows_the_password() {
    let home = home();
    make(
        home.path(),
        &[
            "ca",
            "--encrypt",
            "--intermediates",
            "1",
            "--out",
            "locked",
            "--password-file",
            "pw",
        ],
    );
    let key = fs::read_to_string(home.path().join("locked/root/privkey.pem")).expect("a key");
    assert!(key.starts_with("-----BEGIN ENCRYPTED"), "{key}");
    assert!(refused(home.path(), 3, &["a.test", "--ca", "locked"]).contains("encrypted"));
    make(
        home.path(),
        &["a.test", "--ca", "locked", "--password-file", "pw", "--p12"],
    );
}

#[test]
fn a_kubernetes_secret_holds_chain_key_and_ca() {
    let home = home();
    make(
        home.path(),
        &["*.A.test", "--ca", "ca", "--k8s-secret", "--out", "certs/a.test"],
    );
    let yaml = read(home.path(), "secret.yaml");
    assert!(
        yaml.contains("  name: wildcard.a.test\ntype: kubernetes.io/tls\n"),
        "{yaml}"
    );
    let value = |key: &str| {
        let line = yaml
            .lines()
            .find_map(|line| line.trim().strip_prefix(&format!("{key}: ")))
            .expect(key);
        String::from_utf8(BASE64.decode(line).expect("base64")).expect("text")
    };
    assert_eq!(value("tls.crt"), read(home.path(), "fullchain.pem"));
    assert_eq!(value("tls.key"), read(home.path(), "privkey.pem"));
    assert_eq!(
        value("ca.crt"),
        fs::read_to_string(home.path().join("ca/root.pem")).expect("a root")
    );
    assert_eq!(mode(&home.path().join("certs/a.test/secret.yaml")), 0o600);
}

#[test]
fn an_environment_file_is_sourced_by_a_shell() {
    let home = home();
    make(home.path(), &["a.test", "--ca", "ca", "--env-file"]);
    let script = format!(
        "set -a; . {}; printenv NODE_EXTRA_CA_CERTS SSL_CERT_FILE",
        text(home.path().join("certs/a.test/env"))
    );
    let root = text(home.path().join("ca/root.pem"));
    assert_eq!(judge("sh", &["-c", &script]), format!("{root}\n{root}\n"));
}

#[test]
fn the_old_pair_stays_in_no_form_beside_the_new_one() {
    let home = home();
    let all = [
        "--p12",
        "--jks",
        "--der",
        "--combined",
        "--k8s-secret",
        "--password-file",
        "pw",
    ];
    make(home.path(), &[&["a.test", "--ca", "ca"], &all[..]].concat());
    make(home.path(), &["ocsp", "certs/a.test", "--ca", "ca"]);
    let names = [
        "keystore.p12",
        "keystore.jks",
        "cert.der",
        "combined.pem",
        "secret.yaml",
    ];
    let old = names.map(|name| fs::read(home.path().join("certs/a.test").join(name)).expect(name));
    let again = ["a.test", "--ca", "ca", "--force"];
    let said = refused(home.path(), 6, &again);
    assert!(
        said.contains("keystore.p12` would be left with the old pair"),
        "{said}"
    );
    fs::write(home.path().join("other"), "sesame2").expect("a password");
    let said = refused(
        home.path(),
        6,
        &[&again[..], &["--password-file", "other"]].concat(),
    );
    assert!(said.contains("does not open it"), "{said}");
    make(home.path(), &[&again[..], &["--password-file", "pw"]].concat());
    for (name, old) in names.iter().zip(old) {
        let new = fs::read(home.path().join("certs/a.test").join(name)).expect(name);
        assert_ne!(new, old, "{name}");
    }
    let check = [&["a.test", "--ca", "ca", "--ensure", "--check"], &all[..]].concat();
    make(home.path(), &check);
    assert!(
        !home.path().join("certs/a.test/ocsp.der").exists(),
        "the old answer"
    );
    make(home.path(), &["csr", "b.test"]);
    fs::write(home.path().join("certs/b.test/combined.pem"), "old").expect("a file");
    let said = refused(
        home.path(),
        6,
        &["sign", "certs/b.test/request.pem", "--ca", "ca"],
    );
    assert!(said.contains("combined.pem` would be left"), "{said}");
}

#[test]
fn one_form_goes_to_standard_output() {
    let home = home();
    let secret = make(home.path(), &["a.test", "--ca", "ca", "--k8s-secret", "--stdout"]);
    assert!(secret.starts_with("apiVersion: v1\nkind: Secret\n"), "{secret}");
    let sealed = make(
        home.path(),
        &["a.test", "--stdout", "--encrypt", "--password-file", "pw"],
    );
    assert!(sealed.contains("BEGIN ENCRYPTED PRIVATE KEY"), "{sealed}");
    refused(
        home.path(),
        2,
        &["a.test", "--k8s-secret", "--combined", "--stdout"],
    );
    refused(home.path(), 2, &["a.test", "--env-file", "--stdout"]);
    assert!(!home.path().join("certs").exists());
}

#[test]
fn passwords_that_what_is_written_could_not_be_opened_with_are_refused() {
    let home = home();
    fs::write(home.path().join("short"), "abc").expect("a password");
    fs::write(home.path().join("none"), "\n").expect("a password");
    let said = refused(home.path(), 2, &["a.test", "--jks", "--password-file", "short"]);
    assert!(said.contains("at least 6"), "{said}");
    for form in ["--p12", "--encrypt"] {
        let said = refused(home.path(), 2, &["a.test", form, "--password-file", "none"]);
        assert!(said.contains("empty"), "{said}");
    }
    assert!(!home.path().join("certs").exists());
}

#[test]
fn a_ca_and_a_leaf_are_never_put_over_each_other() {
    let home = tempfile::tempdir().expect("a temporary directory");
    let home = home.path();
    fs::write(home.join("pw"), "sesame1").expect("a password");
    tlsctl(["gen", "ca", "X", "--out", "x"]).within(home).ok();
    tlsctl(["gen", "crl", "--ca", "x"]).within(home).ok();
    let store = ["gen", "c.test", "--p12", "--password-file", "pw", "--out", "y"];
    tlsctl(store).within(home).ok();
    fs::write(home.join("pki.toml"), "[[cert]]\nnames = ['b.test']\nout = 'x'\n").expect("a manifest");
    let key = |place: &str| fs::read(home.join(place).join("privkey.pem")).expect("a key");
    let before = (key("x"), key("y"));
    for (line, why) in [
        ("gen b.test --out x --force", "there is a CA in `x`"),
        ("gen b.test --out x --ensure", "there is a CA in `x`"),
        ("gen pki pki.toml", "there is a CA in `x`"),
        ("gen ca Y --out y --force", "there is a certificate in `y`"),
    ] {
        let said = tlsctl(line.split(' ')).within(home).fails(6);
        assert!(said.contains(why) && said.contains("hint:"), "{line}: {said}");
    }
    assert!((key("x"), key("y")) == before, "both are as they were");
}
