//! `tlsctl gen`: what it makes, judged by others, and what it refuses.

use std::fs;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::judge::{judge, objects, python, text};
use crate::tlsctl::{Output, faulty, scratch, tlsctl};

/// Runs `tlsctl gen` with these arguments.
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

/// The same as JSON.
#[track_caller]
fn described(directory: &Path, arguments: &[&str]) -> Value {
    let text = make(directory, &[arguments, &["--format", "json"]].concat());
    serde_json::from_str(&text).expect("JSON")
}

#[track_caller]
fn openssl_text(certificate: &Path) -> String {
    judge("openssl", &["x509", "-noout", "-text", "-in", &text(certificate)])
}

/// Whether key and certificate of a directory belong together.
#[track_caller]
fn is_pair(directory: &Path) -> bool {
    let key = judge(
        "openssl",
        &["pkey", "-pubout", "-in", &text(directory.join("privkey.pem"))],
    );
    let cert = judge(
        "openssl",
        &[
            "x509",
            "-pubkey",
            "-noout",
            "-in",
            &text(directory.join("fullchain.pem")),
        ],
    );
    key == cert
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).expect("the file is there").mode() & 0o7777
}

#[test]
fn without_a_name_it_makes_a_pair_for_this_machine() {
    let home = scratch();
    let said = make(home.path(), &[]);
    assert!(said.contains("certs/localhost"), "{said}");
    let directory = home.path().join("certs/localhost");
    assert!(is_pair(&directory));
    let cert = openssl_text(&directory.join("cert.pem"));
    assert!(
        cert.contains("DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1"),
        "{cert}"
    );
    let cert = text(directory.join("cert.pem"));
    judge(
        "openssl",
        &[
            "verify",
            "-x509_strict",
            "-purpose",
            "sslserver",
            "-CAfile",
            &cert,
            &cert,
        ],
    );
}

#[test]
fn every_kind_of_key_makes_a_chain_that_openssl_and_gnutls_accept() {
    for kind in ["p256", "p384", "p521", "ed25519", "rsa2048", "rsa3072"] {
        let home = scratch();
        make(home.path(), &["ca", "--key-type", kind, "--intermediates", "2"]);
        make(home.path(), &["a.test", "--key-type", kind, "--ca", "ca"]);
        let at = |name: &str| text(home.path().join(name));
        let (root, chain) = (at("ca/root.pem"), at("certs/a.test/chain.pem"));
        let leaf = at("certs/a.test/cert.pem");
        let strict = [
            "verify",
            "-x509_strict",
            "-check_ss_sig",
            "-purpose",
            "sslserver",
            "-verify_hostname",
            "a.test",
        ];
        judge(
            "openssl",
            &[&strict[..], &["-CAfile", &root, "-untrusted", &chain, &leaf]].concat(),
        );
        judge(
            "certtool",
            &[
                "--verify",
                "--verify-hostname=a.test",
                "--verify-purpose=1.3.6.1.5.5.7.3.1",
                "--load-ca-certificate",
                &root,
                "--infile",
                &at("certs/a.test/fullchain.pem"),
            ],
        );
        assert!(is_pair(&home.path().join("certs/a.test")), "{kind}");
        judge(
            "openssl",
            &["pkey", "-check", "-noout", "-in", &at("certs/a.test/privkey.pem")],
        );
    }
}

#[test]
fn of_what_is_made_without_further_wishes_our_own_lints_have_nothing_to_say() {
    let home = scratch();
    make(home.path(), &["ca"]);
    for (number, names) in [
        &["a.test"][..],
        &["localhost", "*.b.test", "10.0.0.1", "::1"],
        &["c.test", "--ca", "ca"],
        &["10.0.0.2", "--ca", "ca", "--key-type", "ed25519"],
        &["xn--bcher-kva.test", "--key-type", "rsa2048"],
    ]
    .iter()
    .enumerate()
    {
        let place = format!("made{number}");
        let line = ["gen"].iter().chain(*names).copied().chain(["--out", &place]);
        let said = tlsctl(line).within(home.path()).run();
        assert_eq!((said.code, said.stderr.as_str()), (0, ""), "{names:?}");
        let lint = ["inspect", &place, "--lint=private", "--fail-on", "warning"];
        tlsctl(lint).within(home.path()).ok();
    }
}

#[test]
fn a_linter_finds_nothing_in_what_is_made() {
    let home = scratch();
    make(home.path(), &["ca", "--intermediates", "1"]);
    make(
        home.path(),
        &[
            "www.example.com",
            "10.0.0.1",
            "me@example.com",
            "https://example.com/x",
            "--ca",
            "ca",
        ],
    );
    make(home.path(), &["rsa.example.com", "--key-type", "rsa2048"]);
    make(
        home.path(),
        &["bob@example.com", "--usage", "client", "--ca", "ca"],
    );
    let made = [
        "ca/root.pem",
        "ca/cert.pem",
        "certs/www.example.com/cert.pem",
        "certs/rsa.example.com/cert.pem",
        "certs/bob@example.com/cert.pem",
    ];
    for file in made {
        let said = judge(
            &python("lint_pkix_cert"),
            &["lint", "-s", "NOTICE", &text(home.path().join(file))],
        );
        assert_eq!(said.trim(), "", "{file}");
    }
    let pair = [
        text(home.path().join("ca/cert.pem")),
        text(home.path().join("certs/www.example.com/cert.pem")),
    ];
    let said = judge(
        &python("lint_pkix_signer_signee_cert_chain"),
        &["lint", &pair[0], &pair[1]],
    );
    assert_eq!(said.trim(), "");
}

#[test]
fn names_of_every_kind_are_written_in_the_spelling_of_certificates() {
    let home = scratch();
    make(
        home.path(),
        &[
            "BÜCHER.example",
            "*.Example.com.",
            "[::1]",
            "Me@Example.com",
            "spiffe://a/b",
            "bücher.example",
        ],
    );
    let cert = openssl_text(&home.path().join("certs/xn--bcher-kva.example/cert.pem"));
    let names = "DNS:xn--bcher-kva.example, DNS:*.example.com, IP Address:0:0:0:0:0:0:0:1, email:Me@example.com, URI:spiffe://a/b\n";
    assert!(cert.contains(names), "{cert}");
}

#[test]
fn a_leading_wildcard_is_left_out_of_the_directory() {
    let home = scratch();
    make(home.path(), &["*.example.com"]);
    assert!(home.path().join("certs/example.com/fullchain.pem").is_file());
}

#[test]
fn a_name_too_long_for_a_subject_goes_without_one() {
    let home = scratch();
    let long = format!("{}.{}.test", "a".repeat(60), "b".repeat(60));
    make(home.path(), &["ca"]);
    make(home.path(), &[&long, "--out", "self"]);
    make(home.path(), &[&long, "--out", "x", "--ca", "ca"]);
    let cert = openssl_text(&home.path().join("x/cert.pem"));
    assert!(
        cert.contains("Subject: \n") && cert.contains("Subject Alternative Name: critical"),
        "{cert}"
    );
    for file in ["x/cert.pem", "self/cert.pem"] {
        let said = judge(
            &python("lint_pkix_cert"),
            &["lint", "-s", "NOTICE", &text(home.path().join(file))],
        );
        assert_eq!(said.trim(), "", "{file}");
    }
}

#[test]
fn usages_say_who_may_show_it() {
    let home = scratch();
    make(home.path(), &["c.test", "--usage", "client"]);
    make(home.path(), &["b.test", "--usage", "client", "--usage", "server"]);
    let client = openssl_text(&home.path().join("certs/c.test/cert.pem"));
    assert!(
        client.contains("TLS Web Client Authentication\n") && !client.contains("Server Auth"),
        "{client}"
    );
    let both = openssl_text(&home.path().join("certs/b.test/cert.pem"));
    assert!(
        both.contains("TLS Web Client Authentication, TLS Web Server Authentication"),
        "{both}"
    );
}

#[test]
fn dates_are_what_was_asked_for() {
    let home = scratch();
    let made = described(
        home.path(),
        &[
            "a.test",
            "--not-before",
            "2049-06-01",
            "--not-after",
            "2051-06-01T12:00:00Z",
        ],
    );
    let cert = &made["sections"]["certificate"];
    assert_eq!(cert["not_before"], "2049-06-01T00:00:00Z");
    assert_eq!(cert["not_after"], "2051-06-01T12:00:00Z");
    let file = home.path().join("certs/a.test/cert.pem");
    let shown = judge("openssl", &["asn1parse", "-in", &text(&file)]);
    assert!(shown.contains("UTCTIME           :490601000000Z"), "{shown}");
    assert!(shown.contains("GENERALIZEDTIME   :20510601120000Z"), "{shown}");
    make(
        home.path(),
        &["old.test", "--not-before", "-3d", "--not-after", "-1h"],
    );
    objects(
        "openssl",
        &[
            "x509",
            "-checkend",
            "0",
            "-in",
            &text(home.path().join("certs/old.test/cert.pem")),
        ],
    );
    make(home.path(), &["days.test", "--days", "10"]);
    let days = text(home.path().join("certs/days.test/cert.pem"));
    judge("openssl", &["x509", "-checkend", "863000", "-in", &days]);
    objects("openssl", &["x509", "-checkend", "865000", "-in", &days]);
}

#[test]
fn dates_that_are_no_dates_are_refused() {
    let home = scratch();
    for (code, arguments) in [
        (2, &["a.test", "--not-after", "tomorrow"][..]),
        (2, &["a.test", "--not-before", "+2d", "--not-after", "+1d"]),
        (2, &["a.test", "--days", "0"]),
        (2, &["a.test", "--days", "5", "--not-after", "+5d"]),
        (2, &["a.test", "--not-after", "2026-13-01"]),
    ] {
        let said = refused(home.path(), code, arguments);
        assert!(said.contains("error:"), "{said}");
    }
    assert!(!home.path().join("certs").exists(), "nothing was written");
}

#[test]
fn names_that_are_no_names_are_refused_before_anything_is_written() {
    let home = scratch();
    for name in [
        "a b",
        "f*.test",
        "*.*.test",
        "-a.test",
        "1.2.3",
        "https://",
        "host:8443",
        "a..b",
        "@x.test",
    ] {
        let said = refused(home.path(), 2, &["--", "good.test", name]);
        assert!(
            said.contains(&format!("`{name}`")) && said.contains("hint:"),
            "{said}"
        );
    }
    assert!(!home.path().join("certs").exists());
}

#[test]
fn serials_differ_and_keys_never_repeat() {
    let home = scratch();
    let mut serials = std::collections::BTreeSet::new();
    for _ in 0..5 {
        let made = described(home.path(), &["a.test", "--force"]);
        let serial = made["sections"]["certificate"]["serial"]
            .as_str()
            .expect("a serial")
            .to_owned();
        assert_eq!(serial.len(), 32, "128 bits: {serial}");
        serials.insert(serial);
    }
    assert_eq!(serials.len(), 5);
}

#[test]
fn a_ca_directory_holds_the_issuing_ca_and_its_root() {
    let home = scratch();
    make(
        home.path(),
        &["ca", "Acme Root", "--intermediates", "2", "--out", "pki"],
    );
    let names = |file: &str| {
        let text = fs::read_to_string(home.path().join("pki").join(file)).expect(file);
        text.matches("BEGIN CERTIFICATE").count()
    };
    assert_eq!(
        (
            names("cert.pem"),
            names("chain.pem"),
            names("fullchain.pem"),
            names("root.pem")
        ),
        (1, 1, 2, 1)
    );
    let root = openssl_text(&home.path().join("pki/root.pem"));
    assert!(
        root.contains("CA:TRUE\n") && root.contains("Subject: CN = Acme Root\n"),
        "{root}"
    );
    assert!(openssl_text(&home.path().join("pki/cert.pem")).contains("CA:TRUE, pathlen:0"));
    assert!(openssl_text(&home.path().join("pki/intermediate-1/cert.pem")).contains("CA:TRUE, pathlen:1"));
    make(home.path(), &["direct.test", "--ca", "pki/root"]);
    let leaf = text(home.path().join("certs/direct.test/cert.pem"));
    judge(
        "openssl",
        &[
            "verify",
            "-CAfile",
            &text(home.path().join("pki/root.pem")),
            &leaf,
        ],
    );
}

#[test]
fn a_ca_can_be_made_below_a_ca_as_far_as_its_path_length_goes() {
    let home = scratch();
    make(home.path(), &["ca", "Top", "--intermediates", "1"]);
    let said = refused(home.path(), 1, &["ca", "Sub", "--ca", "ca", "--out", "sub"]);
    assert!(said.contains("path length of 0"), "{said}");
    make(home.path(), &["ca", "Sub", "--ca", "ca/root", "--out", "sub"]);
    make(home.path(), &["a.test", "--ca", "sub"]);
    let at = |name: &str| text(home.path().join(name));
    judge(
        "openssl",
        &[
            "verify",
            "-x509_strict",
            "-CAfile",
            &at("ca/root.pem"),
            "-untrusted",
            &at("certs/a.test/chain.pem"),
            &at("certs/a.test/cert.pem"),
        ],
    );
}

#[test]
fn a_constrained_ca_signs_only_what_it_may() {
    let home = scratch();
    let at = |name: &str| text(home.path().join(name));
    make(
        home.path(),
        &[
            "ca",
            "--intermediates",
            "1",
            "--permit",
            "example.test",
            "--permit",
            "email:example.test",
            "--exclude",
            "secret.example.test",
        ],
    );
    make(
        home.path(),
        &[
            "a.example.test",
            "*.a.example.test",
            "me@example.test",
            "--ca",
            "ca",
        ],
    );
    let leaf = at("certs/a.example.test/cert.pem");
    let chain = at("certs/a.example.test/chain.pem");
    judge(
        "openssl",
        &[
            "verify",
            "-x509_strict",
            "-CAfile",
            &at("ca/root.pem"),
            "-untrusted",
            &chain,
            &leaf,
        ],
    );
    let full = at("certs/a.example.test/fullchain.pem");
    judge(
        "certtool",
        &[
            "--verify",
            "--load-ca-certificate",
            &at("ca/root.pem"),
            "--infile",
            &full,
        ],
    );
    for (name, why) in [
        ("a.other.test", "it permits only example.test"),
        ("x.secret.example.test", "it excludes secret.example.test"),
        ("*.example.test", "it excludes secret.example.test"),
        ("10.0.0.1", "it excludes 0.0.0.0/0"),
        ("me@mail.example.test", "it permits only"),
    ] {
        let said = refused(home.path(), 1, &[name, "--ca", "ca"]);
        assert!(
            said.contains(&format!("may not sign for `{name}`")) && said.contains(why),
            "{said}"
        );
    }
    let said = judge(
        &python("lint_pkix_cert"),
        &["lint", "-s", "NOTICE", &at("ca/cert.pem")],
    );
    assert_eq!(said.trim(), "");
    for wrong in [".example.test", "10.0.0.1/8", "a b"] {
        assert!(
            refused(home.path(), 2, &["ca", "--out", "x", "--permit", wrong]).contains("hint:"),
            "{wrong}"
        );
    }
}

#[test]
fn a_ca_for_addresses_alone_vouches_for_no_other_kind_of_name() {
    let home = scratch();
    let at = |name: &str| text(home.path().join(name));
    make(home.path(), &["ca", "--permit", "10.0.0.0/8"]);
    // Without a common name, which OpenSSL and GnuTLS would take for a DNS name.
    make(home.path(), &["10.1.2.3", "--ca", "ca"]);
    let root = at("ca/root.pem");
    let verify = |leaf: &str| {
        let openssl = Command::new("openssl")
            .args(["verify", "-CAfile", &root, leaf])
            .output();
        let certtool = Command::new("certtool")
            .args(["--verify", "--load-ca-certificate", &root, "--infile", leaf])
            .output();
        let own = tlsctl([
            "inspect",
            leaf,
            "--verify",
            "--roots",
            &root,
            "--purpose",
            "client",
        ])
        .run();
        let judges = [openssl, certtool].map(|output| output.expect("a judge").status.success());
        [judges[0], judges[1], own.code == 0]
    };
    make(
        home.path(),
        &["10.1.2.3", "--usage", "client", "--ca", "ca", "--out", "client"],
    );
    for place in ["certs/10.1.2.3/cert.pem", "client/cert.pem"] {
        let purpose = openssl_text(&home.path().join(place));
        assert!(
            purpose.contains("Subject: \n") || purpose.contains("Subject:\n"),
            "{purpose}"
        );
    }
    assert_eq!(verify(&at("client/cert.pem")), [true; 3]);
    for name in [
        "google.com",
        "me@google.com",
        "https://google.com/x",
        "none.invalid",
        "11.0.0.1",
    ] {
        let said = refused(home.path(), 1, &[name, "--ca", "ca"]);
        assert!(said.contains(&format!("may not sign for `{name}`")), "{said}");
        make(
            home.path(),
            &["csr", name, "--usage", "client", "--out", "request", "--force"],
        );
        let sign = [
            "sign",
            "request/request.pem",
            "--ca",
            "ca",
            "--out",
            "signed",
            "--force",
        ];
        make(home.path(), &[&sign[..], &["--allow-any-name"]].concat());
        assert_eq!(verify(&at("signed/cert.pem")), [false; 3], "{name}");
        fs::remove_dir_all(home.path().join("request")).expect("removed");
        fs::remove_dir_all(home.path().join("signed")).expect("removed");
    }
    let said = judge(
        &python("lint_pkix_cert"),
        &["lint", "-s", "NOTICE", &at("ca/cert.pem")],
    );
    assert_eq!(said.trim(), "");
}

#[test]
fn so_many_days_are_not_too_long_for_the_lint_that_allows_them() {
    let home = scratch();
    make(home.path(), &["ca"]);
    for (days, not_before) in [
        ("825", "2019-07-02"),
        ("398", "2020-09-02"),
        ("200", "2026-04-01"),
        ("200", ""),
    ] {
        let dates = match not_before {
            "" => vec!["--days", days],
            begin => vec!["--days", days, "--not-before", begin],
        };
        make(
            home.path(),
            &[&["a.test", "--ca", "ca", "--out", "a", "--force"], &dates[..]].concat(),
        );
        let lint = tlsctl([
            "inspect",
            "a/cert.pem",
            "--lint=public",
            "--format",
            "json",
            "--fail-on",
            "error",
        ])
        .within(home.path())
        .run();
        let too_long = format!("days, which is more than {days}");
        assert!(
            !lint.stdout.contains(&too_long),
            "{days} from {not_before:?}: {}",
            lint.stdout
        );
    }
}

#[test]
fn what_the_lints_object_to_is_said_while_it_is_made() {
    let home = scratch();
    let home = home.path();
    make(home, &["ca"]);
    let said = |more: &[&str]| {
        let line = [&["gen", "a.test", "--ca", "ca", "--force"], more].concat();
        let output = tlsctl(line).within(home).run();
        assert_eq!(output.code, 0, "{output:#?}");
        output.stderr
    };
    assert_eq!(said(&[]), "");
    assert_eq!(
        said(&["--not-before", "-30d", "--not-after", "-1d"]),
        "",
        "that is what was asked for"
    );
    let signs = said(&["--key-usage", "keyCertSign"]);
    assert!(signs.contains("warning: key-cert-sign-without-ca: "), "{signs}");
    let agrees = said(&["--key-type", "ed25519", "--key-usage", "keyAgreement"]);
    assert!(agrees.contains("warning: wrong-key-usage: "), "{agrees}");
    let long = said(&["--days", "826"]);
    assert!(
        long.starts_with("some clients will not accept it: ") && long.contains("validity-too-long"),
        "{long}"
    );
    assert_eq!(said(&["--days", "825"]), "");
}

#[test]
fn an_address_with_a_zone_is_no_name() {
    let home = scratch();
    let said = refused(home.path(), 2, &["fe80::1%eth0"]);
    assert!(said.contains("hint: leave it out: fe80::1\n"), "{said}");
}

#[test]
fn a_time_of_day_without_an_offset_is_refused() {
    let home = scratch();
    for flag in ["--not-before", "--not-after"] {
        for when in [
            "2027-01-01T10:00:00",
            "2027-01-01 10:00",
            "2027-01-01T10:00:00[Europe/Berlin]",
        ] {
            let said = refused(home.path(), 2, &["a.test", flag, when]);
            assert!(said.contains("append Z") && said.contains(flag), "{said}");
        }
    }
    let end = "2036-01-01T10:20:30+02:00[Europe/Berlin]";
    make(home.path(), &["a.test", "--not-after", end, "-q"]);
    let shown = openssl_text(&home.path().join("certs/a.test/cert.pem"));
    assert!(shown.contains("Not After : Jan  1 08:20:30 2036 GMT"), "{shown}");
}

#[test]
fn a_path_length_counts_the_cas_below() {
    let home = scratch();
    make(home.path(), &["ca", "--path-len", "1"]);
    make(home.path(), &["ca", "Sub", "--ca", "ca", "--out", "sub"]);
    let said = refused(
        home.path(),
        1,
        &[
            "ca",
            "Deep",
            "--intermediates",
            "3",
            "--ca",
            "ca",
            "--out",
            "deep",
        ],
    );
    assert!(said.contains("no room"), "{said}");
    assert!(openssl_text(&home.path().join("ca/root.pem")).contains("CA:TRUE, pathlen:1"));
}

#[test]
fn a_cross_signed_ca_leads_to_either_root() {
    let home = scratch();
    let at = |name: &str| text(home.path().join(name));
    make(home.path(), &["ca", "Old", "--out", "old"]);
    make(home.path(), &["ca", "New", "--out", "new"]);
    make(home.path(), &["a.test", "--ca", "new"]);
    make(home.path(), &["cross", "new/root.pem", "--ca", "old"]);
    let leaf = at("certs/a.test/cert.pem");
    judge(
        "openssl",
        &["verify", "-x509_strict", "-CAfile", &at("new/root.pem"), &leaf],
    );
    judge(
        "openssl",
        &[
            "verify",
            "-x509_strict",
            "-CAfile",
            &at("old/root.pem"),
            "-untrusted",
            &at("cross/cert.pem"),
            &leaf,
        ],
    );
    objects("openssl", &["verify", "-CAfile", &at("old/root.pem"), &leaf]);
    assert!(
        refused(
            home.path(),
            1,
            &["cross", "certs/a.test/cert.pem", "--ca", "old", "--out", "x"]
        )
        .contains("not the certificate of a CA")
    );
    assert!(
        refused(
            home.path(),
            1,
            &["cross", "old/root.pem", "--ca", "old", "--out", "x"]
        )
        .contains("does not cross-sign itself")
    );
    assert!(refused(home.path(), 2, &["cross", "old/root.pem"]).contains("--ca"));
}

#[test]
fn the_issuers_name_is_copied_octet_for_octet() {
    let home = scratch();
    let at = |name: &str| text(home.path().join(name));
    fs::create_dir(home.path().join("ca")).expect("a directory");
    judge(
        "openssl",
        &[
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
            "-nodes",
            "-days",
            "30",
            "-subj",
            "/DC=com/DC=example/OU=a/OU=b/CN=x+serialNumber=7",
            "-multivalue-rdn",
            "-addext",
            "keyUsage=critical,keyCertSign,cRLSign",
            "-keyout",
            &at("ca/privkey.pem"),
            "-out",
            &at("ca/cert.pem"),
        ],
    );
    make(home.path(), &["a.test", "--ca", "ca"]);
    judge(
        "openssl",
        &[
            "verify",
            "-x509_strict",
            "-CAfile",
            &at("ca/cert.pem"),
            &at("certs/a.test/cert.pem"),
        ],
    );
}

#[test]
fn cas_of_other_tools_and_in_single_files_sign_too() {
    let home = scratch();
    let at = |name: &str| text(home.path().join(name));
    make(home.path(), &["ca"]);
    fs::create_dir(home.path().join("mkcert")).expect("a directory");
    fs::copy(
        home.path().join("ca/cert.pem"),
        home.path().join("mkcert/rootCA.pem"),
    )
    .expect("a copy");
    fs::copy(
        home.path().join("ca/privkey.pem"),
        home.path().join("mkcert/rootCA-key.pem"),
    )
    .expect("a copy");
    make(home.path(), &["a.test", "--ca", "mkcert"]);
    make(
        home.path(),
        &[
            "b.test",
            "--ca",
            "mkcert/rootCA.pem",
            "--ca-key",
            "mkcert/rootCA-key.pem",
        ],
    );
    for leaf in ["certs/a.test/cert.pem", "certs/b.test/cert.pem"] {
        judge("openssl", &["verify", "-CAfile", &at("ca/root.pem"), &at(leaf)]);
    }
}

#[test]
fn encrypted_ca_keys_of_every_age_are_opened_with_the_password_alone() {
    let home = scratch();
    let at = |name: &str| text(home.path().join(name));
    make(home.path(), &["ca", "--key-type", "rsa2048"]);
    fs::write(home.path().join("pw"), "sesame\n").expect("a password file");
    let forms: &[&[&str]] = &[
        &["pkcs8", "-topk8", "-v2", "aes-256-cbc"],
        &["pkcs8", "-topk8", "-v2", "des3"],
        &["pkcs8", "-topk8", "-scrypt"],
        &["rsa", "-traditional", "-aes128"],
        &["rsa", "-traditional", "-aes192"],
        &["rsa", "-traditional", "-aes256"],
        &["rsa", "-traditional", "-des3"],
    ];
    for form in forms {
        let out = "-passout";
        judge(
            "openssl",
            &[
                form,
                &[
                    "-in",
                    &at("ca/privkey.pem"),
                    out,
                    "pass:sesame",
                    "-out",
                    &at("key.pem"),
                ][..],
            ]
            .concat(),
        );
        let with = |password: &[&str], code: i32| -> Output {
            let arguments = [
                &["gen", "a.test", "--force", "--ca", "ca", "--ca-key", "key.pem"],
                password,
            ]
            .concat();
            let output = tlsctl(arguments).within(home.path()).run();
            assert_eq!(output.code, code, "{form:?}: {output:#?}");
            output
        };
        with(&["--password-file", "pw"], 0);
        assert!(
            with(&["--password-env", "PATH"], 3)
                .stderr
                .contains("does not open"),
            "{form:?}"
        );
        assert!(with(&[], 3).stderr.contains("encrypted"), "{form:?}");
    }
    let output =
        tlsctl(["gen", "a.test", "--force", "--ca", "ca", "--password-file", "pw"]).within(home.path());
    assert!(output.fails(3).contains("not encrypted"));
    let environment = tlsctl(["gen", "a.test", "--force", "--ca", "ca", "--ca-key", "key.pem"]);
    environment
        .within(home.path())
        .env("TLSCTL_PASSWORD", "sesame")
        .ok();
}

#[test]
fn an_obsolete_encryption_is_named_as_what_it_is() {
    let home = scratch();
    make(home.path(), &["ca"]);
    let at = |name: &str| text(home.path().join(name));
    judge(
        "openssl",
        &[
            "pkcs8",
            "-topk8",
            "-v1",
            "PBE-SHA1-3DES",
            "-in",
            &at("ca/privkey.pem"),
            "-passout",
            "pass:x",
            "-out",
            &at("key.pem"),
        ],
    );
    let said = refused(home.path(), 3, &["a.test", "--ca", "ca", "--ca-key", "key.pem"]);
    assert!(
        said.contains("PBES1") && said.contains("hint: openssl pkcs8"),
        "{said}"
    );
}

#[test]
fn a_ca_that_cannot_sign_says_why() {
    let home = scratch();
    let at = |name: &str| home.path().join(name);
    make(home.path(), &["ca"]);
    make(home.path(), &["ca", "--out", "other"]);
    make(
        home.path(),
        &["ca", "--out", "dead", "--not-before", "-9d", "--not-after", "-1d"],
    );
    make(home.path(), &["leaf.test"]);
    let refuse = |code: i32, ca: &str, why: &str| {
        let said = refused(home.path(), code, &["a.test", "--ca", ca]);
        assert!(said.contains(why) && said.contains("hint:"), "{said}");
    };
    refuse(1, "dead", "expired");
    refuse(1, "certs/leaf.test", "cannot sign others");
    refuse(3, "nowhere", "there is no CA in `nowhere`");
    fs::create_dir(at("empty")).expect("a directory");
    refuse(3, "empty", "`privkey.pem` is missing");
    fs::copy(at("ca/privkey.pem"), at("empty/privkey.pem")).expect("a copy");
    refuse(3, "empty", "`cert.pem` is missing");
    fs::write(
        at("empty/cert.pem"),
        "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n",
    )
    .expect("a file");
    let said = refused(home.path(), 3, &["a.test", "--ca", "empty"]);
    assert!(said.contains("cert.pem"), "{said}");
    fs::copy(at("other/privkey.pem"), at("ca/privkey.pem")).expect("a copy");
    refuse(3, "ca", "does not belong");
    assert!(!at("certs/a.test").exists());
}

#[test]
fn a_leaf_never_outlives_its_ca() {
    let home = scratch();
    let ca = described(home.path(), &["ca", "--days", "10"]);
    let leaf = described(home.path(), &["a.test", "--ca", "ca"]);
    let end = |report: &Value| report["sections"]["certificate"]["not_after"].clone();
    assert_eq!(end(&leaf), end(&ca));
    let said = refused(home.path(), 1, &["b.test", "--ca", "ca", "--days", "11"]);
    assert!(
        said.contains("longer than its CA") && said.contains("hint:"),
        "{said}"
    );
}

#[test]
fn what_is_there_stays_without_force() {
    let home = scratch();
    make(home.path(), &["a.test"]);
    let before = fs::read(home.path().join("certs/a.test/privkey.pem")).expect("a key");
    let said = refused(home.path(), 6, &["a.test"]);
    assert!(said.contains("exists") && said.contains("--force"), "{said}");
    assert_eq!(
        fs::read(home.path().join("certs/a.test/privkey.pem")).expect("a key"),
        before
    );
    make(home.path(), &["a.test", "--force"]);
    assert_ne!(
        fs::read(home.path().join("certs/a.test/privkey.pem")).expect("a key"),
        before
    );
}

#[test]
fn keys_are_for_their_owner_alone_whatever_was_there_before() {
    let home = scratch();
    make(home.path(), &["a.test"]);
    let key = home.path().join("certs/a.test/privkey.pem");
    assert_eq!(mode(&key), 0o600);
    fs::set_permissions(&key, fs::Permissions::from_mode(0o644)).expect("a mode");
    fs::set_permissions(
        home.path().join("certs/a.test"),
        fs::Permissions::from_mode(0o750),
    )
    .expect("a mode");
    make(home.path(), &["a.test", "--force"]);
    assert_eq!(mode(&key), 0o600);
    assert_eq!(
        mode(&home.path().join("certs/a.test")),
        0o750,
        "the directory keeps its mode"
    );
}

#[test]
fn strangers_files_in_the_directory_survive() {
    let home = scratch();
    make(home.path(), &["a.test"]);
    let directory = home.path().join("certs/a.test");
    fs::create_dir(directory.join("deep")).expect("a directory");
    fs::write(directory.join("deep/note"), "mine").expect("a file");
    fs::write(directory.join(".hidden"), "mine too").expect("a file");
    symlink("deep/note", directory.join("link")).expect("a link");
    make(home.path(), &["a.test", "--force"]);
    assert_eq!(
        fs::read_to_string(directory.join("deep/note")).expect("it is there"),
        "mine"
    );
    assert_eq!(
        fs::read_to_string(directory.join(".hidden")).expect("it is there"),
        "mine too"
    );
    assert_eq!(
        fs::read_link(directory.join("link")).expect("it is there"),
        PathBuf::from("deep/note")
    );
    assert_eq!(entries(&home.path().join("certs")), ["a.test"]);
}

#[test]
fn a_link_in_the_way_is_never_written_through() {
    let home = scratch();
    fs::write(home.path().join("victim"), "precious").expect("a file");
    fs::create_dir_all(home.path().join("certs/a.test")).expect("a directory");
    symlink("../../victim", home.path().join("certs/a.test/privkey.pem")).expect("a link");
    for arguments in [&["a.test"][..], &["a.test", "--force"]] {
        let said = refused(home.path(), 6, arguments);
        assert!(said.contains("symbolic link"), "{said}");
    }
    assert_eq!(
        fs::read_to_string(home.path().join("victim")).expect("it is there"),
        "precious"
    );
    fs::create_dir(home.path().join("elsewhere")).expect("a directory");
    symlink("../elsewhere", home.path().join("certs/b.test")).expect("a link");
    assert!(refused(home.path(), 6, &["b.test", "--force"]).contains("symbolic link"));
    fs::write(home.path().join("certs/c.test"), "a file").expect("a file");
    assert!(refused(home.path(), 6, &["c.test"]).contains("not a directory"));
}

#[test]
fn the_working_directory_is_filled_but_never_replaced() {
    let home = scratch();
    fs::write(home.path().join("mine"), "mine").expect("a file");
    make(home.path(), &["a.test", "--out", "."]);
    assert!(is_pair(home.path()));
    assert_eq!(mode(&home.path().join("privkey.pem")), 0o600);
    assert_eq!(
        entries(home.path()),
        ["cert.pem", "chain.pem", "fullchain.pem", "mine", "privkey.pem"]
    );
    assert!(refused(home.path(), 6, &["a.test", "--out", "."]).contains("exists"));
    assert!(
        refused(home.path(), 6, &["a.test", "--out", ".", "--force"])
            .contains("hint: write to a directory below")
    );
}

#[test]
fn standard_output_gets_chain_and_key_and_no_file_is_written() {
    let home = scratch();
    let pem = make(home.path(), &["a.test", "--stdout"]);
    fs::write(home.path().join("both.pem"), pem).expect("a file");
    let both = text(home.path().join("both.pem"));
    let key = judge("openssl", &["pkey", "-pubout", "-in", &both]);
    assert_eq!(
        judge("openssl", &["x509", "-pubkey", "-noout", "-in", &both]),
        key
    );
    assert_eq!(entries(home.path()), ["both.pem"]);
    assert!(refused(home.path(), 2, &["a.test", "--stdout", "--format", "json"]).contains("--stdout"));
}

#[test]
fn a_seed_and_fixed_dates_give_the_same_bytes_each_time() {
    let dates = [
        "--not-before",
        "2026-01-01",
        "--not-after",
        "2027-01-01T00:00:00Z",
    ];
    for kind in ["p256", "p384", "p521", "ed25519"] {
        let runs: Vec<_> = (0..2)
            .map(|_| {
                let home = scratch();
                let seeded = [&dates[..], &["--seed", "0badc0de", "--key-type", kind]].concat();
                make(
                    home.path(),
                    &[&["ca", "--intermediates", "1"], &seeded[..]].concat(),
                );
                make(home.path(), &[&["a.test", "--ca", "ca"], &seeded[..]].concat());
                make(home.path(), &[&["b.test", "--ca", "ca"], &seeded[..]].concat());
                home
            })
            .collect();
        let at = |run: usize, name: &str| runs[run].path().join(name);
        for name in [
            "ca/root.pem",
            "ca/privkey.pem",
            "ca/cert.pem",
            "certs/a.test/privkey.pem",
            "certs/a.test/fullchain.pem",
        ] {
            assert_eq!(
                fs::read(at(0, name)).expect(name),
                fs::read(at(1, name)).expect(name),
                "{kind} {name}"
            );
        }
        let serial = |name: &str| {
            judge(
                "openssl",
                &["x509", "-serial", "-noout", "-in", &text(at(0, name))],
            )
        };
        assert_ne!(
            serial("certs/a.test/cert.pem"),
            serial("certs/b.test/cert.pem"),
            "{kind}"
        );
        assert!(openssl_text(&at(0, "certs/a.test/cert.pem")).contains("O = for tests only"));
        judge(
            "openssl",
            &[
                "verify",
                "-x509_strict",
                "-attime",
                "1780000000",
                "-CAfile",
                &text(at(0, "ca/root.pem")),
                "-untrusted",
                &text(at(0, "ca/cert.pem")),
                &text(at(0, "certs/a.test/cert.pem")),
            ],
        );
    }
    let home = scratch();
    assert!(refused(home.path(), 2, &["a.test", "--seed", "00"]).contains("dates have to be fixed"));
    let seeded = |more: &[&str]| refused(home.path(), 2, &[&["a.test"], &dates[..], more].concat());
    assert!(seeded(&["--seed", "xx"]).contains("hexadecimal"));
    for kind in ["rsa2048", "ml-dsa-44"] {
        assert!(
            seeded(&["--seed", "00", "--key-type", kind]).contains("cannot be made from a seed"),
            "{kind}"
        );
    }
}

#[test]
fn timestamps_are_verified_with_the_logs_own_keys() {
    let home = scratch();
    make(home.path(), &["ca"]);
    make(home.path(), &["a.test", "--ca", "ca", "--sct", "2"]);
    let script = "\
import sys, hashlib, struct
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization as s
from cryptography.hazmat.primitives.asymmetric import ec
cert = x509.load_pem_x509_certificate(open(sys.argv[1], 'rb').read())
ca = x509.load_pem_x509_certificate(open(sys.argv[2], 'rb').read())
spki = lambda key: key.public_bytes(s.Encoding.DER, s.PublicFormat.SubjectPublicKeyInfo)
blocks = open(sys.argv[3]).read().split('-----END PUBLIC KEY-----\\n')[:-1]
logs = [s.load_pem_public_key((block + '-----END PUBLIC KEY-----\\n').encode()) for block in blocks]
logs = {hashlib.sha256(spki(log)).digest(): log for log in logs}
scts = cert.extensions.get_extension_for_class(x509.PrecertificateSignedCertificateTimestamps).value
tbs = cert.tbs_precertificate_bytes
for sct in scts:
    at = int(sct.timestamp.timestamp() * 1000)
    data = struct.pack('>BBQH', 0, 0, at, 1) + hashlib.sha256(spki(ca.public_key())).digest()
    data += struct.pack('>I', len(tbs))[1:] + tbs + b'\\0\\0'
    logs[sct.log_id].verify(sct.signature, data, ec.ECDSA(hashes.SHA256()))
print(len(scts))
";
    let at = |name: &str| text(home.path().join(name));
    let arguments = [
        "-c",
        script,
        &at("certs/a.test/cert.pem"),
        &at("ca/cert.pem"),
        &at("certs/a.test/ct-logs.pem"),
    ];
    assert_eq!(judge(&python("python"), &arguments), "2\n");
    assert!(refused(home.path(), 2, &["b.test", "--sct", "1"]).contains("needs a CA"));
}

#[test]
fn two_runs_at_once_leave_one_whole_pair() {
    let home = scratch();
    let runs: Vec<_> = (0..6)
        .map(|_| {
            let path = home.path().to_owned();
            std::thread::spawn(move || tlsctl(["gen", "a.test", "--force"]).within(&path).run())
        })
        .collect();
    for run in runs {
        let output = run.join().expect("a run does not panic");
        assert_eq!(output.code, 0, "{output:#?}");
    }
    assert!(is_pair(&home.path().join("certs/a.test")));
    assert_eq!(entries(&home.path().join("certs")), ["a.test"]);
}

#[test]
fn killed_at_any_system_call_it_leaves_the_old_pair_or_the_new() {
    let home = scratch();
    let directory = home.path().join("certs/a.test");
    make(home.path(), &["a.test"]);
    fs::write(directory.join("mine"), "mine").expect("a file");
    let calls = [
        "mkdir",
        "mkdirat",
        "openat",
        "write",
        "fsync",
        "link",
        "linkat",
        "chmod",
        "fchmod",
        "fchown",
        "utimensat",
        "rename",
        "renameat2",
        "unlinkat",
        "rmdir",
    ];
    let mut kills = 0;
    for call in calls {
        for number in 1.. {
            let before = fs::read(directory.join("privkey.pem")).expect("a key is there");
            let killed = !strace(home.path(), call, &format!("signal=SIGKILL:when={number}"));
            assert_eq!(
                fs::read_to_string(directory.join("mine")).expect("it survives"),
                "mine",
                "{call} {number}"
            );
            if fs::read(directory.join("privkey.pem")).expect("a key is there") != before || number % 8 == 1 {
                assert!(is_pair(&directory), "{call} {number}");
            }
            assert_eq!(mode(&directory.join("privkey.pem")), 0o600, "{call} {number}");
            if !killed {
                break;
            }
            kills += 1;
        }
    }
    assert!(kills > 20, "only {kills} kills: the calls are others now");
    make(home.path(), &["a.test", "--force"]);
    assert_eq!(
        entries(&home.path().join("certs")),
        ["a.test"],
        "what killed runs left is cleaned up"
    );
}

#[test]
fn with_the_disk_full_the_old_pair_stays_and_nothing_is_left_behind() {
    let home = scratch();
    let directory = home.path().join("certs/a.test");
    make(home.path(), &["a.test"]);
    let before = fs::read(directory.join("privkey.pem")).expect("a key");
    for number in 1..=3 {
        let succeeded = strace(home.path(), "write", &format!("error=ENOSPC:when={number}"));
        assert!(!succeeded, "write {number} was not missed");
        assert_eq!(
            fs::read(directory.join("privkey.pem")).expect("a key"),
            before,
            "write {number}"
        );
        assert_eq!(entries(&home.path().join("certs")), ["a.test"], "write {number}");
    }
}

/// Runs `gen a.test --force` with a fault injected; whether it succeeded all the same.
fn strace(directory: &Path, call: &str, fault: &str) -> bool {
    let status = faulty(&[(call, fault)], &["gen", "a.test", "--force"], directory)
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .status();
    status.expect("strace is there: tests/run installs it").success()
}

/// The names in a directory, sorted.
fn entries(directory: &Path) -> Vec<String> {
    let entries = fs::read_dir(directory).expect("a directory");
    let mut names: Vec<_> = entries
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    names.sort();
    names
}

#[test]
fn a_time_that_no_certificate_can_hold_is_refused_and_leaves_nothing() {
    let directory = scratch();
    for date in [
        "--not-before=-99999999999d",
        "--not-after=+1000000y",
        "--not-before=-3000y",
    ] {
        let said = tlsctl(["gen", "a.test", date]).within(directory.path()).fails(2);
        assert!(said.contains("0000–9999"), "{said}");
    }
    assert!(!directory.path().join("certs").exists());
}

#[test]
fn a_key_from_a_seed_is_read_by_gnutls() {
    let home = scratch();
    for kind in ["p256", "p384", "p521"] {
        make(
            home.path(),
            &[
                "s.test",
                "--seed",
                "00112233",
                "--not-before",
                "2026-01-01",
                "--not-after",
                "2036-01-01",
                "--key-type",
                kind,
                "--out",
                kind,
            ],
        );
        let key = text(home.path().join(kind).join("privkey.pem"));
        judge("certtool", &["-k", "--infile", &key]);
    }
}

#[test]
fn what_a_seed_cannot_repeat_is_refused() {
    let home = scratch();
    fs::write(home.path().join("pw"), "sesame1").expect("a password");
    let seeded = [
        "--seed",
        "00",
        "--not-before",
        "2026-01-01",
        "--days",
        "9",
        "--password-file",
        "pw",
    ];
    for form in ["--p12", "--jks", "--encrypt"] {
        let said = refused(home.path(), 2, &[&["s.test", form], &seeded[..]].concat());
        assert!(said.contains("never the same twice"), "{said}");
    }
    refused(home.path(), 2, &[&["ca", "--encrypt"], &seeded[..]].concat());
    assert!(!home.path().join("certs").exists());
}

#[test]
fn a_wildcard_over_an_excluded_name_is_refused() {
    let home = scratch();
    let ca = [
        "ca",
        "X",
        "--permit",
        "example.test",
        "--exclude",
        "bad.example.test",
    ];
    make(home.path(), &ca);
    let said = refused(home.path(), 1, &["*.example.test", "--ca", "ca"]);
    assert!(said.contains("excludes bad.example.test"), "{said}");
    make(home.path(), &["*.good.example.test", "--ca", "ca"]);
}

#[test]
fn a_wildcard_below_a_public_suffix_is_warned_of() {
    let home = scratch();
    for name in ["*.com", "*.co.uk"] {
        let output = tlsctl(["gen", name]).within(home.path()).run();
        assert_eq!(output.code, 0, "{output:#?}");
        assert!(
            output.stderr.contains("for all of a public suffix"),
            "{output:#?}"
        );
    }
    make(home.path(), &["*.example.com"]);
}

#[test]
fn the_last_day_of_all_says_that_there_is_no_end() {
    let home = scratch();
    for (place, end) in [("a", "9999-12-31"), ("b", "9999-12-31T23:59:59Z")] {
        make(home.path(), &["a.test", "--not-after", end, "--out", place]);
        let shown = openssl_text(&home.path().join(place).join("cert.pem"));
        assert!(shown.contains("Not After : Dec 31 23:59:59 9999 GMT"), "{shown}");
    }
    make(home.path(), &["ca", "--not-after", "9999-12-31"]);
    make(
        home.path(),
        &["b.test", "--ca", "ca", "--not-after", "9999-12-31"],
    );
}

#[test]
fn a_ca_is_cross_signed_from_its_directory() {
    let home = scratch();
    make(home.path(), &["ca", "old", "--out", "old"]);
    make(home.path(), &["ca", "new", "--out", "new"]);
    make(home.path(), &["cross", "new", "--ca", "old"]);
    fs::create_dir(home.path().join("empty")).expect("a directory");
    refused(home.path(), 3, &["cross", "empty", "--ca", "old", "--out", "x"]);
}

#[test]
fn names_of_keys_from_elsewhere_are_understood() {
    let home = scratch();
    for (name, kind) in [
        ("ecdsa", "ECDSA P-256"),
        ("rsa", "RSA 2048"),
        ("secp384r1", "ECDSA P-384"),
        ("P-384", "ECDSA P-384"),
        ("RSA2048", "RSA 2048"),
        ("rsa:3072", "RSA 3072"),
        ("ecdsa-p256", "ECDSA P-256"),
    ] {
        let report = described(home.path(), &["a.test", "--force", "--key-type", name]);
        assert_eq!(report["sections"]["certificate"]["key_type"], kind);
    }
}

#[test]
fn a_subject_stands_for_what_has_no_name_in_the_network() {
    let home = scratch();
    let said = refused(home.path(), 2, &["Acme Signing", "--usage", "code-signing"]);
    assert!(said.contains("--subject"), "{said}");
    make(home.path(), &["ca"]);
    let signing = [
        "--subject",
        "Acme Signing",
        "--usage",
        "code-signing",
        "--ca",
        "ca",
    ];
    make(home.path(), &signing);
    let shown = openssl_text(&home.path().join("certs/Acme_Signing/cert.pem"));
    assert!(
        shown.contains("Subject: CN = Acme Signing") && !shown.contains("Alternative"),
        "{shown}"
    );
    make(home.path(), &[&signing[..], &["--ensure", "--check"]].concat());
    let other = signing.map(|word| {
        if word == "Acme Signing" {
            "Acme Builds"
        } else {
            word
        }
    });
    let place = ["--out", "certs/Acme_Signing", "--ensure"];
    let report = described(home.path(), &[&other[..], &place].concat());
    assert_eq!(report["sections"]["ensure"]["reasons"][0], "names-changed");
    make(home.path(), &["a.test", "--subject", "A server"]);
    let shown = openssl_text(&home.path().join("certs/a.test/cert.pem"));
    assert!(
        shown.contains("CN = A server") && shown.contains("DNS:a.test"),
        "{shown}"
    );
    refused(home.path(), 2, &["b.test", "--subject", ""]);
}
