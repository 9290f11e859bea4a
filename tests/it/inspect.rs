//! `tlsctl inspect`: what it shows of what OpenSSL makes, and what it says to hostile inputs.

use std::path::Path;
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

use crate::tlsctl::{Output, tlsctl};

/// Runs a tool in a directory; it must succeed.
#[track_caller]
fn run(directory: &Path, command: &[&str]) {
    let output = Command::new(command[0])
        .args(&command[1..])
        .current_dir(directory)
        .output()
        .unwrap_or_else(|e| panic!("{} is not installed: {e}", command[0]));
    assert!(
        output.status.success(),
        "{command:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
}

/// A root and a leaf below it for example.com, made by OpenSSL: `ca.pem`, `site.pem`, `site.key`, and
/// both in `full.pem`.
fn pki() -> TempDir {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let at = directory.path();
    let leaf = "basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\n\
        extendedKeyUsage=serverAuth\ntlsfeature=status_request\n1.3.6.1.5.5.7.48.1.5=ASN1:NULL\n\
        1.3.6.1.4.1.311.20.2=ASN1:BMPSTRING:WebServer\n\
        subjectAltName=DNS:example.com,DNS:*.example.com,IP:127.0.0.1,email:a@example.com,URI:https://example.com/\n";
    std::fs::File::create(at.join("leaf.cnf"))
        .and_then(|mut file| std::io::Write::write_all(&mut file, leaf.as_bytes()))
        .expect("a file in a temporary directory");
    let ec = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
    let mut root = vec!["openssl", "req", "-x509"];
    root.extend(ec);
    root.extend("-keyout ca.key -out ca.pem -days 3650 -subj /CN=Root/O=Acme".split(' '));
    run(at, &root);
    let mut request = vec!["openssl", "req"];
    request.extend(ec);
    request.extend("-keyout site.key -out site.csr -subj /CN=example.com".split(' '));
    run(at, &request);
    let sign =
        "openssl x509 -req -in site.csr -CA ca.pem -CAkey ca.key -days 41 -out site.pem -extfile leaf.cnf";
    run(at, &sign.split(' ').collect::<Vec<_>>());
    let both = [
        read(at, "site.pem"),
        b"some words between\r\n".to_vec(),
        read(at, "ca.pem"),
    ]
    .concat();
    put(at, "full.pem", &both);
    directory
}

fn read(directory: &Path, name: &str) -> Vec<u8> {
    use std::io::Read as _;
    let mut bytes = Vec::new();
    std::fs::File::open(directory.join(name))
        .and_then(|mut file| file.read_to_end(&mut bytes))
        .expect("a file that was just made");
    bytes
}

fn put(directory: &Path, name: &str, bytes: &[u8]) {
    use std::io::Write as _;
    std::fs::File::create(directory.join(name))
        .and_then(|mut file| file.write_all(bytes))
        .expect("a file in a temporary directory");
}

fn json(directory: &Path, arguments: &[&str]) -> Value {
    let text = tlsctl(["inspect", "--format", "json"].iter().chain(arguments))
        .within(directory)
        .ok();
    serde_json::from_str(&text).expect("JSON")
}

/// No byte of a stranger's may reach a terminal raw.
#[track_caller]
fn is_clean(output: &Output) {
    // CSV ends its lines with CR and LF (RFC 4180).
    assert!(!output.stdout.replace("\r\n", "").contains('\r'), "{output:#?}");
    for c in output.stdout.chars().chain(output.stderr.chars()) {
        let raw = (c.is_control() && !matches!(c, '\n' | '\r'))
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        assert!(!raw, "U+{:04X} in {output:#?}", u32::from(c));
    }
    assert!(!output.stderr.contains("panicked"), "{}", output.stderr);
}

#[test]
fn a_bundle_shows_every_certificate_and_the_chain() {
    let pki = pki();
    let text = tlsctl(["inspect", "full.pem", "--at", "+1h"])
        .within(pki.path())
        .ok();
    for words in [
        "2 certificates",
        "CN=example.com",
        "expires in 40 days",
        "example.com, *.example.com, 127.0.0.1, email:a@example.com",
        "ECDSA P-256",
        "server authentication",
        "must-staple (status_request)",
        "OCSP no check",
        "WebServer",
        "└─ example.com",
    ] {
        assert!(text.contains(words), "{words:?} is not in\n{text}");
    }
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
}

#[test]
fn fingerprints_are_those_that_openssl_computes() {
    let pki = pki();
    let report = json(pki.path(), &["site.pem"]);
    let certificate = &report["sections"]["contents"]["certificates"][0];
    for (fact, digest) in [("sha256", "-sha256"), ("sha1", "-sha1")] {
        let output = Command::new("openssl")
            .args(["x509", "-noout", "-fingerprint", digest, "-in", "site.pem"])
            .current_dir(pki.path())
            .output()
            .expect("openssl runs");
        let said = String::from_utf8_lossy(&output.stdout)
            .replace(':', "")
            .to_lowercase();
        let ours = certificate[fact].as_str().expect("a fingerprint");
        assert!(said.trim().ends_with(&format!("={ours}")), "{said} {ours}");
    }
    let pipe = "openssl x509 -in site.pem -pubkey -noout | openssl pkey -pubin -outform der \
        | openssl dgst -sha256 -binary | openssl enc -base64";
    let pin = Command::new("sh")
        .args(["-c", pipe])
        .current_dir(pki.path())
        .output()
        .expect("a shell");
    assert_eq!(
        String::from_utf8_lossy(&pin.stdout).trim(),
        certificate["spki_pin"]
    );
}

#[test]
fn keys_certificates_and_requests_are_matched_over_all_inputs() {
    let pki = pki();
    let reports = json(pki.path(), &["site.key", "site.pem", "site.csr"]);
    let key = &reports[0]["sections"]["contents"]["private_keys"][0];
    assert_eq!(
        key["belongs_to"],
        serde_json::json!(["example.com (site.pem)", "the request in site.csr"])
    );
    let of = |report: &Value, kind: &str| report["sections"]["contents"][kind][0]["private_key"].clone();
    assert_eq!(of(&reports[1], "certificates"), serde_json::json!(["site.key"]));
    assert_eq!(of(&reports[2], "requests"), serde_json::json!(["site.key"]));
}

#[test]
fn a_private_key_is_never_shown() {
    let pki = pki();
    let secret = String::from_utf8(read(pki.path(), "site.key")).expect("PEM");
    let secret = secret.lines().nth(1).expect("base64").to_owned();
    for format in ["human", "json", "csv", "html"] {
        let text = tlsctl(["inspect", "-v", "--format", format, "site.key"])
            .within(pki.path())
            .ok();
        assert!(!text.contains(&secret[20..]), "{text}");
    }
}

#[test]
fn der_standard_input_and_directories_are_read() {
    let pki = pki();
    run(
        pki.path(),
        &[
            "openssl", "x509", "-in", "site.pem", "-outform", "der", "-out", "site.der",
        ],
    );
    let text = tlsctl(["inspect", "-"]).stdin(read(pki.path(), "site.der")).ok();
    assert!(text.contains("CN=example.com"), "{text}");
    let listing = tlsctl(["inspect", "--short", "."]).within(pki.path()).ok();
    for file in ["ca.pem", "full.pem#1", "full.pem#2", "site.der", "site.pem"] {
        assert!(listing.contains(file), "{file} is not in\n{listing}");
    }
}

#[test]
fn a_pkcs7_bundle_is_unwrapped() {
    let pki = pki();
    let make = "openssl crl2pkcs7 -nocrl -certfile full.pem -outform der -out bundle.p7b";
    run(pki.path(), &make.split(' ').collect::<Vec<_>>());
    let text = tlsctl(["inspect", "bundle.p7b"]).within(pki.path()).ok();
    assert!(
        text.contains("2 certificates") && text.contains("CN=example.com"),
        "{text}"
    );
}

#[test]
fn time_is_a_flag() {
    let pki = pki();
    for (at, words) in [
        ("+1y", "expired 32"),
        ("-2d", "not valid yet, begins in"),
        ("+35d1h", "expires in 5 days"),
    ] {
        let text = tlsctl(["inspect", "site.pem", "--at", at])
            .within(pki.path())
            .ok();
        assert!(text.contains(words), "{at}: {text}");
    }
}

#[test]
fn a_broken_block_is_named_and_the_rest_is_read() {
    let pki = pki();
    let broken = String::from_utf8(read(pki.path(), "site.pem"))
        .expect("PEM")
        .replacen("MII", "M!I", 1);
    let both = [broken.into_bytes(), read(pki.path(), "ca.pem")].concat();
    put(pki.path(), "half.pem", &both);
    let output = tlsctl(["inspect", "half.pem", "ca.pem"]).within(pki.path()).run();
    assert_eq!(output.code, 3, "{output:#?}");
    assert!(
        output.stderr.contains("`half.pem` cannot be read in full"),
        "{output:#?}"
    );
    assert!(
        output.stderr.contains("PEM block 1 (line 1, byte 0)") && output.stderr.contains("byte 29"),
        "{output:#?}"
    );
    assert_eq!(
        output.stdout.matches("CN=Root").count(),
        2,
        "in full once: {output:#?}"
    );
    assert!(output.stdout.contains("same as     half.pem#2"), "{output:#?}");
}

#[test]
fn what_cannot_be_read_ends_with_3_and_says_why() {
    let pki = pki();
    let at = pki.path();
    let leaf = read(at, "site.pem");
    put(at, "empty.pem", b"");
    put(at, "words.txt", b"no certificate here\n");
    put(at, "cut.pem", &leaf[..leaf.len() / 2]);
    put(
        at,
        "utf16.pem",
        &[
            &[0xff, 0xfe],
            &leaf.iter().flat_map(|b| [*b, 0]).collect::<Vec<u8>>()[..],
        ]
        .concat(),
    );
    put(
        at,
        "nested.der",
        &(0..20_000).fold(vec![0x05, 0x00], |inner: Vec<u8>, _| {
            if inner.len() > 60_000 {
                inner
            } else {
                [&[0x30, 0x84], &(inner.len() as u32).to_be_bytes()[..], &inner].concat()
            }
        }),
    );
    put(at, "indefinite.der", &[0x30, 0x80].repeat(50_000));
    put(at, "long.der", &[0x30, 0x84, 0xff, 0xff, 0xff, 0xff, 0x02]);
    put(at, "flood.pem", &b"-----BEGIN CERTIFICATE-----\n".repeat(200_000));
    run(at, &["mkfifo", "pipe"]);
    for (name, words) in [
        ("absent.pem", "no such file"),
        ("empty.pem", "it is empty"),
        ("words.txt", "text without a PEM block"),
        ("cut.pem", "no END line"),
        ("utf16.pem", "UTF-16"),
        ("nested.der", "DER"),
        ("indefinite.der", "indefinite length"),
        ("long.der", "4294967295 bytes"),
        ("flood.pem", "more PEM blocks are broken"),
        ("pipe", "not a regular file"),
    ] {
        let stderr = tlsctl(["inspect", name]).within(at).fails(3);
        assert!(
            stderr.contains(words) && stderr.contains(name),
            "{name}: {stderr}"
        );
    }
}

#[test]
fn a_directory_that_contains_itself_is_read_once() {
    let pki = pki();
    run(pki.path(), &["ln", "-s", ".", "loop"]);
    run(pki.path(), &["mkfifo", "pipe"]);
    let listing = tlsctl(["inspect", "--short", "."]).within(pki.path()).ok();
    assert_eq!(listing.matches("site.pem").count(), 1, "{listing}");
}

#[test]
fn an_input_of_50_megabytes_is_refused_or_read_but_never_silent() {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let mut block = b"-----BEGIN CERTIFICATE-----\n".to_vec();
    block.extend(b"QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFB\n".repeat(800_000));
    block.extend(b"-----END CERTIFICATE-----\n");
    put(directory.path(), "large.pem", &block);
    let stderr = tlsctl(["inspect", "large.pem"]).within(directory.path()).fails(3);
    assert!(stderr.contains("large.pem"), "{stderr}");
}

#[test]
fn hostile_names_are_escaped_everywhere() {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let at = directory.path();
    let config = "[req]\ndistinguished_name=dn\nprompt=no\nutf8=yes\nx509_extensions=ext\n[dn]\n\
        CN=\u{1b}[2J\u{1b}]0;owned\u{7}\nO=Acme\u{d}\u{b}Subject: forged\nOU=\u{202e}moc.elpmaxe\u{85}\u{7f}\n\
        [ext]\nsubjectAltName=@names\n[names]\nDNS.1=a\u{1b}[31mb.example\n";
    put(at, "hostile.cnf", config.as_bytes());
    let make = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout k -out hostile.pem -config hostile.cnf";
    run(at, &make.split(' ').collect::<Vec<_>>());
    for format in [
        "human",
        "json",
        "jsonl",
        "csv",
        "junit",
        "sarif",
        "html",
        "markdown",
        "github",
        "prometheus",
    ] {
        for flag in ["-v", "--short", "--tree"] {
            let output = tlsctl(["inspect", flag, "--format", format, "hostile.pem"])
                .within(at)
                .run();
            assert_eq!(output.code, 0, "{output:#?}");
            is_clean(&output);
        }
    }
    let report = json(at, &["hostile.pem"]);
    let subject = report["sections"]["contents"]["certificates"][0]["subject"].as_str();
    assert!(
        subject.is_some_and(|s| s.contains("\u{1b}[2J")),
        "JSON keeps the text itself: {subject:?}"
    );
}

#[test]
fn ten_thousand_names_fit_on_a_screen() {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let at = directory.path();
    let names: Vec<String> = (0..10_000)
        .map(|i| format!("DNS.{i}=san{i}.example.com\n"))
        .collect();
    let config = format!(
        "[req]\ndistinguished_name=dn\nprompt=no\nx509_extensions=ext\n[dn]\nCN=many\n[ext]\nsubjectAltName=@names\n[names]\n{}",
        names.concat()
    );
    put(at, "many.cnf", config.as_bytes());
    let make = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout k -out many.pem -config many.cnf";
    run(at, &make.split(' ').collect::<Vec<_>>());
    let text = tlsctl(["inspect", "many.pem"]).within(at).ok();
    assert!(text.lines().count() <= 40, "{text}");
    assert!(text.contains("more") && text.contains("10,000 names"), "{text}");
    assert!(
        tlsctl(["inspect", "-v", "many.pem"])
            .within(at)
            .ok()
            .contains("san9999.example.com")
    );
}

#[test]
fn what_expires_soon_is_listed_soonest_first_and_ends_with_1() {
    let pki = pki();
    let soon = |within: &str| {
        tlsctl(["inspect", ".", "--expires-within", within])
            .within(pki.path())
            .run()
    };
    let (none, some) = (soon("30d"), soon("42d"));
    assert_eq!(none.code, 0, "{none:#?}");
    assert!(none.stdout.contains("none ends that soon"), "{none:#?}");
    assert_eq!(some.code, 1, "{some:#?}");
    assert!(
        some.stdout.contains("site.pem") && !some.stdout.contains("ca.pem"),
        "{some:#?}"
    );
    assert_eq!((soon("99%").code, soon("50%").code), (0, 0));
    let later = tlsctl([
        "inspect",
        "full.pem",
        "--expires-within",
        "33%",
        "--at",
        "+30d",
        "--format",
        "json",
    ])
    .within(pki.path())
    .run();
    let report: Value = serde_json::from_str(&later.stdout).expect("JSON");
    assert_eq!((later.code, &report["verdict"]), (1, &Value::from("fail")));
    assert_eq!(report["findings"][0]["rule"], "expires-soon");
    for bad in ["soon", "101%", "-1%"] {
        tlsctl(["inspect", "full.pem", &format!("--expires-within={bad}")])
            .within(pki.path())
            .fails(2);
    }
}

#[test]
fn the_password_of_a_key_tells_whose_it_is() {
    let pki = pki();
    let encrypt = "openssl pkcs8 -topk8 -in site.key -out locked.key -passout pass:secret";
    run(pki.path(), &encrypt.split(' ').collect::<Vec<_>>());
    put(pki.path(), "password", b"secret\n");
    let at = |arguments: &[&str]| {
        tlsctl(["inspect", "site.pem", "locked.key"].iter().chain(arguments)).within(pki.path())
    };
    assert!(at(&[]).ok().contains("Encrypted private key"));
    for opened in [
        at(&["--password-file", "password"]),
        at(&[]).env("TLSCTL_PASSWORD", "secret"),
    ] {
        let text = opened.ok();
        assert!(text.contains("belongs to  example.com (site.pem)"), "{text}");
        assert!(!text.contains("secret"), "{text}");
    }
    let wrong = at(&[]).env("TLSCTL_PASSWORD", "other").run();
    assert_eq!(wrong.code, 3, "{wrong:#?}");
    assert!(
        wrong.stderr.contains("does not open") && wrong.stdout.contains("CN=example.com"),
        "{wrong:#?}"
    );
}

#[test]
fn verification_says_yes_or_no_and_why() {
    let pki = pki();
    let verify = |arguments: &[&str]| {
        tlsctl(["inspect", "full.pem", "--verify"].iter().chain(arguments))
            .within(pki.path())
            .run()
    };
    let roots = ["--roots", "ca.pem"];
    let yes = verify(&[&roots[..], &["--host", "www.example.com"]].concat());
    assert_eq!(yes.code, 0, "{yes:#?}");
    assert!(
        yes.stdout.contains("accepted") && yes.stdout.contains("it is for the host"),
        "{yes:#?}"
    );
    for (arguments, rule) in [
        (&["--roots", "none"][..], "unknown-issuer"),
        (
            &["--roots", "ca.pem", "--host", "a.b.example.com"],
            "name-mismatch",
        ),
        (&["--roots", "ca.pem", "--at", "+1y"], "expired"),
        (&["--roots", "ca.pem", "--at", "-2d"], "not-yet-valid"),
        (&["--roots", "ca.pem", "--purpose", "client"], "wrong-purpose"),
    ] {
        let no = verify(arguments);
        assert_eq!(no.code, 1, "{no:#?}");
        assert!(
            no.stdout.contains(&format!("[{rule}]")) && no.stdout.contains("refused"),
            "{rule}: {no:#?}"
        );
    }
}

#[test]
fn the_leaf_is_the_one_whose_key_is_there() {
    let pki = pki();
    let reversed = [read(pki.path(), "ca.pem"), read(pki.path(), "site.pem")].concat();
    put(pki.path(), "reversed.pem", &reversed);
    let output = tlsctl([
        "inspect",
        "reversed.pem",
        "site.key",
        "--roots",
        "ca.pem",
        "--format",
        "json",
    ])
    .within(pki.path())
    .run();
    assert_eq!(output.code, 0, "{output:#?}");
    let reports: Value = serde_json::from_str(&output.stdout).expect("JSON");
    let verification = &reports[0]["sections"]["verification"];
    assert_eq!(verification["leaf"], "example.com");
    assert_eq!(verification["leaf_chosen_for"], "its private key is here");
    assert!(output.stdout.contains("chain-order"), "{output:#?}");
}

#[test]
fn a_key_that_belongs_to_nothing_here_is_said() {
    let pki = pki();
    let named = tlsctl(["inspect", "site.pem", "ca.key"]).within(pki.path()).run();
    assert_eq!(named.code, 1, "they were named side by side: {named:#?}");
    assert!(
        named
            .stdout
            .contains("error: ca.key: this private key belongs to none"),
        "{named:#?}"
    );
    std::fs::create_dir(pki.path().join("both")).expect("a directory");
    for file in ["site.pem", "ca.key"] {
        std::fs::copy(pki.path().join(file), pki.path().join("both").join(file)).expect("a copy");
    }
    let text = tlsctl(["inspect", "both"]).within(pki.path()).ok();
    assert!(text.contains("[key-mismatch]"), "{text}");
    let failing = tlsctl(["inspect", "both", "--fail-on", "warning"])
        .within(pki.path())
        .run();
    assert_eq!(failing.code, 1, "{failing:#?}");
}

#[test]
fn a_difference_is_told_by_meaning() {
    let pki = pki();
    let same = tlsctl(["inspect", "--diff", "full.pem", "full.pem"])
        .within(pki.path())
        .run();
    assert_eq!(same.code, 0, "{same:#?}");
    let sign = "openssl x509 -req -in site.csr -CA ca.pem -CAkey ca.key -days 90 -out new.pem";
    run(pki.path(), &sign.split(' ').collect::<Vec<_>>());
    let changed = tlsctl(["inspect", "--diff", "full.pem", "new.pem"])
        .within(pki.path())
        .run();
    assert_eq!(changed.code, 1, "{changed:#?}");
    for words in ["- DNS:*.example.com", "- Root", "- must-staple", "not after"] {
        assert!(changed.stdout.contains(words), "{words}: {changed:#?}");
    }
    assert!(
        !changed.stdout.contains("SPKI pin"),
        "the key is the same: {changed:#?}"
    );
}

#[test]
fn key_stores_open_with_their_password() {
    let pki = pki();
    let at = pki.path();
    for (name, more) in [("new.p12", ""), ("old.p12", " -legacy"), ("open.p12", "")] {
        let password = if name == "open.p12" { "" } else { "secret" };
        let make = format!(
            "openssl pkcs12 -export -in full.pem -inkey site.key -out {name} -passout pass:{password}{more}"
        );
        run(at, &make.split(' ').collect::<Vec<_>>());
        let opened = tlsctl(["inspect", name, "--format", "json"])
            .within(at)
            .env("TLSCTL_PASSWORD", password);
        let report: Value = serde_json::from_str(&opened.ok()).expect("JSON");
        let contents = &report["sections"]["contents"];
        assert_eq!(
            contents["certificates"].as_array().map(Vec::len),
            Some(2),
            "{name}"
        );
        assert_eq!(
            contents["private_keys"][0]["belongs_to"].as_array().map(Vec::len),
            Some(1),
            "{name}"
        );
    }
    let closed = tlsctl(["inspect", "new.p12"]).within(at).fails(3);
    assert!(
        closed.contains("needs a password") && closed.contains("--password-file"),
        "{closed}"
    );
    let wrong = tlsctl(["inspect", "new.p12"])
        .within(at)
        .env("TLSCTL_PASSWORD", "other")
        .fails(3);
    assert!(wrong.contains("does not open"), "{wrong}");
}

#[test]
fn a_java_key_store_shows_its_certificates_and_with_the_password_its_key() {
    let pki = pki();
    let at = pki.path();
    run(
        at,
        &"openssl pkcs12 -export -in site.pem -inkey site.key -out site.p12 -passout pass:changeit"
            .split(' ')
            .collect::<Vec<_>>(),
    );
    let import = "keytool -importkeystore -srckeystore site.p12 -srcstoretype PKCS12 -srcstorepass changeit \
        -destkeystore site.jks -deststoretype JKS -deststorepass changeit";
    run(
        at,
        &import
            .split_whitespace()
            .filter(|w| *w != "\\")
            .collect::<Vec<_>>(),
    );
    let closed = tlsctl(["inspect", "site.jks"]).within(at).ok();
    assert!(
        closed.contains("CN=example.com") && closed.contains("Encrypted private key"),
        "{closed}"
    );
    let opened = tlsctl(["inspect", "site.jks"])
        .within(at)
        .env("TLSCTL_PASSWORD", "changeit")
        .ok();
    assert!(opened.contains("belongs to  example.com"), "{opened}");
    let wrong = tlsctl(["inspect", "site.jks"])
        .within(at)
        .env("TLSCTL_PASSWORD", "other")
        .run();
    assert_eq!(wrong.code, 3, "{wrong:#?}");
}

#[test]
fn what_is_converted_other_tools_read() {
    let pki = pki();
    let at = pki.path();
    let to = |form: &str, file: &str| {
        let arguments = ["inspect", "full.pem", "site.key", "--to", form, "-o", file];
        tlsctl(arguments)
            .within(at)
            .env("TLSCTL_PASSWORD", "changeit")
            .ok();
    };
    to("pkcs12", "new.p12");
    to("pkcs12-legacy", "old.p12");
    to("jks", "new.jks");
    to("pkcs7", "new.p7b");
    to("k8s-secret", "secret.yaml");
    for check in [
        "openssl pkcs12 -in new.p12 -passin pass:changeit -nodes",
        "openssl pkcs12 -legacy -in old.p12 -passin pass:changeit -nodes",
        "openssl pkcs7 -inform der -in new.p7b -print_certs",
        "keytool -list -keystore new.p12 -storepass changeit",
        "keytool -importkeystore -srckeystore new.jks -srcstorepass changeit -destkeystore back.p12 \
            -deststoretype PKCS12 -deststorepass changeit",
    ] {
        run(
            at,
            &check
                .split_whitespace()
                .filter(|w| *w != "\\")
                .collect::<Vec<_>>(),
        );
    }
    for (file, mode) in [("new.p12", 0o600), ("new.p7b", 0o644)] {
        use std::os::unix::fs::PermissionsExt as _;
        let permissions = std::fs::metadata(at.join(file)).expect("a file").permissions();
        assert_eq!(permissions.mode() & 0o777, mode, "{file}");
    }
    for file in ["new.p12", "new.jks", "back.p12", "secret.yaml"] {
        let text = tlsctl(["inspect", file])
            .within(at)
            .env("TLSCTL_PASSWORD", "changeit")
            .ok();
        assert!(text.contains("belongs to  example.com"), "{file}: {text}");
    }
    let several = tlsctl(["inspect", "full.pem", "--to", "der"]).within(at).fails(2);
    assert!(several.contains("--split"), "{several}");
    tlsctl(["inspect", "full.pem", "--to", "pkcs12"])
        .within(at)
        .fails(2);
}

#[test]
fn a_chain_is_put_right_and_taken_apart() {
    let pki = pki();
    let at = pki.path();
    let (leaf, root) = (read(at, "site.pem"), read(at, "ca.pem"));
    put(at, "wrong.pem", &[&root[..], &leaf, &leaf].concat());
    let fixed = tlsctl(["inspect", "wrong.pem", "--fix", "fixed.pem"])
        .within(at)
        .run();
    assert_eq!(fixed.code, 0, "{fixed:#?}");
    assert_eq!(read(at, "fixed.pem"), leaf);
    let kept = tlsctl(["inspect", "wrong.pem", "--fix", "fixed.pem"])
        .within(at)
        .fails(6);
    assert!(kept.contains("fixed.pem"), "{kept}");
    let ordered = tlsctl(["inspect", "wrong.pem", "--reorder"]).within(at).ok();
    assert_eq!(ordered.into_bytes(), [leaf.clone(), root].concat());
    tlsctl(["inspect", "wrong.pem", "site.key", "--split", "-o", "parts"])
        .within(at)
        .run();
    assert_eq!(read(at, "parts/02-example.com.pem"), leaf);
    run(at, &["openssl", "pkey", "-in", "parts/03-key.pem", "-noout"]);
}

#[test]
fn what_a_server_sends_is_an_input_like_any_other() {
    let pki = pki();
    let at = pki.path();
    let serve = [
        "serve",
        "--cert",
        "site.pem",
        "--key",
        "site.key",
        "--listen",
        "127.0.0.1:0",
    ];
    let server = tlsctl(serve).within(at).serve();
    let place = format!("127.0.0.1:{}", server.port());
    let output = tlsctl(["inspect", &place, "--roots", "ca.pem"]).within(at).run();
    assert_eq!(output.code, 0, "{output:#?}");
    assert!(
        output.stdout.contains("CN=example.com") && output.stdout.contains("accepted"),
        "{output:#?}"
    );
    let other = tlsctl(["inspect", &place, "--roots", "ca.pem", "--host", "other.test"])
        .within(at)
        .run();
    assert_eq!(other.code, 1, "{other:#?}");
    assert!(other.stdout.contains("[name-mismatch]"), "{other:#?}");
    let nobody = std::net::TcpListener::bind("127.0.0.1:0")
        .and_then(|l| l.local_addr())
        .expect("a port");
    tlsctl(["inspect", &nobody.to_string()]).fails(4);
}

#[test]
fn a_large_file_is_read_in_parts_and_loses_nothing() {
    let pki = pki();
    let at = pki.path();
    let (leaf, broken) = (
        read(at, "site.pem"),
        b"-----BEGIN CERTIFICATE-----\nA?\n-----END CERTIFICATE-----\n",
    );
    let count = (9 << 20) / leaf.len();
    put(
        at,
        "large.pem",
        &[leaf.repeat(count), broken.to_vec(), leaf].concat(),
    );
    let listing = tlsctl(["inspect", "--short", "large.pem"]).within(at).run();
    assert_eq!(listing.code, 3, "{}", listing.stderr);
    assert!(
        listing.stderr.contains(&format!("PEM block {}", count + 1)),
        "{}",
        listing.stderr
    );
    assert_eq!(listing.stdout.matches("example.com").count(), count + 1);
    assert!(listing.stderr.contains("was read in"), "{}", listing.stderr);
    let lines = tlsctl(["inspect", "--short", "--format", "jsonl", "large.pem"])
        .within(at)
        .run();
    let found: usize = lines
        .stdout
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).expect("JSON"))
        .map(|report| {
            report["sections"]["listing"]["certificates"]
                .as_array()
                .map_or(0, Vec::len)
        })
        .sum();
    assert_eq!(found, count + 1);
}

#[test]
fn a_missing_issuer_is_fetched_where_the_certificate_points() {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let at = directory.path();
    let ca = ["gen", "ca", "--out", "ca", "--intermediates", "1"];
    tlsctl(ca).within(at).run();
    run(
        at,
        &[
            "openssl",
            "x509",
            "-in",
            "ca/cert.pem",
            "-outform",
            "der",
            "-out",
            "issuer.der",
        ],
    );
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let issuer = read(at, "issuer.der");
    std::thread::spawn(move || {
        use std::io::{Read as _, Write as _};
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            let _ = stream.read(&mut [0; 2048]);
            let head = format!(
                "HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
                issuer.len()
            );
            let _ = stream.write_all(&[head.as_bytes(), &issuer].concat());
        }
    });
    let leaf = format!(
        "subjectAltName=DNS:example.com\nextendedKeyUsage=serverAuth\nauthorityInfoAccess=caIssuers;URI:http://127.0.0.1:{port}/ca\n"
    );
    put(at, "leaf.cnf", leaf.as_bytes());
    let request = "openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout k.pem -out r.pem -subj /CN=example.com";
    run(at, &request.split(' ').collect::<Vec<_>>());
    let sign = "openssl x509 -req -in r.pem -CA ca/cert.pem -CAkey ca/privkey.pem -days 9 -out leaf.pem -extfile leaf.cnf";
    run(at, &sign.split(' ').collect::<Vec<_>>());
    let verify = |more: &[&str]| {
        let arguments = ["inspect", "leaf.pem", "--roots", "ca/root.pem"];
        tlsctl(arguments.iter().chain(more)).within(at).run()
    };
    assert_eq!(verify(&[]).code, 1);
    let refused = verify(&["--aia"]);
    assert!(
        refused.code == 1 && refused.stderr.contains("--aia=private"),
        "{refused:#?}"
    );
    let fetched = verify(&["--aia=private"]);
    assert_eq!(fetched.code, 0, "{fetched:#?}");
    let fix = |more: &[&str]| {
        let arguments = ["inspect", "leaf.pem", "--fix", "fixed.pem", "--force"];
        tlsctl(arguments.iter().chain(more)).within(at).run()
    };
    assert_eq!(fix(&[]).code, 1, "the chain is still short of its issuer");
    let fixed = fix(&["--aia=private"]);
    assert_eq!(fixed.code, 0, "{fixed:#?}");
    run(
        at,
        &[
            "openssl",
            "verify",
            "-CAfile",
            "ca/root.pem",
            "-untrusted",
            "fixed.pem",
            "leaf.pem",
        ],
    );
    let count = read(at, "fixed.pem").windows(5).filter(|w| w == b"BEGIN").count();
    assert_eq!(count, 2, "the leaf and its issuer");
}

#[test]
fn a_chain_deeper_than_readers_of_json_nest_is_told_whole() {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let at = directory.path();
    let mut manifest = "[[ca]]\nid = 'c0'\n".to_owned();
    for i in 1..=150 {
        let (above, room) = (i - 1, 150 - i);
        manifest += &format!("[[ca]]\nid = 'c{i}'\nissuer = 'c{above}'\npath-len = {room}\n");
    }
    put(at, "pki.toml", manifest.as_bytes());
    tlsctl(["gen", "pki", "pki.toml"]).within(at).ok();
    let chain = [read(at, "c150/fullchain.pem"), read(at, "c0/root.pem")].concat();
    put(at, "deep.pem", &chain);
    let report = json(at, &["deep.pem"]);
    let rows = report["sections"]["tree"]["certificates"]
        .as_array()
        .expect("rows");
    assert_eq!(rows.len(), 151);
    for (level, row) in rows.iter().enumerate() {
        assert_eq!(row["level"], level);
        assert_eq!(row["title"], format!("c{level}"));
    }
    let tree = tlsctl(["inspect", "--tree", "-v", "deep.pem"]).within(at).ok();
    assert_eq!(tree.matches("└─ ").count(), 150);
    assert!(tree.lines().all(|line| line.chars().count() <= 100), "{tree}");
}
