//! What has no end, no meaning or no reader: input and output that could hold the program for ever, fill the
//! memory, or pass for something else.

use std::ffi::OsString;
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
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

/// A server that does this with each connection; its address.
fn peer(play: impl Fn(TcpStream) + Send + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("bound").to_string();
    std::thread::spawn(move || listener.incoming().flatten().for_each(play));
    address
}

#[test]
fn a_server_that_was_reached_is_not_unreachable_because_its_scan_ran_out_of_time() {
    let directory = scratch();
    let server = serve(directory.path(), &["--throw-away"]).serve();
    let target = server.url().trim_end_matches('/').to_owned();
    let limits = ["--insecure", "--rate", "1", "--total-timeout", "2s"];
    let output = tlsctl([&["probe", &target], &limits[..]].concat()).run();
    assert_eq!(output.code, 1, "{output:#?}");
    let said = output.stdout + &output.stderr;
    assert!(said.contains("the scan was cut short after 2 s"), "{said}");
}

#[test]
fn who_inspects_a_server_can_follow_the_hint_to_wait_longer_or_less_long() {
    let address = peer(|stream| {
        std::thread::spawn(move || {
            let mut stream = stream;
            let _ = stream.read_to_end(&mut Vec::new());
        });
    });
    let output = tlsctl(["inspect", &address, "--timeout", "1s"]).run();
    assert_eq!(output.code, 5, "{output:#?}");
    let said = tlsctl(["inspect", &address, "--timeout", "0s"]).fails(2);
    assert!(said.contains("`--timeout 0s`"), "{said}");
}

#[test]
fn what_is_said_of_a_server_that_does_not_end_is_not_quoted_as_its_own_words() {
    let address = peer(|mut stream| {
        let _ = stream.write_all(&[b'2'; 80 << 10]);
        let _ = stream.read(&mut [0; 1]);
    });
    let said = tlsctl(["probe", &address, "--starttls", "smtp", "--timeout", "2s"]).fails(5);
    assert!(
        said.contains("it answers with more than 64 KiB that do not end"),
        "{said}"
    );
}

#[test]
fn a_proxy_that_answers_nonsense_is_not_said_to_want_a_password() {
    for answers in [
        &[&[5, 0][..], &[5, 0xff, 0, 1, 0, 0, 0, 0, 0, 0]][..],
        &[&[5, 0x63][..]],
    ] {
        let answers: Vec<Vec<u8>> = answers.iter().map(|answer| answer.to_vec()).collect();
        let address = peer(move |mut stream| {
            for answer in &answers {
                let _ = stream.read(&mut [0; 512]);
                let _ = stream.write_all(answer);
            }
            let _ = stream.read(&mut [0; 512]);
        });
        let proxy = format!("socks5://{address}");
        let said = tlsctl(["probe", "127.0.0.1:1", "--proxy", &proxy]).fails(4);
        assert!(said.contains("does not answer in SOCKS 5"), "{said}");
    }
}

#[test]
fn a_store_that_is_too_costly_to_open_is_called_so() {
    let directory = scratch();
    let at = directory.path();
    tlsctl(["gen", "a.test", "--out", "a"]).within(at).run();
    let made = [
        "pkcs12",
        "-export",
        "-in",
        "a/cert.pem",
        "-inkey",
        "a/privkey.pem",
    ];
    let costly = ["-out", "a.p12", "-passout", "pass:x", "-iter", "1000001"];
    run("openssl", &[&made[..], &costly].concat(), at);
    let output = tlsctl(["inspect", "a.p12"])
        .within(at)
        .env("TLSCTL_PASSWORD", "x")
        .run();
    assert_eq!(output.code, 3, "{output:#?}");
    let said = output.stdout + &output.stderr;
    assert!(
        said.contains("a key derivation too costly to be meant well"),
        "{said}"
    );
}

#[test]
fn where_a_thousand_copies_of_a_key_are_is_not_said_a_thousand_times() {
    let directory = scratch();
    let at = directory.path();
    tlsctl(["gen", "a.test", "--out", "d/0"]).within(at).run();
    for i in 1..1000 {
        let copy = at.join(format!("d/{i}"));
        std::fs::create_dir(&copy).expect("made");
        for file in ["cert.pem", "privkey.pem"] {
            std::fs::copy(at.join("d/0").join(file), copy.join(file)).expect("copied");
        }
    }
    let output = tlsctl(["inspect", "d", "--format", "json"]).within(at).run();
    let report: serde_json::Value = serde_json::from_str(&output.stdout).expect("JSON");
    let text = report.to_string();
    assert!(text.contains("\"981 more\""), "{} bytes", text.len());
    assert!(text.len() < 10_000_000, "{} bytes", text.len());
}
