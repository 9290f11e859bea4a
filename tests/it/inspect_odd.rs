//! `tlsctl inspect` on what is odd and meant well: containers written as streams, keys that nothing here
//! signs with, files that change while they are read.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::Value;

use crate::judge::{judge, objects, text};
use crate::tlsctl::{scratch, tlsctl};

/// Runs OpenSSL in a directory, with a command line as one types it.
#[track_caller]
fn openssl(at: &Path, line: &str) {
    let script = format!("cd '{}' && openssl {line}", at.display());
    judge("sh", &["-c", &script]);
}

#[track_caller]
fn contents(at: &Path, arguments: &[&str]) -> Value {
    let report = tlsctl([&["inspect", "--format", "json"], arguments].concat())
        .within(at)
        .ok();
    let report: Value = serde_json::from_str(&report).expect("JSON");
    report["sections"]["contents"].clone()
}

/// DER as somebody writes it who does not know the lengths beforehand.
fn streamed(der: &[u8]) -> Vec<u8> {
    let (mut out, mut rest) = (Vec::new(), der);
    while let [tag, length, after @ ..] = rest {
        let octets = usize::from(length & 0x7f);
        let (length, after) = match length {
            0..=0x7f => (octets, after),
            _ => {
                let value = after[..octets].iter().fold(0, |n, &b| n * 256 + usize::from(b));
                (value, &after[octets..])
            }
        };
        let content = &after[..length];
        let whole = &rest[..rest.len() - after.len() + length];
        match tag {
            0x30 | 0xa0 => out.extend([&[*tag, 0x80][..], &streamed(content), &[0, 0]].concat()),
            0x04 if length > 100 => {
                out.extend([0x24, 0x80]);
                for piece in content.chunks(100) {
                    out.extend([4, u8::try_from(piece.len()).expect("short")]);
                    out.extend(piece);
                }
                out.extend([0, 0]);
            }
            _ => out.extend(whole),
        }
        rest = &after[length..];
    }
    out
}

#[test]
fn containers_that_were_written_as_streams_open() {
    let scratch = tempfile::tempdir().expect("a scratch directory");
    let at = scratch.path();
    openssl(
        at,
        "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout k.pem -out c.pem -subj /CN=streamed.test",
    );
    fs::write(at.join("letter"), "a letter\n").expect("a file");
    for (form, name) in [("DER", "signed.p7"), ("PEM", "signed.pem")] {
        openssl(
            at,
            &format!(
                "cms -sign -stream -nodetach -in letter -signer c.pem -inkey k.pem -outform {form} -out {name}"
            ),
        );
        let found = contents(at, &[name]);
        assert_eq!(found["certificates"][0]["subject"], "CN=streamed.test", "{name}");
    }
    let signed = fs::read(at.join("signed.p7")).expect("a file");
    assert_eq!(signed[1], 0x80, "OpenSSL wrote a length after all");
    openssl(
        at,
        "pkcs12 -export -in c.pem -inkey k.pem -out store.p12 -passout pass:sesame1",
    );
    let store = fs::read(at.join("store.p12")).expect("a store");
    fs::write(at.join("streamed.p12"), streamed(&store)).expect("a file");
    fs::write(at.join("pw"), "sesame1").expect("a file");
    openssl(
        at,
        "pkcs12 -in streamed.p12 -nokeys -passin pass:sesame1 -out read.pem",
    );
    let found = contents(at, &["streamed.p12", "--password-file", "pw"]);
    assert_eq!(found["certificates"][0]["subject"], "CN=streamed.test");
    assert_eq!(found["private_keys"].as_array().map(Vec::len), Some(1));
    for end in (0..signed.len()).step_by(7) {
        fs::write(at.join("cut"), &signed[..end]).expect("a file");
        tlsctl(["inspect", "cut"]).within(at).fails(3);
    }
}

#[test]
fn private_keys_that_nothing_here_signs_with_are_described() {
    let scratch = tempfile::tempdir().expect("a scratch directory");
    let at = scratch.path();
    openssl(at, "dsaparam -genkey -noout -out dsa.old 1024");
    openssl(at, "pkcs8 -topk8 -nocrypt -in dsa.old -out dsa");
    for (name, algorithm) in [
        ("ed448", "ED448"),
        ("x25519", "X25519"),
        ("x448", "X448"),
        ("secp256k1", "EC -pkeyopt ec_paramgen_curve:secp256k1"),
        ("brainpool", "EC -pkeyopt ec_paramgen_curve:brainpoolP384r1"),
        ("pss", "RSA-PSS -pkeyopt rsa_keygen_bits:2048"),
    ] {
        openssl(at, &format!("genpkey -algorithm {algorithm} -out {name}"));
    }
    for (name, title, computed) in [
        ("dsa.old", "DSA 1024", true),
        ("dsa", "DSA 1024", true),
        ("ed448", "Ed448", false),
        ("x25519", "X25519", true),
        ("x448", "X448", false),
        ("secp256k1", "ECDSA secp256k1", true),
        ("brainpool", "ECDSA brainpoolP384r1", true),
        ("pss", "RSA-PSS 2048", true),
    ] {
        let key = contents(at, &[name])["private_keys"][0].clone();
        assert_eq!(key["title"], title, "{name}");
        let pin =
            format!("pkey -in {name} -pubout -outform DER | openssl dgst -sha256 -binary | base64 > pin");
        openssl(at, &pin);
        let pin = fs::read_to_string(at.join("pin")).expect("a pin");
        let wanted = computed.then(|| pin.trim());
        assert_eq!(key["spki_pin"].as_str(), wanted, "{name}");
        let shown = tlsctl(["inspect", name]).within(at).ok();
        assert!(shown.contains(title), "{shown}");
    }
    openssl(at, "req -x509 -key dsa -out dsa.pem -subj /CN=dsa.test");
    let shown = tlsctl(["inspect", "dsa", "dsa.pem"]).within(at).ok();
    assert!(
        shown.contains("belongs to") && shown.contains("dsa.test"),
        "{shown}"
    );
    let said = tlsctl(["gen", "a.test", "--ca", "dsa.pem", "--ca-key", "dsa"])
        .within(at)
        .run();
    assert_eq!(said.code, 1, "{said:#?}");
    assert!(said.stderr.contains("DSA 1024"), "{}", said.stderr);
}

/// Neither a panic nor silence: it is read whole, or what was cut is said.
#[test]
fn a_file_that_changes_while_it_is_read_is_read_or_refused() {
    let scratch = tempfile::tempdir().expect("a scratch directory");
    let at = scratch.path();
    openssl(
        at,
        "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout k.pem -out c.pem -subj /CN=changing.test",
    );
    let cert = fs::read(at.join("c.pem")).expect("a certificate");
    let (small, large) = (cert.repeat(300), cert.repeat((9 << 20) / cert.len()));
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        for (name, bytes) in [("small.pem", &small), ("large.pem", &large)] {
            let (path, done) = (at.join(name), &done);
            fs::write(&path, bytes).expect("a file");
            scope.spawn(move || {
                let mut length = bytes.len();
                while !done.load(Ordering::Relaxed) {
                    length = length.wrapping_mul(31).wrapping_add(7) % bytes.len();
                    let file = fs::OpenOptions::new()
                        .write(true)
                        .open(&path)
                        .expect("it is there");
                    file.set_len(length as u64).expect("it is cut");
                    fs::write(&path, bytes).expect("it is whole again");
                }
            });
        }
        for (name, rounds) in [("small.pem", 20), ("large.pem", 2)] {
            for _ in 0..rounds {
                let output = tlsctl(["inspect", "--short", name]).within(at).run();
                assert!(matches!(output.code, 0 | 3), "{} {}", output.code, output.stderr);
                assert_eq!(
                    output.code == 3,
                    output.stderr.contains("error: "),
                    "{}",
                    output.stderr
                );
                assert!(!output.stderr.contains("panicked"), "{}", output.stderr);
            }
        }
        done.store(true, Ordering::Relaxed);
    });
}

#[test]
fn certificates_that_cannot_be_read_are_not_passed_over_where_many_are_listed() {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let at = directory.path();
    let bad = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    let made = tlsctl(["gen", "--out", "made", "a.test"]).within(at).run();
    assert_eq!(made.code, 0, "{made:#?}");
    let good = fs::read_to_string(at.join("made/cert.pem")).expect("gen wrote it");
    let files = [
        ("one.pem", format!("{good}{bad}")),
        ("many.pem", format!("{}{bad}", good.repeat(20))),
        ("none.pem", bad.repeat(20)),
        // Large enough to be read in parts.
        ("large.pem", format!("{}{bad}", good.repeat(13_000))),
    ];
    for (name, text) in files {
        fs::write(at.join(name), text).expect("writable");
        for flags in [&[][..], &["--short"], &["--expires-within", "1d"], &["--tree"]] {
            let output = tlsctl([&["inspect", name][..], flags].concat()).within(at).run();
            assert_eq!(output.code, 3, "{name} {flags:?}: {}", output.stderr);
            assert!(
                output.stderr.contains("no certificate that can be read"),
                "{name} {flags:?}"
            );
        }
    }
    for flags in [
        &["--diff", "made/cert.pem", "one.pem"][..],
        &["one.pem", "--to", "pem"],
        &["one.pem", "--fix", "fixed.pem"],
    ] {
        let output = tlsctl([&["inspect"], flags].concat()).within(at).run();
        assert_eq!(output.code, 3, "{flags:?}: {output:#?}");
    }
    assert!(
        !at.join("fixed.pem").exists(),
        "nothing is written of what is not whole"
    );
}

#[test]
fn a_key_under_a_derivation_that_would_take_minutes_is_not_opened() {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let at = directory.path();
    let made = std::process::Command::new("sh")
        .args([
            "-c",
            "openssl genpkey -algorithm ed25519 -out k.pem && openssl pkcs8 -topk8 -in k.pem \
            -passout pass:x -v2 aes-256-cbc -iter 70000 -outform DER -out key.der",
        ])
        .current_dir(at)
        .status()
        .expect("a shell and openssl are there");
    assert!(made.success());
    // The count of iterations, 70,000, becomes 8,388,607.
    let mut der = fs::read(at.join("key.der")).expect("openssl wrote it");
    let count = der
        .windows(5)
        .position(|five| five == [2, 3, 1, 0x11, 0x70])
        .expect("a count");
    der[count + 2..count + 5].copy_from_slice(&[0x7f, 0xff, 0xff]);
    fs::write(at.join("key.der"), der).expect("writable");
    let output = tlsctl(["inspect", "key.der"])
        .within(at)
        .env("TLSCTL_PASSWORD", "x")
        .run();
    assert_eq!(output.code, 3, "{output:#?}");
    assert!(output.stderr.contains("too costly"), "{output:#?}");
}

/// Runs a command on a terminal of its own, answers each prompt, and prints what was shown there; the exit
/// code is the command's.
const AT_A_TERMINAL: &str = r#"
import os, pty, sys, termios, time
answers, command = sys.argv[1].split(","), sys.argv[2:]
pid, terminal = pty.fork()
if pid == 0:
    os.execv(command[0], command)
shown = b""
while True:
    try:
        piece = os.read(terminal, 4096)
    except OSError:
        break
    if not piece:
        break
    shown += piece
    if answers and (b"Password for" in piece or b"New password" in piece or b"Once more" in piece):
        # Nobody types before the prompt, and the echo goes off right after it.
        while termios.tcgetattr(terminal)[3] & termios.ECHO:
            time.sleep(0.001)
        os.write(terminal, answers.pop(0).encode() + b"\n")
sys.stdout.write(shown.decode())
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
"#;

#[test]
fn a_password_is_asked_for_at_a_terminal_and_never_shown() {
    let scratch = tempfile::tempdir().expect("a scratch directory");
    let at = scratch.path();
    openssl(
        at,
        "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout k.pem -out c.pem -subj /CN=asked.test",
    );
    openssl(
        at,
        "pkcs12 -export -in c.pem -inkey k.pem -out store.p12 -passout pass:sesame1",
    );
    let program = env!("CARGO_BIN_EXE_tlsctl");
    let (store, place) = (text(at.join("store.p12")), text(at.join("made")));
    let shown = judge(
        "python3",
        &["-c", AT_A_TERMINAL, "sesame1", program, "inspect", &store],
    );
    assert!(
        shown.contains("Password for") && shown.contains("CN=asked.test"),
        "{shown}"
    );
    assert!(!shown.contains("sesame"), "{shown}");
    let shown = objects(
        "python3",
        &["-c", AT_A_TERMINAL, "sesame2", program, "inspect", &store],
    );
    assert!(
        shown.contains("the password does not open") && !shown.contains("sesame"),
        "{shown}"
    );
    let make = ["gen", "a.test", "--encrypt", "--self-signed", "--out", &place];
    let asked = |answers| [&["-c", AT_A_TERMINAL, answers, program][..], &make].concat();
    let shown = objects("python3", &asked("one1,two2"));
    assert!(shown.contains("not the same twice"), "{shown}");
    judge("python3", &asked("sesame1,sesame1"));
    let key = text(at.join("made/privkey.pem"));
    judge(
        "openssl",
        &["pkey", "-in", &key, "-passin", "pass:sesame1", "-noout"],
    );
}

#[test]
fn a_sealed_key_that_nothing_here_signs_with_is_described_once_it_is_open() {
    let scratch = tempfile::tempdir().expect("a scratch directory");
    let at = scratch.path();
    openssl(
        at,
        "genpkey -algorithm ED448 -aes256 -pass pass:secret -out sealed.pem",
    );
    let inspect = || tlsctl(["inspect", "sealed.pem"]).within(at);
    let text = inspect().env("TLSCTL_PASSWORD", "secret").ok();
    assert!(text.contains("Ed448"), "{text}");
    let said = inspect().env("TLSCTL_PASSWORD", "wrong").run();
    assert_eq!(said.code, 3, "{said:?}");
    assert!(said.stderr.contains("the password does not open"), "{said:?}");
}

#[test]
fn what_cannot_be_read_is_followed_by_what_to_do() {
    let scratch = tempfile::tempdir().expect("a scratch directory");
    let at = scratch.path();
    let ssh =
        "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAA\n-----END OPENSSH PRIVATE KEY-----\n";
    fs::write(at.join("id"), ssh).expect("a file");
    let said = tlsctl(["inspect", "id"]).within(at).fails(3);
    assert!(said.contains("hint: ssh-keygen -p -m PKCS8"), "{said}");
    let long = format!("-----BEGIN CERTIFICATE-----\n{}", "AAAA".repeat(5 << 20));
    fs::write(at.join("long.pem"), long).expect("a file");
    let said = tlsctl(["inspect", "long.pem"]).within(at).run();
    assert_eq!(said.code, 3, "{said:?}");
    assert!(
        said.stderr.contains("`CERTIFICATE` is longer than 16 MiB"),
        "{}",
        said.stderr
    );
}

#[test]
fn certificates_one_after_the_other_in_der_are_all_read() {
    let scratch = tempfile::tempdir().expect("a scratch directory");
    let at = scratch.path();
    for name in ["a.test", "b.test"] {
        tlsctl(["gen", name, "--out", name, "-q", "-o", "/dev/null"])
            .within(at)
            .ok();
        let file = format!("{name}/cert.pem");
        let der = format!("{name}.der");
        tlsctl(["inspect", &file, "--to", "der", "-o", &der])
            .within(at)
            .ok();
    }
    let both = ["a.test.der", "b.test.der"].map(|file| fs::read(at.join(file)).expect("a file"));
    fs::write(at.join("both.der"), both.concat()).expect("a file");
    let text = tlsctl(["inspect", "both.der", "--short"]).within(at).ok();
    assert!(text.contains("a.test") && text.contains("b.test"), "{text}");
}

#[test]
fn how_many_names_are_left_out_is_said_however_long_they_are() {
    let scratch = tempfile::tempdir().expect("a scratch directory");
    let at = scratch.path();
    let names = (0..60).map(|i| format!("{i:02}-{}.example.test", "long-label".repeat(4)));
    let arguments = ["gen".to_owned()].into_iter().chain(names);
    let arguments = arguments.chain(["--out", "many", "-q", "-o", "/dev/null"].map(str::to_owned));
    tlsctl(arguments).within(at).ok();
    let text = tlsctl(["inspect", "many/cert.pem"]).within(at).ok();
    assert!(
        text.contains("more (-v shows all)") && !text.contains("more line"),
        "{text}"
    );
}

#[test]
fn the_files_of_a_certificate_below_its_root_may_be_named_by_a_pattern() {
    let scratch = scratch();
    let at = scratch.path();
    for arguments in [&["gen", "ca"][..], &["gen", "a.test", "--ca", "ca"]] {
        tlsctl(arguments.iter().copied()).within(at).ok();
    }
    let files = ["cert", "chain", "fullchain", "privkey"].map(|name| format!("certs/a.test/{name}.pem"));
    let all = std::iter::once("inspect".to_owned()).chain(files.clone());
    tlsctl(all).within(at).ok();
    let said = tlsctl(["inspect", &files[1]]).within(at).run();
    assert_eq!(said.code, 3, "{said:#?}");
}

#[test]
fn what_a_shell_hands_over_is_read() {
    let scratch = scratch();
    let at = scratch.path();
    tlsctl(["gen", "ca"]).within(at).ok();
    let script = format!(
        "'{}' inspect <(cat ca/cert.pem) --short",
        env!("CARGO_BIN_EXE_tlsctl")
    );
    let said = std::process::Command::new("bash")
        .args(["-c", &script])
        .current_dir(at)
        .output()
        .expect("bash runs");
    assert!(said.status.success(), "{said:?}");
    assert!(
        String::from_utf8_lossy(&said.stdout).contains("tlsctl CA"),
        "{said:?}"
    );
}
