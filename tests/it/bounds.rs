//! What has no end, no meaning or no reader: input and output that could hold the program for ever, fill the
//! memory, or pass for something else.

use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::tlsctl::{Tlsctl, scratch, tlsctl};

/// No wait for something that does not come may be longer, on a busy machine.
const SOON: Duration = Duration::from_secs(30);

fn run(program: &str, arguments: &[&str], directory: &Path) {
    let status = Command::new(program)
        .args(arguments)
        .current_dir(directory)
        .status()
        .expect(program);
    assert!(status.success(), "{program} {arguments:?}");
}

/// A name that is no text.
fn strange(before: &str, after: &str) -> OsString {
    let bytes = [before.as_bytes(), b"\xff", after.as_bytes()].concat();
    OsString::from_vec(bytes)
}

fn serve(directory: &Path, more: &[&str]) -> Tlsctl {
    let arguments = ["serve", "--listen", "127.0.0.1:0"];
    tlsctl([&arguments, more].concat()).within(directory)
}

#[test]
fn a_path_that_is_no_text_is_a_path_in_a_variable_and_in_a_flag() {
    let directory = scratch();
    let at = directory.path();
    tlsctl(["gen", "ca", "--out", "ca"]).within(at).run();
    tlsctl(["gen", "a.test", "--out", "a"]).within(at).run();
    let name = strange("ca", ".pem");
    std::fs::copy(at.join("ca/root.pem"), at.join(&name)).expect("copied");
    std::fs::copy(at.join("a/fullchain.pem"), at.join(strange("c", ""))).expect("copied");
    std::fs::copy(at.join("a/privkey.pem"), at.join(strange("k", ""))).expect("copied");

    let checked = serve(at, &["--check-config", "--format", "json"])
        .env("TLSCTL_CLIENT_CA_FILE", name.clone())
        .env("TLSCTL_CERT_FILE", strange("c", ""))
        .env("TLSCTL_KEY_FILE", strange("k", ""))
        .run();
    assert_eq!(checked.code, 0, "{checked:#?}");
    assert!(checked.stdout.contains("a.test"), "{checked:#?}");
    let server = serve(at, &["--name", "b.test"])
        .env("TLSCTL_CLIENT_CA_FILE", name.clone())
        .serve();
    server.log("must show a certificate");
    let flags = [
        "serve",
        "--listen",
        "127.0.0.1:0",
        "--check-config",
        "--client-ca",
    ];
    let flags = flags.map(OsString::from).into_iter().chain([name]);
    assert_eq!(tlsctl(flags).within(at).run().code, 0);

    for variable in [
        "TLSCTL_CLIENT_CA_FILE",
        "TLSCTL_CERT_FILE",
        "TLSCTL_UPSTREAM_CA_FILE",
    ] {
        let proxy = ["--proxy", "https://127.0.0.1:1"];
        let said = serve(at, &proxy).env(variable, strange("none", "")).fails(3);
        assert!(said.contains("none"), "{variable}: {said}");
    }
    let said = tlsctl(["inspect", "--verify", "a/cert.pem"])
        .within(at)
        .env("TLSCTL_ROOTS_FILE", strange("none", ""))
        .run();
    assert_eq!(said.code, 3, "{said:#?}");
}

#[test]
fn a_variable_that_must_be_text_and_is_none_is_an_error_not_unset() {
    let directory = scratch();
    let at = directory.path();
    for variable in ["TLSCTL_CLIENT_CA_PEM", "TLSCTL_CERT_B64"] {
        let said = serve(at, &[]).env(variable, strange("", "")).fails(3);
        assert!(
            said.contains(&format!("`{variable}` is not UTF-8 text")),
            "{said}"
        );
    }
    tlsctl(["gen", "a.test", "--out", "a", "--encrypt"])
        .within(at)
        .env("TLSCTL_PASSWORD", "secret")
        .run();
    let said = serve(at, &["--tls", "a"])
        .env("TLSCTL_PASSWORD", strange("", ""))
        .fails(3);
    assert!(said.contains("`TLSCTL_PASSWORD` is not UTF-8 text"), "{said}");
    let said = tlsctl(["probe", "127.0.0.1:1"])
        .env("TLSCTL_PROXY", strange("", ""))
        .fails(3);
    assert!(said.contains("`TLSCTL_PROXY` is not UTF-8 text"), "{said}");
}

#[test]
fn a_store_of_anchors_without_an_end_is_an_error_soon() {
    let directory = scratch();
    let at = directory.path();
    tlsctl(["gen", "ca", "--out", "ca"]).within(at).run();
    tlsctl(["gen", "a.test", "--ca", "ca", "--out", "a"])
        .within(at)
        .run();
    run("mkfifo", &["pipe"], at);
    let verify = ["inspect", "--verify", "--host", "a.test", "a/fullchain.pem"];
    let verify = |variable: &str, value: &str| tlsctl(verify).within(at).env(variable, value).run();
    let began = Instant::now();
    for (store, why) in [
        ("/dev/zero", "larger than 64 MiB"),
        ("pipe", "no trust anchors"),
        ("none", "cannot be read"),
    ] {
        let said = verify("SSL_CERT_FILE", store);
        assert_eq!(said.code, 3, "{said:#?}");
        assert!(said.stderr.contains(why), "{said:#?}");
    }
    std::fs::create_dir(at.join("store")).expect("made");
    run("mkfifo", &["store/pipe"], at);
    assert_eq!(verify("SSL_CERT_DIR", "store").code, 3);
    std::fs::copy(at.join("ca/root.pem"), at.join("store/0a1b2c3d.0")).expect("copied");
    assert_eq!(verify("SSL_CERT_DIR", "absent:store").code, 0);
    assert_eq!(verify("SSL_CERT_FILE", "ca/root.pem").code, 0);
    assert!(began.elapsed() < SOON, "{:?}", began.elapsed());
}

#[test]
fn a_pipe_that_nobody_reads_is_an_error_soon_and_one_that_is_read_is_written() {
    let directory = scratch();
    let at = directory.path();
    run("mkfifo", &["pipe"], at);
    let began = Instant::now();
    for flag in ["--keylog", "--ca-out"] {
        let said = serve(at, &[flag, "pipe"]).fails(6);
        assert!(said.contains("it is a pipe that nobody reads"), "{flag}: {said}");
    }
    let said = serve(at, &[]).env("SSLKEYLOGFILE", "pipe").fails(6);
    assert!(said.contains("it is a pipe that nobody reads"), "{said}");
    assert!(began.elapsed() < SOON, "{:?}", began.elapsed());
    let reader = Command::new("cat")
        .arg("pipe")
        .current_dir(at)
        .stdout(std::process::Stdio::piped())
        .spawn()
        .expect("cat");
    let server = serve(at, &["--ca-out", "pipe"]).serve();
    let read = reader.wait_with_output().expect("it ends");
    assert!(String::from_utf8_lossy(&read.stdout).contains("-----BEGIN CERTIFICATE-----"));
    drop(server);
}

#[test]
fn what_cannot_be_written_at_the_start_does_not_pass_the_check_either() {
    let directory = scratch();
    for keylog in ["/", ".", "absent/keys.log", "/dev/null/keys.log"] {
        let said = serve(directory.path(), &["--check-config", "--keylog", keylog]).fails(6);
        assert!(said.contains(&format!("`{keylog}` cannot be written")), "{said}");
    }
    let checked = serve(directory.path(), &["--check-config", "--keylog", "keys.log"]).run();
    assert_eq!(checked.code, 0, "{checked:#?}");
    assert!(!directory.path().join("keys.log").exists());
    let long = format!("unix:{}", "x".repeat(200));
    let said = tlsctl(["serve", "--check-config", "--listen", &long]).fails(2);
    assert!(said.contains("is too long for a socket"), "{said}");
}

#[test]
fn directories_with_keys_are_writable_by_their_owner_alone_whatever_the_umask() {
    let directory = scratch();
    let at = directory.path();
    let program = env!("CARGO_BIN_EXE_tlsctl");
    let script = "umask 000; exec >/dev/null; \"$0\" -q gen a.test && \"$0\" -q gen ca && \"$0\" -q gen b.test --out deep/er/b";
    run("sh", &["-c", script, program], at);
    for made in ["certs", "certs/a.test", "ca", "deep", "deep/er", "deep/er/b"] {
        let mode = std::fs::metadata(at.join(made)).expect(made).permissions().mode();
        assert_eq!(mode & 0o022, 0, "{made}: {mode:o}");
    }
}

#[test]
fn what_a_directory_holds_too_deep_to_be_named_is_an_error_not_passed_by() {
    let directory = scratch();
    let at = directory.path();
    tlsctl(["gen", "a.test", "--out", "d/a"]).within(at).run();
    run("ln", &["-s", "nowhere", "d/link"], at);
    run("ln", &["-s", "circle", "d/circle"], at);
    assert_eq!(tlsctl(["inspect", "d"]).within(at).run().code, 0);
    let script = "d=$(printf %0250d 0); cd d; for i in $(seq 17); do mkdir $d; cd -P $d; done";
    run("bash", &["-c", script], at);
    let said = tlsctl(["inspect", "d"]).within(at).run();
    assert_eq!(said.code, 3, "{}", said.stdout);
    assert!(said.stderr.contains("cannot be read"), "{}", said.stderr);
    run("rm", &["-r", "d"], at);
}

#[test]
fn a_list_of_targets_that_is_none_is_refused_in_few_words() {
    let directory = scratch();
    let at = directory.path();
    let noise = "\u{1}\u{fffd} ".repeat(2_000_000);
    std::fs::write(at.join("one-line"), &noise).expect("written");
    std::fs::write(at.join("lines"), "a b\n".repeat(100_000)).expect("written");
    let said = tlsctl(["probe", "--targets", "one-line"]).within(at).fails(2);
    assert!(said.len() < 100_000, "{} bytes", said.len());
    let said = tlsctl(["probe", "--targets", "lines", "--skip-bad-targets"])
        .within(at)
        .fails(2);
    assert!(said.len() < 100_000, "{} bytes", said.len());
    assert!(said.contains("99980 more are no targets"), "{said}");
    let proxy = format!("gopher://{}", "x".repeat(100_000));
    let said = tlsctl(["probe", "127.0.0.1:1", "--proxy", &proxy]).fails(2);
    assert!(said.len() < 10_000, "{} bytes", said.len());
}

#[test]
fn a_target_that_would_write_fields_into_the_request_is_none() {
    for target in [
        "https://127.0.0.1:1/a b",
        "https://127.0.0.1:1/a\r\nX-Injected: y",
    ] {
        let said = tlsctl(["probe", target, "--scan", "http"]).fails(2);
        assert!(said.contains("holds a space or a control character"), "{said}");
    }
}
