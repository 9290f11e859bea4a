//! `tlsctl gen --ensure`: makes what is missing, keeps what is right, and says why.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use serde_json::Value;

use crate::judge::{judge, text};
use crate::tlsctl::tlsctl;

/// Runs `gen a.test --ensure` with more arguments; its exit code, state and reasons.
#[track_caller]
fn ensure(home: &Path, arguments: &[&str]) -> (i32, String, Vec<String>) {
    let all = [&["gen", "--ensure", "--format", "json"], arguments].concat();
    let output = tlsctl(all).within(home).run();
    let report: Value = serde_json::from_str(&output.stdout).unwrap_or_else(|e| panic!("{e}: {output:#?}"));
    let section = &report["sections"]["ensure"];
    let reasons = section["reasons"].as_array().cloned().unwrap_or_default();
    let reasons = reasons
        .iter()
        .map(|r| r.as_str().expect("an id").to_owned())
        .collect();
    (
        output.code,
        section["state"].as_str().expect("a state").to_owned(),
        reasons,
    )
}

#[track_caller]
fn made_because(home: &Path, reason: &str, arguments: &[&str]) {
    let check = ensure(home, &[arguments, &["--check"]].concat());
    assert_eq!(check, (1, "has to be made".to_owned(), vec![reason.to_owned()]));
    let before = fs::read(home.join("certs/a.test/privkey.pem")).ok();
    let made = ensure(home, arguments);
    assert_eq!(made, (0, "made".to_owned(), vec![reason.to_owned()]));
    assert_ne!(fs::read(home.join("certs/a.test/privkey.pem")).ok(), before);
    assert_eq!(ensure(home, arguments), (0, "up to date".to_owned(), Vec::new()));
}

#[test]
fn it_makes_what_has_to_be_made_and_nothing_else() {
    let home = tempfile::tempdir().expect("a temporary directory");
    let home = home.path();
    tlsctl(["gen", "ca"]).within(home).ok();
    made_because(home, "missing", &["a.test"]);
    made_because(home, "issuer-changed", &["a.test", "--ca", "ca"]);
    made_because(
        home,
        "names-changed",
        &["a.test", "b.test", "10.0.0.1", "--ca", "ca"],
    );
    made_because(
        home,
        "usage-changed",
        &["a.test", "b.test", "10.0.0.1", "--ca", "ca", "--usage", "client"],
    );
    made_because(
        home,
        "names-changed",
        &["a.test", "--ca", "ca", "--usage", "client"],
    );
    made_because(
        home,
        "key-type-changed",
        &[
            "a.test",
            "--ca",
            "ca",
            "--usage",
            "client",
            "--key-type",
            "ed25519",
        ],
    );
    fs::remove_file(home.join("certs/a.test/chain.pem")).expect("it was there");
    made_because(
        home,
        "missing",
        &[
            "a.test",
            "--ca",
            "ca",
            "--usage",
            "client",
            "--key-type",
            "ed25519",
        ],
    );
    fs::write(home.join("certs/a.test/fullchain.pem"), "garbage").expect("a file");
    made_because(
        home,
        "unreadable",
        &[
            "a.test",
            "--ca",
            "ca",
            "--usage",
            "client",
            "--key-type",
            "ed25519",
        ],
    );
    tlsctl(["gen", "ca", "--force"]).within(home).ok();
    made_because(
        home,
        "issuer-changed",
        &[
            "a.test",
            "--ca",
            "ca",
            "--usage",
            "client",
            "--key-type",
            "ed25519",
        ],
    );
}

#[test]
fn it_renews_before_the_end() {
    let home = tempfile::tempdir().expect("a temporary directory");
    let home = home.path();
    tlsctl(["gen", "a.test", "--days", "20"]).within(home).ok();
    assert_eq!(ensure(home, &["a.test"]).1, "up to date");
    assert_eq!(ensure(home, &["a.test", "--renew-before", "15d"]).1, "up to date");
    made_because(home, "expires-soon", &["a.test", "--renew-before", "30d"]);
    tlsctl([
        "gen",
        "a.test",
        "--force",
        "--not-before",
        "-9d",
        "--not-after",
        "-1d",
    ])
    .within(home)
    .ok();
    made_because(home, "expired", &["a.test"]);
    judge(
        "openssl",
        &[
            "verify",
            "-CAfile",
            &text(home.join("certs/a.test/cert.pem")),
            &text(home.join("certs/a.test/cert.pem")),
        ],
    );
}

#[test]
fn its_flags_belong_together() {
    for arguments in [
        &["--check"][..],
        &["--renew-before", "3d"],
        &["--ensure", "--renew-before", "soon"],
        &["--ensure", "--stdout"],
    ] {
        let home = tempfile::tempdir().expect("a temporary directory");
        tlsctl([&["gen", "a.test"], arguments].concat())
            .within(home.path())
            .fails(2);
    }
}

#[test]
fn a_key_that_needs_a_password_is_kept_until_the_password_is_there() {
    let home = tempfile::tempdir().expect("a temporary directory");
    let home = home.path();
    fs::write(home.join("pw"), "sesame1").expect("a password");
    fs::write(home.join("other"), "sesame2").expect("a password");
    let made = ["gen", "a.test", "--encrypt", "--password-file", "pw"];
    tlsctl(made).within(home).ok();
    let key = || fs::read(home.join("certs/a.test/privkey.pem")).expect("a key");
    let before = key();
    for more in [&[][..], &["--check"], &["--password-file", "other"]] {
        let arguments = [&["gen", "a.test", "--ensure"], more].concat();
        let said = tlsctl(arguments).within(home).fails(3);
        assert!(
            said.contains("stays as it is") && said.contains("hint:"),
            "{said}"
        );
        assert_eq!(key(), before);
    }
    let right = ["a.test", "--password-file", "pw"];
    assert_eq!(ensure(home, &right), (0, "up to date".to_owned(), Vec::new()));
}

#[test]
fn a_set_with_any_file_that_is_not_its_own_is_made_anew() {
    let home = tempfile::tempdir().expect("a temporary directory");
    let home = home.path();
    fs::write(home.join("pw"), "sesame1").expect("a password");
    tlsctl(["gen", "ca", "--intermediates", "1"]).within(home).ok();
    tlsctl(["gen", "b.test", "--ca", "ca"]).within(home).ok();
    let wanted = [
        "a.test",
        "--ca",
        "ca",
        "--p12",
        "--jks",
        "--der",
        "--combined",
        "--k8s-secret",
        "--password-file",
        "pw",
    ];
    ensure(home, &wanted);
    let own = home.join("certs/a.test");
    for name in [
        "cert.pem",
        "chain.pem",
        "keystore.p12",
        "keystore.jks",
        "cert.der",
        "privkey.der",
        "combined.pem",
        "secret.yaml",
    ] {
        fs::write(own.join(name), "garbage").expect("a file");
        made_because(home, "files-changed", &wanted);
    }
    fs::write(own.join("chain.pem"), "").expect("a file");
    made_because(home, "files-changed", &wanted);
    fs::copy(home.join("certs/b.test/cert.pem"), own.join("cert.pem")).expect("a copy");
    made_because(home, "files-changed", &wanted);
    let old = fs::read(own.join("keystore.p12")).expect("a store");
    tlsctl([&["gen", "--force"], &wanted[..]].concat())
        .within(home)
        .ok();
    fs::write(own.join("keystore.p12"), old).expect("a file");
    made_because(home, "files-changed", &wanted);
    fs::set_permissions(own.join("privkey.pem"), fs::Permissions::from_mode(0o644)).expect("a mode");
    made_because(home, "key-exposed", &wanted);
    let mode = fs::metadata(own.join("privkey.pem"))
        .expect("a key")
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn runs_at_the_same_time_make_one_pair() {
    let home = tempfile::tempdir().expect("a temporary directory");
    let runs: Vec<_> = (0..6)
        .map(|_| {
            let path = home.path().to_owned();
            std::thread::spawn(move || ensure(&path, &["a.test"]))
        })
        .collect();
    let mut states: Vec<String> = Vec::new();
    for run in runs {
        let (code, state, _) = run.join().expect("a run does not panic");
        assert_eq!(code, 0);
        states.push(state);
    }
    states.sort();
    assert_eq!(states[0], "made");
    assert!(
        states[1..].iter().all(|state| state == "up to date"),
        "{states:?}"
    );
}

#[test]
fn a_life_shorter_than_the_time_to_renew_in_is_warned_of() {
    let home = tempfile::tempdir().expect("a temporary directory");
    let arguments = ["gen", "a.test", "--ensure", "--renew-before", "400d"];
    let output = tlsctl(arguments).within(home.path()).run();
    assert_eq!(output.code, 0, "{output:#?}");
    assert!(output.stderr.contains("made anew by every run"), "{output:#?}");
}

#[test]
fn another_key_usage_other_timestamps_and_another_end_are_seen() {
    let home = tempfile::tempdir().expect("a temporary directory");
    let home = home.path();
    tlsctl(["gen", "ca"]).within(home).ok();
    let own = ["a.test", "--ca", "ca"];
    made_because(home, "missing", &own);
    let with = |more: &[&'static str]| [&own[..], more].concat();
    made_because(home, "usage-changed", &with(&["--key-usage", "keyAgreement"]));
    made_because(home, "usage-changed", &own);
    made_because(home, "timestamps-changed", &with(&["--sct", "2"]));
    made_because(home, "timestamps-changed", &with(&["--sct", "3"]));
    made_because(home, "timestamps-changed", &own);
    made_because(home, "dates-changed", &with(&["--days", "30"]));
    made_because(home, "dates-changed", &with(&["--days", "31"]));
    made_because(home, "dates-changed", &with(&["--not-after", "+90d"]));
    made_because(home, "dates-changed", &with(&["--not-after", "+12h"]));
    made_because(home, "dates-changed", &with(&["--not-after", "2031-02-03"]));
    let same = ensure(home, &own);
    assert_eq!(same.1, "up to date", "without a word on its end, any will do");
}

#[test]
fn a_life_of_less_than_a_day_is_refused_with_the_days_there_can_be() {
    let home = tempfile::tempdir().expect("a temporary directory");
    for days in ["-1", "0", "-3d"] {
        let said = tlsctl(["gen", "a.test", "--days", days])
            .within(home.path())
            .fails(2);
        assert!(
            said.contains(&format!("`--days {days}` is not between 1d and")),
            "{said}"
        );
    }
}
