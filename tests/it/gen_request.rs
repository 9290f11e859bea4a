//! `tlsctl gen csr` and `gen sign`: requests judged by others, and others' requests judged.

use std::fs;
use std::path::Path;

use crate::judge::{judge, python, text};
use crate::tlsctl::{scratch, tlsctl};

fn home() -> tempfile::TempDir {
    let home = scratch();
    make(home.path(), &["ca"]);
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

/// A request by openssl with this configuration section of extensions.
fn request(home: &Path, file: &str, subject: &str, extensions: &[&str]) {
    let mut arguments = vec![
        "req".to_owned(),
        "-new".to_owned(),
        "-newkey".to_owned(),
        "ec".to_owned(),
        "-pkeyopt".to_owned(),
        "ec_paramgen_curve:P-256".to_owned(),
        "-nodes".to_owned(),
        "-subj".to_owned(),
        subject.to_owned(),
        "-keyout".to_owned(),
        text(home.join(format!("{file}.key"))),
        "-out".to_owned(),
        text(home.join(file)),
    ];
    for extension in extensions {
        arguments.extend(["-addext".to_owned(), (*extension).to_owned()]);
    }
    judge("openssl", &arguments);
}

#[test]
fn a_request_of_any_kind_of_key_is_signed_and_completes_its_directory() {
    let home = home();
    let at = |name: &str| text(home.path().join(name));
    for kind in ["p256", "p384", "p521", "ed25519", "rsa2048"] {
        let _ = fs::remove_dir_all(home.path().join("certs"));
        make(home.path(), &["csr", "a.test", "10.0.0.1", "--key-type", kind]);
        let shown = judge(
            "openssl",
            &[
                "req",
                "-verify",
                "-noout",
                "-text",
                "-in",
                &at("certs/a.test/request.pem"),
            ],
        );
        assert!(shown.contains("DNS:a.test, IP Address:10.0.0.1"), "{shown}");
        make(
            home.path(),
            &["sign", "certs/a.test/request.pem", "--ca", "ca", "--force"],
        );
        judge(
            "openssl",
            &[
                "verify",
                "-x509_strict",
                "-CAfile",
                &at("ca/root.pem"),
                &at("certs/a.test/cert.pem"),
            ],
        );
        let of_key = judge(
            "openssl",
            &["pkey", "-pubout", "-in", &at("certs/a.test/privkey.pem")],
        );
        let of_cert = judge(
            "openssl",
            &[
                "x509",
                "-pubkey",
                "-noout",
                "-in",
                &at("certs/a.test/fullchain.pem"),
            ],
        );
        assert_eq!(of_key, of_cert, "{kind}");
    }
}

#[test]
fn a_request_for_a_key_that_there_is_keeps_it() {
    let home = home();
    let at = |name: &str| text(home.path().join(name));
    make(
        home.path(),
        &["csr", "a.test", "--key-file", "ca/privkey.pem", "--out", "r"],
    );
    let of_key = judge("openssl", &["pkey", "-pubout", "-in", &at("ca/privkey.pem")]);
    assert_eq!(
        judge(
            "openssl",
            &["req", "-pubkey", "-noout", "-in", &at("r/request.pem")]
        ),
        of_key
    );
}

#[test]
fn a_request_to_become_a_ca_is_refused_unless_asked_for() {
    let home = home();
    let at = |name: &str| text(home.path().join(name));
    request(
        home.path(),
        "sub.csr",
        "/CN=Sub CA/O=Acme",
        &["basicConstraints=critical,CA:TRUE", "keyUsage=keyCertSign"],
    );
    let said = refused(home.path(), 1, &["sign", "sub.csr", "--ca", "ca", "--out", "sub"]);
    assert!(
        said.contains("asks to become a CA") && said.contains("--allow-ca"),
        "{said}"
    );
    make(
        home.path(),
        &["sign", "sub.csr", "--ca", "ca", "--out", "sub", "--allow-ca"],
    );
    fs::copy(
        home.path().join("sub.csr.key"),
        home.path().join("sub/privkey.pem"),
    )
    .expect("a copy");
    make(home.path(), &["a.test", "--ca", "sub"]);
    let chain = at("certs/a.test/chain.pem");
    judge(
        "openssl",
        &[
            "verify",
            "-x509_strict",
            "-CAfile",
            &at("ca/root.pem"),
            "-untrusted",
            &chain,
            &at("certs/a.test/cert.pem"),
        ],
    );
}

#[test]
fn what_a_request_says_of_its_powers_is_not_taken_up() {
    let home = home();
    request(
        home.path(),
        "a.csr",
        "/CN=a.test/O=Somebody Else",
        &[
            "subjectAltName=DNS:a.test",
            "extendedKeyUsage=codeSigning,OCSPSigning",
            "1.2.3.4=ASN1:NULL",
            "certificatePolicies=1.3.1.1.1.1",
        ],
    );
    let signed = tlsctl(["gen", "sign", "a.csr", "--ca", "ca"])
        .within(home.path())
        .run();
    assert_eq!(signed.code, 0, "{signed:#?}");
    assert!(
        signed
            .stderr
            .contains("usage code-signing, ocsp-signing, which is not signed"),
        "{signed:#?}"
    );
    let cert = judge(
        "openssl",
        &[
            "x509",
            "-noout",
            "-text",
            "-in",
            &text(home.path().join("certs/a.test/cert.pem")),
        ],
    );
    assert!(
        cert.contains("TLS Web Server Authentication\n") && cert.contains("CA:FALSE"),
        "{cert}"
    );
    for taken in ["Code Signing", "OCSP Signing", "1.2.3.4", "Policy", "Somebody"] {
        assert!(!cert.contains(taken), "{cert}");
    }
    let said = judge(
        &python("lint_pkix_cert"),
        &[
            "lint",
            "-s",
            "NOTICE",
            &text(home.path().join("certs/a.test/cert.pem")),
        ],
    );
    assert_eq!(said.trim(), "");
}

#[test]
fn a_request_is_signed_for_the_usage_that_it_asks_for() {
    let home = home();
    make(home.path(), &["csr", "c.test", "--usage", "client"]);
    let request = "certs/c.test/request.pem";
    let usage = || {
        let cert = text(home.path().join("certs/c.test/cert.pem"));
        judge(
            "openssl",
            &["x509", "-noout", "-ext", "extendedKeyUsage", "-in", &cert],
        )
    };
    make(home.path(), &["sign", request, "--ca", "ca"]);
    let said = usage();
    assert!(
        said.contains("TLS Web Client Authentication\n") && !said.contains("Server"),
        "{said}"
    );
    make(
        home.path(),
        &["sign", request, "--ca", "ca", "--force", "--usage", "server"],
    );
    let said = usage();
    assert!(said.contains("Server") && !said.contains("Client"), "{said}");
}

#[test]
fn names_that_the_ca_may_not_sign_are_refused_unless_asked_for() {
    let home = home();
    make(
        home.path(),
        &["ca", "--out", "narrow", "--permit", "example.test"],
    );
    request(
        home.path(),
        "a.csr",
        "/CN=a.example.test",
        &["subjectAltName=DNS:a.example.test,DNS:evil.test"],
    );
    let said = refused(home.path(), 1, &["sign", "a.csr", "--ca", "narrow"]);
    assert!(
        said.contains("`evil.test`") && said.contains("--allow-any-name"),
        "{said}"
    );
    make(
        home.path(),
        &["sign", "a.csr", "--ca", "narrow", "--allow-any-name"],
    );
    make(
        home.path(),
        &["sign", "a.csr", "--ca", "narrow", "--name", "b.example.test"],
    );
}

#[test]
fn requests_that_cannot_be_signed_say_why() {
    let home = home();
    let sign = |code: i32, file: &str, why: &str| {
        let said = refused(home.path(), code, &["sign", file, "--ca", "ca"]);
        assert!(said.contains(why), "{said}");
    };
    request(home.path(), "star.csr", "/CN=x", &["subjectAltName=DNS:f*.test"]);
    sign(1, "star.csr", "asks for the DNS `f*.test`");
    request(home.path(), "none.csr", "/CN=Not a host", &[]);
    sign(2, "none.csr", "no name to call a directory by");
    let pem = fs::read_to_string(home.path().join("star.csr")).expect("a request");
    let broken = pem.replacen("MI", "NI", 1);
    fs::write(home.path().join("broken.csr"), broken).expect("a file");
    sign(3, "broken.csr", "broken.csr");
    sign(3, "ca/cert.pem", "holds no certificate request");
    sign(3, "nowhere.csr", "cannot be read");
    let der = home.path().join("forged.der");
    judge(
        "openssl",
        &[
            "req",
            "-in",
            &text(home.path().join("star.csr")),
            "-outform",
            "DER",
            "-out",
            &text(&der),
        ],
    );
    let mut bytes = fs::read(&der).expect("a request");
    *bytes.last_mut().expect("not empty") ^= 1;
    fs::write(&der, bytes).expect("a file");
    sign(1, "forged.der", "not signed by its own key");
    assert!(refused(home.path(), 2, &["sign", "star.csr"]).contains("--ca"));
    judge(
        "openssl",
        &[
            "req",
            "-new",
            "-newkey",
            "rsa:1024",
            "-nodes",
            "-subj",
            "/CN=weak.test",
            "-keyout",
            &text(home.path().join("weak.key")),
            "-out",
            &text(home.path().join("weak.csr")),
        ],
    );
    sign(1, "weak.csr", "1024 bits");
}

#[test]
fn a_certificate_is_never_put_beside_another_key() {
    let home = home();
    make(home.path(), &["csr", "a.test"]);
    make(home.path(), &["csr", "a.test", "--out", "other"]);
    let said = refused(home.path(), 6, &["sign", "other/request.pem", "--ca", "ca"]);
    assert!(said.contains("is not the key of this request"), "{said}");
}

#[test]
fn a_request_never_parts_a_certificate_from_its_key() {
    let home = home();
    let home = home.path();
    tlsctl(["gen", "live.test", "--ca", "ca"]).within(home).ok();
    let pair =
        || ["privkey.pem", "cert.pem"].map(|name| fs::read(home.join("certs/live.test").join(name)).ok());
    let before = pair();
    let said = refused(home, 6, &["csr", "live.test", "--force"]);
    assert!(said.contains("--out certs/live.test-next"), "{said}");
    assert!(!home.join("certs/live.test/request.pem").exists());
    make(home, &["csr", "live.test", "--out", "certs/live.test-next"]);
    let own = [
        "csr",
        "live.test",
        "--force",
        "--key-file",
        "certs/live.test/privkey.pem",
    ];
    make(home, &own);
    assert_eq!(
        pair(),
        before,
        "a request for the key that is there keeps the pair"
    );
}

#[test]
fn usages_oids_and_bits_are_what_was_asked_for() {
    let home = home();
    let shown = |arguments: &[&str]| {
        make(
            home.path(),
            &[arguments, &["--out", "x", "--force", "--ca", "ca", "-q"]].concat(),
        );
        judge(
            "openssl",
            &[
                "x509",
                "-noout",
                "-text",
                "-in",
                &text(home.path().join("x/cert.pem")),
            ],
        )
    };
    assert!(
        shown(&["a.test", "--usage", "code-signing"])
            .contains("Extended Key Usage: \n                Code Signing\n")
    );
    let email = shown(&["me@a.test", "--usage", "email", "--key-type", "rsa2048"]);
    assert!(
        email.contains("E-mail Protection\n") && email.contains("Digital Signature, Key Encipherment\n"),
        "{email}"
    );
    assert!(shown(&["me@a.test", "--usage", "email"]).contains("Digital Signature, Key Agreement\n"));
    assert!(
        shown(&["a.test", "--usage", "time-stamping"])
            .contains("Extended Key Usage: critical\n                Time Stamping\n")
    );
    assert!(shown(&["a.test", "--usage", "ocsp-signing"]).contains("OCSP No Check"));
    let custom = shown(&[
        "a.test",
        "--eku",
        "1.3.6.1.4.1.311.20.2.2",
        "--key-usage",
        "digitalSignature",
        "--key-usage",
        "dataEncipherment",
    ]);
    assert!(
        custom.contains("Microsoft Smartcard Login\n") && !custom.contains("Web Server"),
        "{custom}"
    );
    assert!(
        custom.contains("Digital Signature, Data Encipherment\n"),
        "{custom}"
    );
    assert!(refused(home.path(), 2, &["a.test", "--eku", "1.x"]).contains("not an object identifier"));
    assert!(
        refused(
            home.path(),
            2,
            &["a.test", "--usage", "time-stamping", "--usage", "server"]
        )
        .contains("RFC 3161")
    );
}

#[test]
fn an_ml_dsa_chain_is_made_and_known_by_its_identifiers() {
    let home = scratch();
    make(home.path(), &["ca", "--key-type", "ml-dsa-65"]);
    make(home.path(), &["a.test", "--key-type", "ml-dsa-44", "--ca", "ca"]);
    let shown = judge(
        "openssl",
        &[
            "asn1parse",
            "-in",
            &text(home.path().join("certs/a.test/cert.pem")),
        ],
    );
    assert!(
        shown.contains("2.16.840.1.101.3.4.3.18") && shown.contains("2.16.840.1.101.3.4.3.17"),
        "{shown}"
    );
}

#[test]
fn a_ca_for_directory_names_elsewhere_signs_leaves_without_a_subject() {
    let home = home();
    let home = home.path();
    let config = "[req]\ndistinguished_name=dn\nprompt=no\nx509_extensions=ext\n[dn]\nDC=example\nCN=Department CA\n\
        [ext]\nbasicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign\nsubjectKeyIdentifier=hash\n\
        nameConstraints=critical,permitted;dirName:place\n[place]\nDC=example\n";
    fs::write(home.join("ca.cnf"), config).expect("a file");
    let (key, cert, config) = (
        text(home.join("ca.key")),
        text(home.join("ca.pem")),
        text(home.join("ca.cnf")),
    );
    let make = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 900";
    let files = ["-keyout", &key, "-out", &cert, "-config", &config];
    judge("openssl", &make.split(' ').chain(files).collect::<Vec<_>>());
    tlsctl([
        "gen", "a.test", "--ca", "ca.pem", "--ca-key", "ca.key", "--out", "leaf",
    ])
    .within(home)
    .ok();
    let leaf = text(home.join("leaf/cert.pem"));
    judge(
        "openssl",
        &[
            "verify",
            "-x509_strict",
            "-CAfile",
            &cert,
            "-verify_hostname",
            "a.test",
            &leaf,
        ],
    );
    tlsctl([
        "inspect",
        "leaf/cert.pem",
        "--roots",
        "ca.pem",
        "--host",
        "a.test",
    ])
    .within(home)
    .ok();
}

/// The subject of a certificate or request as openssl shows it.
#[track_caller]
fn subject(home: &Path, verb: &str, file: &str) -> String {
    let file = text(home.join(file));
    judge("openssl", &[verb, "-noout", "-subject", "-in", &file])
        .trim()
        .to_owned()
}

#[test]
fn a_subject_of_several_attributes_is_written_as_such_and_never_into_the_common_name() {
    let home = home();
    let home = home.path();
    for (asked, place) in [
        ("CN=bob,O=system:masters,O=dev", "a"),
        ("O=dev, O=system:masters, CN=bob", "b"),
        ("/O=dev/O=system:masters/CN=bob", "c"),
    ] {
        let client = ["--usage", "client", "--subject", asked];
        make(home, &[&client[..], &["--ca", "ca", "--out", place]].concat());
        let expected = "subject=O = dev, O = system:masters, CN = bob";
        assert_eq!(
            subject(home, "x509", &format!("{place}/cert.pem")),
            expected,
            "{asked}"
        );
        let again = ["--ca", "ca", "--out", place, "--ensure", "--check"];
        make(home, &[&client[..], &again].concat());
        let request = format!("{place}-request");
        make(home, &[&["csr"], &client[..], &["--out", &request]].concat());
        assert_eq!(
            subject(home, "req", &format!("{request}/request.pem")),
            expected,
            "{asked}"
        );
        let signed = format!("{place}-signed");
        let request = format!("{request}/request.pem");
        let sign = [
            "sign",
            &request,
            "--ca",
            "ca",
            "--subject",
            asked,
            "--out",
            &signed,
        ];
        make(home, &sign);
        assert_eq!(
            subject(home, "x509", &format!("{signed}/cert.pem")),
            expected,
            "{asked}"
        );
        judge(
            "openssl",
            &[
                "verify",
                "-x509_strict",
                "-purpose",
                "sslclient",
                "-CAfile",
                &text(home.join("ca/root.pem")),
                &text(home.join(signed).join("cert.pem")),
            ],
        );
    }
    let drift = [
        "--usage",
        "client",
        "--subject",
        "CN=bob",
        "--ca",
        "ca",
        "--out",
        "a",
    ];
    let other = [&["gen"], &drift[..], &["--ensure", "--check"]].concat();
    let output = tlsctl(other).within(home).run();
    assert!(
        output.code == 1 && output.stdout.contains("its subject is another"),
        "{output:#?}"
    );
    for wrong in ["CN=bob,system:masters", "CN=bob,XX=y", "C=Germany", "CN="] {
        let said = refused(home, 2, &["--usage", "client", "--subject", wrong]);
        assert!(said.contains("hint: "), "{said}");
    }
    make(
        home,
        &["--usage", "client", "--subject", "Acme, Inc.", "--out", "plain"],
    );
    assert_eq!(
        subject(home, "x509", "plain/cert.pem"),
        "subject=CN = \"Acme, Inc.\""
    );
}

#[test]
fn what_is_not_signed_of_a_request_is_said_with_the_flag_that_signs_it() {
    let home = home();
    let home = home.path();
    let sign = |more: &[&str]| {
        let arguments = [
            &["gen", "sign", "a.csr", "--ca", "ca", "--out", "a", "--force"],
            more,
        ]
        .concat();
        let output = tlsctl(arguments).within(home).run();
        assert_eq!(output.code, 0, "{output:#?}");
        (subject(home, "x509", "a/cert.pem"), output.stderr)
    };
    let names = "subjectAltName=DNS:a.test,DNS:b.test";
    request(home, "a.csr", "/CN=b.test", &[names]);
    assert_eq!(sign(&[]), ("subject=CN = b.test".to_owned(), String::new()));
    assert_eq!(
        sign(&["--name", "c.test"]),
        ("subject=CN = c.test".to_owned(), String::new())
    );
    request(home, "a.csr", "/C=DE/O=Org, Inc./CN=a.test", &[names]);
    let (shown, said) = sign(&[]);
    assert_eq!(shown, "subject=CN = a.test");
    let whole = "C=DE, O=Org\\, Inc., CN=a.test";
    assert!(said.contains(&format!("--subject '{whole}'\n")), "{said}");
    assert_eq!(
        sign(&["--subject", whole]),
        (
            "subject=C = DE, O = \"Org, Inc.\", CN = a.test".to_owned(),
            String::new()
        )
    );
    request(home, "a.csr", "/CN=www.evil.test", &[names]);
    let (shown, said) = sign(&[]);
    assert_eq!(shown, "subject=CN = a.test");
    assert!(said.contains("--subject"), "{said}");
    request(
        home,
        "a.csr",
        "/CN=a.test",
        &[
            names,
            "tlsfeature=status_request",
            "1.2.3.4=DER:0500",
            "keyUsage=digitalSignature",
        ],
    );
    let (_, said) = sign(&[]);
    assert!(
        said.contains("TLS feature (must-staple), the extension 1.2.3.4\n"),
        "{said}"
    );
}

#[test]
fn a_request_for_a_client_needs_a_subject_and_no_other_name() {
    let home = home();
    let home = home.path();
    for (name, place) in [("Bob Smith", "certs/Bob_Smith"), ("bob", "certs/bob")] {
        request(home, "a.csr", &format!("/CN={name}"), &[]);
        make(home, &["sign", "a.csr", "--ca", "ca", "--usage", "client"]);
        let file = format!("{place}/cert.pem");
        assert_eq!(subject(home, "x509", &file), format!("subject=CN = {name}"));
        let shown = judge(
            "openssl",
            &["x509", "-noout", "-text", "-in", &text(home.join(file))],
        );
        assert!(!shown.contains("Alternative"), "{shown}");
    }
    request(home, "a.csr", "/CN=Bob Smith", &[]);
    let said = refused(home, 1, &["sign", "a.csr", "--ca", "ca", "--out", "x"]);
    assert!(said.contains("asks for no name"), "{said}");
}

#[test]
fn a_key_that_cannot_be_used_is_named_and_not_called_a_bug_or_a_forgery() {
    let home = home();
    let home = home.path();
    for (options, kind) in [
        (
            &["-algorithm", "rsa", "-pkeyopt", "rsa_keygen_bits:1024"][..],
            "RSA 1024",
        ),
        (&["-algorithm", "rsa-pss"], "RSA-PSS"),
    ] {
        let key = text(home.join("own.key"));
        judge("openssl", &[&["genpkey"], options, &["-out", &key]].concat());
        let said = refused(home, 1, &["csr", "a.test", "--key-file", "own.key"]);
        assert!(said.contains(kind) && said.contains("hint: "), "{said}");
    }
    let (key, csr) = (text(home.join("k.key")), text(home.join("k.csr")));
    let line = "req -new -newkey ec -pkeyopt ec_paramgen_curve:secp256k1 -nodes -subj /CN=a.test";
    let files = ["-keyout", &key, "-out", &csr];
    judge("openssl", &line.split(' ').chain(files).collect::<Vec<_>>());
    let said = refused(home, 3, &["sign", "k.csr", "--ca", "ca"]);
    assert!(
        said.contains("cannot be told") && said.contains("secp256k1"),
        "{said}"
    );
}

#[test]
fn a_ca_in_a_key_store_signs_and_one_without_its_key_says_which_flag_names_it() {
    let home = home();
    let home = home.path();
    let at = |name: &str| text(home.join(name));
    fs::write(home.join("pw"), "sesame").expect("a password");
    let (cert, key, store) = (at("ca/cert.pem"), at("ca/privkey.pem"), at("ca.p12"));
    judge(
        "openssl",
        &[
            "pkcs12",
            "-export",
            "-in",
            &cert,
            "-inkey",
            &key,
            "-out",
            &store,
            "-passout",
            "pass:sesame",
        ],
    );
    let said = refused(home, 3, &["a.test", "--ca", "ca.p12"]);
    assert!(
        said.contains("encrypted") && said.contains("--password-file"),
        "{said}"
    );
    make(home, &["a.test", "--ca", "ca.p12", "--password-file", "pw"]);
    judge(
        "openssl",
        &[
            "verify",
            "-CAfile",
            &at("ca/root.pem"),
            &at("certs/a.test/cert.pem"),
        ],
    );
    let said = refused(home, 3, &["b.test", "--ca", "ca/cert.pem"]);
    assert!(
        said.contains("no private key") && said.contains("--ca-key"),
        "{said}"
    );
}
