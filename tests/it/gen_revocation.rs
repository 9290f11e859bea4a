//! `tlsctl gen crl` and `gen ocsp`, judged by openssl and a linter.

use std::fs;
use std::path::Path;

use crate::judge::{judge, objects, python, text};
use crate::tlsctl::tlsctl;

/// A CA and two leaves below it.
fn home() -> tempfile::TempDir {
    let home = tempfile::tempdir().expect("a temporary directory");
    make(home.path(), &["ca"]);
    make(home.path(), &["a.test", "--ca", "ca"]);
    make(home.path(), &["b.test", "--ca", "ca"]);
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

fn crl_text(home: &Path) -> String {
    let list = text(home.join("ca/crl.pem"));
    judge(
        "openssl",
        &[
            "crl",
            "-noout",
            "-text",
            "-in",
            &list,
            "-CAfile",
            &text(home.join("ca/root.pem")),
        ],
    )
}

#[test]
fn a_revoked_certificate_is_refused_and_the_others_are_not() {
    let home = home();
    let at = |name: &str| text(home.path().join(name));
    make(
        home.path(),
        &[
            "crl",
            "--ca",
            "ca",
            "--revoke",
            "certs/a.test",
            "--reason",
            "key-compromise",
        ],
    );
    let (root, list) = (at("ca/root.pem"), at("ca/crl.pem"));
    let with = [
        "verify",
        "-x509_strict",
        "-crl_check",
        "-CAfile",
        &root,
        "-CRLfile",
        &list,
    ];
    let said = objects("openssl", &[&with[..], &[&at("certs/a.test/cert.pem")]].concat());
    assert!(said.contains("certificate revoked"), "{said}");
    judge("openssl", &[&with[..], &[&at("certs/b.test/cert.pem")]].concat());
    let said = judge(
        &python("lint_crl"),
        &[
            "lint",
            "-t",
            "CRL",
            "-p",
            "PKIX",
            "-s",
            "NOTICE",
            &at("ca/crl.pem"),
        ],
    );
    assert_eq!(said.trim(), "");
}

#[test]
fn a_list_goes_on_where_the_last_one_ended() {
    let home = home();
    make(home.path(), &["crl", "--ca", "ca"]);
    assert!(crl_text(home.path()).contains("No Revoked Certificates"));
    make(
        home.path(),
        &[
            "crl",
            "--ca",
            "ca",
            "--revoke",
            "certs/a.test/cert.pem",
            "--reason",
            "superseded",
        ],
    );
    make(home.path(), &["crl", "--ca", "ca", "--revoke", "0a:Ff"]);
    let again = tlsctl(["gen", "crl", "--ca", "ca", "--revoke", "0aff"])
        .within(home.path())
        .run();
    assert_eq!(again.code, 0, "{again:#?}");
    assert!(
        again.stderr.contains("`0aff` is on the list already\n"),
        "{again:#?}"
    );
    let again = [
        "gen",
        "crl",
        "--ca",
        "ca",
        "--revoke",
        "certs/a.test",
        "--reason",
        "key-compromise",
    ];
    let again = tlsctl(again).within(home.path()).run();
    assert!(
        again.stderr.contains("the reason that it is there for stays"),
        "{again:#?}"
    );
    for status in ["good", "unknown"] {
        let answer = [
            "ocsp",
            "certs/a.test",
            "--ca",
            "ca",
            "--reason",
            "superseded",
            "--status",
            status,
        ];
        let said = refused(home.path(), 2, &answer);
        assert!(
            said.contains("`--reason`") && said.contains("--status revoked"),
            "{said}"
        );
    }
    let shown = crl_text(home.path());
    assert!(shown.contains("CRL Number: \n                5\n"), "{shown}");
    assert_eq!(shown.matches("Serial Number:").count(), 2, "{shown}");
    assert!(
        shown.contains("Superseded") && shown.contains("Serial Number: 0AFF"),
        "{shown}"
    );
    make(home.path(), &["crl", "--ca", "ca", "--fresh"]);
    assert!(crl_text(home.path()).contains("No Revoked Certificates"));
}

#[test]
fn a_list_is_for_its_own_ca_and_its_own_certificates() {
    let home = home();
    make(home.path(), &["ca", "--out", "other"]);
    let said = refused(
        home.path(),
        1,
        &["crl", "--ca", "other", "--revoke", "certs/a.test"],
    );
    assert!(said.contains("did not issue"), "{said}");
    make(home.path(), &["crl", "--ca", "ca"]);
    let said = refused(home.path(), 1, &["crl", "--ca", "other", "--out", "ca/crl.pem"]);
    assert!(
        said.contains("another CA's") && said.contains("--fresh"),
        "{said}"
    );
    fs::write(home.path().join("precious"), "mine").expect("a file");
    assert!(
        refused(home.path(), 6, &["crl", "--ca", "ca", "--out", "precious"]).contains("no revocation list")
    );
    assert_eq!(
        fs::read_to_string(home.path().join("precious")).expect("it is there"),
        "mine"
    );
    for (code, arguments) in [
        (3, &["crl", "--ca", "ca", "--revoke", "nonsense"][..]),
        (2, &["crl", "--ca", "ca", "--next-update", "-1d"]),
        (2, &["crl"]),
        (2, &["crl", "--ca", "ca", "--reason", "boredom"]),
    ] {
        refused(home.path(), code, arguments);
    }
}

#[test]
fn answers_are_verified_and_say_what_is_so() {
    let home = home();
    let at = |name: &str| text(home.path().join(name));
    let ask = |certificate: &str, answer: &str| {
        judge(
            "openssl",
            &[
                "ocsp",
                "-respin",
                &at(answer),
                "-issuer",
                &at("ca/cert.pem"),
                "-cert",
                &at(certificate),
                "-CAfile",
                &at("ca/root.pem"),
            ],
        )
    };
    make(home.path(), &["ocsp", "certs/a.test", "--ca", "ca"]);
    let said = ask("certs/a.test/cert.pem", "certs/a.test/ocsp.der");
    assert!(
        said.contains("Response verify OK") && said.contains("cert.pem: good"),
        "{said}"
    );
    make(
        home.path(),
        &[
            "crl",
            "--ca",
            "ca",
            "--revoke",
            "certs/a.test",
            "--reason",
            "key-compromise",
        ],
    );
    make(
        home.path(),
        &["ocsp", "certs/a.test", "--ca", "ca", "--delegated"],
    );
    let said = ask("certs/a.test/cert.pem", "certs/a.test/ocsp.der");
    assert!(
        said.contains("Response verify OK") && said.contains("cert.pem: revoked"),
        "{said}"
    );
    assert!(said.contains("Reason: keyCompromise"), "{said}");
    make(
        home.path(),
        &[
            "ocsp",
            "certs/b.test/cert.pem",
            "--ca",
            "ca",
            "--status",
            "unknown",
            "--out",
            "b.der",
        ],
    );
    assert!(ask("certs/b.test/cert.pem", "b.der").contains("cert.pem: unknown"));
    for answer in ["certs/a.test/ocsp.der", "b.der"] {
        let said = judge(
            &python("lint_ocsp_response"),
            &["lint", "-s", "NOTICE", &at(answer)],
        );
        assert_eq!(said.trim(), "", "{answer}");
    }
    make(home.path(), &["ca", "--out", "other"]);
    assert!(refused(home.path(), 1, &["ocsp", "certs/a.test", "--ca", "other"]).contains("did not issue"));
}

#[test]
fn of_two_lists_the_newer_counts_in_whatever_order_they_come() {
    let home = home();
    let directory = home.path();
    let copy = |name: &str| fs::copy(directory.join("ca/crl.pem"), directory.join(name)).expect("a copy");
    make(directory, &["crl", "--ca", "ca"]);
    copy("old.pem");
    make(directory, &["crl", "--ca", "ca", "--revoke", "certs/a.test"]);
    copy("new.pem");
    let both = |first: &str, second: &str| {
        fs::read_to_string(directory.join(first)).expect("a list")
            + &fs::read_to_string(directory.join(second)).expect("a list")
    };
    fs::write(directory.join("old-new.pem"), both("old.pem", "new.pem")).expect("a file");
    for lists in [
        &["--crl", "old.pem", "--crl", "new.pem"][..],
        &["--crl", "new.pem", "--crl", "old.pem"],
        &["--crl", "old-new.pem"],
    ] {
        let verify = |leaf: &str| {
            let ask = [
                "inspect",
                leaf,
                "--verify",
                "--roots",
                "ca/root.pem",
                "--format",
                "json",
            ];
            tlsctl([&ask[..], lists].concat()).within(directory).run()
        };
        let revoked = verify("certs/a.test/cert.pem");
        assert_eq!(revoked.code, 1, "{lists:?}: {revoked:#?}");
        assert!(revoked.stdout.contains("\"rule\": \"revoked\""), "{lists:?}");
        assert_eq!(verify("certs/b.test/cert.pem").code, 0, "{lists:?}");
    }
}

#[test]
fn revocations_at_the_same_time_are_all_kept() {
    let home = home();
    let runs: Vec<_> = (1..=12)
        .map(|number| {
            let path = home.path().to_owned();
            let serial = format!("0a{number:02x}");
            std::thread::spawn(move || {
                tlsctl(["gen", "crl", "--ca", "ca", "--revoke", &serial])
                    .within(&path)
                    .run()
            })
        })
        .collect();
    for run in runs {
        let output = run.join().expect("a run does not panic");
        assert_eq!(output.code, 0, "{output:#?}");
    }
    let shown = crl_text(home.path());
    assert_eq!(shown.matches("Serial Number:").count(), 12, "{shown}");
    assert!(shown.contains("CRL Number: \n                12\n"), "{shown}");
}

#[test]
fn a_list_and_an_answer_take_the_place_of_nothing_else() {
    let home = home();
    let key = home.path().join("certs/b.test/privkey.pem");
    let before = fs::read(&key).expect("a key");
    let place = text(&key);
    let said = refused(
        home.path(),
        6,
        &["ocsp", "certs/b.test", "--ca", "ca", "--out", &place],
    );
    assert!(
        said.contains("is no OCSP response") && said.contains("hint:"),
        "{said}"
    );
    let said = refused(home.path(), 6, &["crl", "--ca", "ca", "--fresh", "--out", &place]);
    assert!(said.contains("is no revocation list"), "{said}");
    assert_eq!(fs::read(&key).expect("a key"), before);
    for _ in 0..2 {
        make(home.path(), &["ocsp", "certs/b.test", "--ca", "ca"]);
        make(home.path(), &["crl", "--ca", "ca", "--fresh"]);
    }
    fs::write(home.path().join("empty"), "").expect("a file");
    make(home.path(), &["crl", "--ca", "ca", "--out", "empty"]);
}

#[test]
fn a_new_ca_begins_a_new_list() {
    let home = home();
    make(home.path(), &["crl", "--ca", "ca", "--revoke", "0a01"]);
    make(home.path(), &["ca", "--force"]);
    make(home.path(), &["crl", "--ca", "ca"]);
    assert!(crl_text(home.path()).contains("No Revoked Certificates"));
}

#[test]
fn the_next_step_after_an_answer_serves_the_certificate_wherever_the_answer_is() {
    let home = home();
    for out in ["d.der", "certs/d.der"] {
        let said = make(home.path(), &["ocsp", "certs/a.test", "--ca", "ca", "--out", out]);
        let next = format!("tlsctl serve --tls certs/a.test --ocsp {out}");
        assert!(said.contains(&next), "{said}");
    }
}
