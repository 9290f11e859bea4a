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

/// As [`trust`], on a machine without browsers: Chromium's presence makes a database of its own.
fn trust_without_browsers(home: &Path, arguments: &[&str]) -> Tlsctl {
    let bin = home.join("bin");
    if !bin.exists() {
        fs::create_dir(&bin).expect("it can be made");
        std::os::unix::fs::symlink(which("certutil"), bin.join("certutil")).expect("it can be linked");
    }
    trust(home, arguments).env("PATH", bin)
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

/// A Java of the user's own, with the system's programs and a copy of its keystore.
fn java(home: &Path) -> std::path::PathBuf {
    let java = fs::canonicalize(which("java")).expect("java is somewhere");
    let real = java
        .parent()
        .and_then(Path::parent)
        .expect("java is in a bin directory");
    let own = home.join("java");
    fs::create_dir_all(own.join("lib/security")).expect("it can be made");
    std::os::unix::fs::symlink(real.join("bin"), own.join("bin")).expect("it can be linked");
    fs::copy(
        real.join("lib/security/cacerts"),
        own.join("lib/security/cacerts"),
    )
    .expect("it can be copied");
    own
}

fn program(path: &Path, text: &str) {
    fs::write(path, text).expect("it can be written");
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    fs::set_permissions(path, mode).expect("it can be made to run");
}

#[test]
fn a_root_goes_into_javas_keystore_and_out_again() {
    let home = home();
    let own = java(home.path());
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

    let said = trust(home.path(), &["uninstall", "--store", "nss"]).ok();
    assert!(
        said.contains("key stays in") && said.contains("privkey.pem"),
        "{said}"
    );
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
    assert!(!home.path().join(".local").exists());
}

#[test]
fn a_dry_run_of_the_first_install_shows_how_the_ca_would_be_made_and_installed() {
    let home = scratch();
    nss_database(&home.path().join(".pki/nssdb"));
    let arguments = ["install", "--store", "nss", "--permit", "corp.test", "--dry-run"];
    let shown = trust_without_browsers(home.path(), &arguments)
        .env("USER", "me")
        .ok();
    let commands: Vec<&str> = shown
        .lines()
        .filter_map(|line| line.strip_prefix("    "))
        .collect();
    let [make, add] = commands[..] else {
        panic!("{shown}");
    };
    assert!(make.starts_with("tlsctl gen ca 'tlsctl local CA me@"), "{shown}");
    assert!(
        add.contains("certutil -A -d sql:") && add.ends_with("/tlsctl/ca/root.pem"),
        "{shown}"
    );
    assert!(!home.path().join(".local").exists());

    // What is shown does what would be done.
    let words = make.replace('\'', "\"");
    let arguments = words.strip_prefix("tlsctl ").expect("a command");
    let quoted: Vec<&str> = arguments.split('"').collect();
    let arguments = quoted.iter().enumerate().flat_map(|(n, part)| match n % 2 {
        0 => part.split_whitespace().collect::<Vec<_>>(),
        _ => vec![*part],
    });
    tlsctl(arguments).within(home.path()).ok();
    let root = home.path().join(".local/share/tlsctl/ca/root.pem");
    let by_hand = text_of(&root);
    fs::remove_dir_all(home.path().join(".local/share/tlsctl/ca")).expect("it can be removed");
    let arguments = ["install", "--store", "nss", "--permit", "corp.test"];
    assert_eq!(
        trust_without_browsers(home.path(), &arguments)
            .env("USER", "me")
            .run()
            .code,
        0
    );
    assert_eq!(by_hand, text_of(&root));
}

/// What a CA's certificate says, but for its key and what comes of it.
fn text_of(root: &Path) -> String {
    let output = Command::new("openssl")
        .args([
            "x509",
            "-noout",
            "-subject",
            "-ext",
            "nameConstraints,basicConstraints,keyUsage",
            "-in",
        ])
        .arg(root)
        .output()
        .expect("openssl runs");
    assert!(output.status.success(), "{output:?}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn a_root_is_taken_out_when_its_file_is_gone() {
    let home = home();
    let database = nss_database(&home.path().join(".pki/nssdb"));
    assert_eq!(trust(home.path(), &["install", "--store", "nss"]).run().code, 0);
    trust(home.path(), &["install", "root.pem", "--store", "nss"]).ok();
    fs::remove_dir_all(home.path().join(".local/share/tlsctl/ca")).expect("it can be removed");
    fs::remove_file(home.path().join("root.pem")).expect("it can be removed");

    trust(home.path(), &["status"]).ok();
    trust(home.path(), &["uninstall", "--store", "nss"]).ok();
    let left = certutil(&["-L", "-d", &database]);
    assert_eq!(left.matches("tlsctl-").count(), 1, "{left}");
    trust(home.path(), &["uninstall", "root.pem", "--store", "nss"]).ok();
    assert!(!certutil(&["-L", "-d", &database]).contains("tlsctl-"));
    let records = fs::read_dir(home.path().join(".local/share/tlsctl/trust")).expect("it is there");
    assert_eq!(records.count(), 0);
}

#[test]
fn a_new_local_ca_says_that_the_old_one_is_trusted_still_and_both_go_out_together() {
    let home = scratch();
    let database = nss_database(&home.path().join(".pki/nssdb"));
    assert_eq!(trust(home.path(), &["install", "--store", "nss"]).run().code, 0);
    fs::remove_dir_all(home.path().join(".local/share/tlsctl/ca")).expect("it can be removed");
    let again = trust(home.path(), &["install", "--store", "nss"]).run();
    assert_eq!(again.code, 0, "{again:?}");
    assert!(
        again
            .stderr
            .contains("is still trusted: `tlsctl trust uninstall "),
        "{again:?}"
    );
    assert_eq!(certutil(&["-L", "-d", &database]).matches("tlsctl-").count(), 2);

    // The one that is named goes alone.
    let (_, rest) = again
        .stderr
        .split_once("`tlsctl trust uninstall ")
        .expect("a command");
    let fingerprint = rest.split('`').next().expect("a fingerprint");
    trust(home.path(), &["uninstall", fingerprint]).ok();
    assert_eq!(certutil(&["-L", "-d", &database]).matches("tlsctl-").count(), 1);
    trust(home.path(), &["status", "--store", "nss"]).ok();

    fs::remove_dir_all(home.path().join(".local/share/tlsctl/ca")).expect("it can be removed");
    assert_eq!(trust(home.path(), &["install", "--store", "nss"]).run().code, 0);
    trust(home.path(), &["uninstall", "--store", "nss"]).ok();
    assert!(!certutil(&["-L", "-d", &database]).contains("tlsctl-"));
}

#[test]
fn the_local_ca_signs_as_long_as_one_store_trusts_it() {
    let home = scratch();
    let own = java(home.path());
    nss_database(&home.path().join(".pki/nssdb"));
    fs::create_dir_all(home.path().join(".mozilla/firefox/broken")).expect("it can be made");
    let broken = home.path().join(".mozilla/firefox/broken/cert9.db");
    fs::write(&broken, "no database").expect("it can be written");
    let run = |verb: &str, store: &str| {
        trust(home.path(), &[verb, "--store", store])
            .env("JAVA_HOME", &own)
            .run()
            .code
    };
    let signs = |out: &str| {
        tlsctl(["gen", "app.test", "--out", out])
            .within(home.path())
            .env("HOME", home.path())
            .run();
        let chain = fs::read_to_string(home.path().join(out).join("cert.pem")).expect("it was made");
        let inspected = tlsctl(["inspect", "-", "--format", "json"]).stdin(chain).ok();
        inspected.contains("tlsctl local CA")
    };
    assert_eq!(run("install", "nss"), 6, "one profile is damaged");
    assert!(signs("one"), "and another one trusts the CA");
    assert_eq!(run("install", "java"), 0);
    assert_eq!(run("uninstall", "java"), 0);
    assert!(signs("two"), "NSS trusts it still");
    fs::remove_file(&broken).expect("it can be removed");
    assert_eq!(run("uninstall", "nss"), 0);
    assert!(!signs("three"));
}

#[test]
fn a_store_that_cannot_be_read_is_not_one_without_the_root() {
    let home = home();
    let own = java(home.path());
    fs::write(own.join("lib/security/cacerts"), "no keystore").expect("it can be written");
    fs::create_dir_all(home.path().join(".pki/nssdb")).expect("it can be made");
    fs::write(home.path().join(".pki/nssdb/cert9.db"), "no database").expect("it can be written");
    for (store, reason) in [("nss", "bad database"), ("java", "Unrecognized keystore format")] {
        for (verb, state, code) in [
            ("status", "unknown", 3),
            ("uninstall", "failed", 6),
            ("install", "failed", 6),
        ] {
            let output = trust(
                home.path(),
                &[verb, "root.pem", "--store", store, "--format", "json"],
            )
            .env("JAVA_HOME", &own)
            .run();
            assert_eq!(output.code, code, "{store} {verb}: {output:?}");
            let report: serde_json::Value = serde_json::from_str(&output.stdout).expect("JSON");
            assert_eq!(
                report["sections"]["stores"]["places"][0]["state"], state,
                "{store} {verb}"
            );
            assert!(output.stdout.contains(reason), "{store} {verb}: {output:?}");
        }
    }
}

#[test]
fn a_java_that_is_named_no_more_is_found_again() {
    let home = home();
    let own = java(home.path());
    trust(home.path(), &["install", "root.pem", "--store", "java"])
        .env("JAVA_HOME", &own)
        .ok();
    trust(home.path(), &["uninstall", "root.pem", "--store", "java"])
        .env("PATH", "/nowhere")
        .ok();
    let status = trust(home.path(), &["status", "root.pem", "--store", "java"])
        .env("JAVA_HOME", &own)
        .run();
    assert_eq!(status.code, 1, "{status:?}");
}

#[test]
fn what_keytool_says_is_passed_on() {
    let home = home();
    let own = java(home.path());
    fs::remove_file(own.join("bin")).expect("it can be removed");
    fs::create_dir(own.join("bin")).expect("it can be made");
    let keytool = "#!/bin/sh\ncase \"$*\" in *-list*) exit 0;; esac\necho 'Picked up JAVA_TOOL_OPTIONS: -Xmx1g' >&2\n\
        echo 'keytool error: the disk is on fire'\nexit 1\n";
    program(&own.join("bin/keytool"), keytool);
    let stderr = trust(home.path(), &["install", "root.pem", "--store", "java"])
        .env("JAVA_HOME", &own)
        .run();
    assert_eq!(stderr.code, 6, "{stderr:?}");
    assert!(stderr.stdout.contains("the disk is on fire"), "{stderr:?}");
}

#[test]
fn several_first_installs_at_once_make_one_ca() {
    let home = scratch();
    let database = nss_database(&home.path().join(".pki/nssdb"));
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let output = trust(home.path(), &["install", "--store", "nss"]).run();
                assert_eq!(output.code, 0, "{output:?}");
            });
        }
    });
    assert_eq!(certutil(&["-L", "-d", &database]).matches("tlsctl-").count(), 1);
}

#[test]
fn what_the_local_ca_may_not_sign_can_be_made_another_way() {
    let home = home();
    nss_database(&home.path().join(".pki/nssdb"));
    assert_eq!(trust(home.path(), &["install", "--store", "nss"]).run().code, 0);
    let make = |arguments: &[&str]| {
        tlsctl([&["gen"], arguments].concat())
            .within(home.path())
            .env("HOME", home.path())
    };
    let said = make(&["foo.dev"]).fails(1);
    assert!(
        said.contains("--self-signed") && said.contains("--ca DIR"),
        "{said}"
    );
    make(&["foo.dev", "--self-signed"]).ok();
}

#[test]
fn the_local_ca_speaks_for_no_mail_address_and_no_uri_of_others() {
    let home = scratch();
    nss_database(&home.path().join(".pki/nssdb"));
    assert_eq!(trust(home.path(), &["install", "--store", "nss"]).run().code, 0);
    let generate = |name: &str, usage: &str| {
        tlsctl(["gen", name, "--usage", usage, "--out", "out", "--force"])
            .within(home.path())
            .env("HOME", home.path())
    };
    for (name, usage) in [("bob@google.com", "email"), ("https://google.com/x", "client")] {
        let stderr = generate(name, usage).fails(1);
        assert!(stderr.contains("the CA may not sign for"), "{stderr}");
    }
    generate("bob@mail.test", "email").ok();
    generate("https://box.home.arpa/app", "client").ok();
    generate("app.test", "server").ok();
    let root = home.path().join(".local/share/tlsctl/ca/root.pem");
    tlsctl(["inspect", &root.display().to_string(), "--lint=private"]).ok();
    let mut openssl = Command::new("openssl");
    let verified = openssl
        .args(["verify", "-x509_strict", "-CAfile"])
        .arg(&root)
        .arg(home.path().join("out/cert.pem"))
        .output()
        .expect("openssl runs");
    assert!(verified.status.success(), "{verified:?}");
}

/// The system's store in a mount namespace of its own: an empty Fedora one, with the rebuilding program
/// given.
fn in_fedora(home: &Path, rebuild: &str, script: &str) -> std::process::Output {
    let bin = home.join("bin");
    fs::create_dir_all(&bin).expect("it can be made");
    program(&bin.join("update-ca-trust"), rebuild);
    let script = format!(
        "set -e\nmount -t tmpfs none /etc/pki 2>/dev/null || {{ mkdir -p '{home}/etc' '{home}/work'; \
         mount -t tmpfs none '{home}/etc'; mkdir '{home}/etc/upper' '{home}/etc/work'; \
         mount -t overlay none -o 'lowerdir=/etc,upperdir={home}/etc/upper,workdir={home}/etc/work' /etc; }}\n\
         mkdir -p /etc/pki/ca-trust/source/anchors /etc/pki/ca-trust/extracted/pem\n\
         : > /etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem\nset +e\ncd '{home}'\n{script}",
        home = home.display()
    );
    let path = std::env::var("PATH").expect("a PATH");
    Command::new("unshare")
        .args(["-rm", "sh", "-c", &script])
        .env("HOME", home)
        .env("PATH", format!("{}:{path}", bin.display()))
        .env("TLSCTL", env!("CARGO_BIN_EXE_tlsctl"))
        .output()
        .expect("unshare runs")
}

/// Rebuilds the bundle, as long as nothing is in the way.
const REBUILD: &str = "#!/bin/sh\n[ -e \"$HOME/broken\" ] && { echo 'no space left' >&2; exit 3; }\n\
    cat /etc/pki/ca-trust/source/anchors/* > /etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem 2>/dev/null\nexit 0\n";

#[test]
fn a_rebuild_that_fails_leaves_the_system_store_as_it_was_and_is_made_up_for() {
    let home = home();
    let script = "\
        T=\"$TLSCTL trust\"; A=/etc/pki/ca-trust/source/anchors\n\
        touch broken\n\
        $T install root.pem --store system; echo \"install $?\"; ls $A | wc -l\n\
        $T status root.pem --store system; echo \"status $?\"\n\
        cp root.pem $A/by-hand.pem\n\
        $T status root.pem --store system; echo \"half $?\"\n\
        rm broken\n\
        $T install root.pem --store system; echo \"again $?\"\n\
        $T status root.pem --store system; echo \"now $?\"\n\
        touch broken\n\
        $T uninstall root.pem --store system; echo \"out $?\"\n\
        $T status root.pem --store system; echo \"still $?\"\n\
        rm broken\n\
        $T uninstall root.pem --store system; echo \"gone $?\"; ls $A | wc -l\n\
        $T status root.pem --store system; echo \"end $?\"\n";
    let output = in_fedora(home.path(), REBUILD, script);
    let said = String::from_utf8_lossy(&output.stdout);
    let lines: Vec<&str> = said
        .lines()
        .filter(|line| {
            line.split(' ')
                .next_back()
                .is_some_and(|end| end.parse::<u8>().is_ok())
                && !line.starts_with(' ')
        })
        .collect();
    let expected = [
        "install 6",
        "0",
        "status 1",
        "half 1",
        "again 0",
        "now 0",
        "out 6",
        "still 0",
        "gone 0",
        "0",
        "end 1",
    ];
    assert_eq!(lines, expected, "{output:?}");
    assert!(
        said.contains("incomplete") && said.contains("no space left"),
        "{said}"
    );
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
    let run = |arguments: &[&str]| {
        tlsctl(arguments.iter().copied()).within(home.path()).ok();
    };
    run(&["gen", "ca", "--out", "ca", "--intermediates", "1"]);
    run(&["gen", "app.test", "--ca", "ca", "--out", "leaf"]);
    run(&[
        "gen",
        "ca",
        "--out",
        "old",
        "--not-before",
        "2020-01-01",
        "--not-after",
        "2021-01-01",
    ]);
    for (file, reason) in [
        ("leaf/cert.pem", "is no CA's certificate"),
        ("ca/cert.pem", "is no root"),
        ("old/root.pem", "expired at 2021-01-01"),
    ] {
        let stderr = trust(home.path(), &["install", file]).fails(1);
        assert!(stderr.contains(reason), "{file}: {stderr}");
    }
    let root = fs::read_to_string(home.path().join("root.pem")).expect("it is there");
    fs::write(home.path().join("two.pem"), root.repeat(2)).expect("it can be written");
    let stderr = trust(home.path(), &["install", "two.pem"]).fails(3);
    assert!(stderr.contains("more than one certificate"), "{stderr}");
}

#[test]
fn a_ca_is_named_by_its_directory_and_a_root_may_be_der() {
    let home = home();
    let database = nss_database(&home.path().join(".pki/nssdb"));
    let made = ["gen", "ca", "--out", "ca", "--intermediates", "1"];
    tlsctl(made).within(home.path()).ok();
    trust_without_browsers(home.path(), &["install", "ca", "--store", "nss"]).ok();
    trust_without_browsers(home.path(), &["status", "ca/root.pem", "--store", "nss"]).ok();
    let stderr = trust_without_browsers(home.path(), &["install", ".pki", "--store", "nss"]).fails(3);
    assert!(
        stderr.contains("there is no root in the directory `.pki`"),
        "{stderr}"
    );

    let mut openssl = Command::new("openssl");
    let converted = openssl
        .args(["x509", "-in", "root.pem", "-outform", "DER", "-out", "other.der"])
        .current_dir(home.path())
        .output()
        .expect("openssl runs");
    assert!(converted.status.success(), "{converted:?}");
    trust_without_browsers(home.path(), &["install", "other.der", "--store", "nss"]).ok();
    trust_without_browsers(home.path(), &["status", "root.pem", "--store", "nss"]).ok();
    assert_eq!(certutil(&["-L", "-d", &database]).matches("tlsctl-").count(), 2);
}

#[test]
fn a_root_that_was_put_in_by_hand_is_found_by_its_fingerprint() {
    let home = home();
    let database = nss_database(&home.path().join(".pki/nssdb"));
    let file = home.path().join("root.pem").display().to_string();
    certutil(&[
        "-A",
        "-d",
        &database,
        "-t",
        "C,,",
        "-n",
        "my own name",
        "-i",
        &file,
    ]);
    trust_without_browsers(home.path(), &["status", "root.pem", "--store", "nss"]).ok();
    certutil(&["-M", "-d", &database, "-t", ",,", "-n", "my own name"]);
    assert_eq!(
        trust_without_browsers(home.path(), &["status", "root.pem", "--store", "nss"])
            .run()
            .code,
        1
    );
    trust_without_browsers(home.path(), &["install", "root.pem", "--store", "nss"]).ok();
    trust_without_browsers(home.path(), &["uninstall", "root.pem", "--store", "nss"]).ok();
    assert!(!certutil(&["-L", "-d", &database]).contains("my own name"));
}

#[test]
fn a_system_that_keeps_its_bundle_elsewhere_is_taken_by_its_anchors() {
    let home = home();
    let script = "rm -r /etc/pki/ca-trust/extracted\n\
        touch broken; $TLSCTL trust install root.pem --store system; echo \"first $?\"\n\
        $TLSCTL trust status root.pem --store system; echo \"status $?\"\n\
        rm broken; $TLSCTL trust install root.pem --store system; echo \"second $?\"\n\
        $TLSCTL trust uninstall root.pem --store system; echo \"out $?\"\n\
        $TLSCTL trust status root.pem --store system; echo \"end $?\"\n";
    let output = in_fedora(home.path(), REBUILD, script);
    let said = String::from_utf8_lossy(&output.stdout);
    for line in ["first 6", "status 1", "second 0", "out 0", "end 1"] {
        assert!(said.lines().any(|said| said == line), "{line}: {output:?}");
    }
}

/// Windows' `certutil.exe` as WSL sees it, with a file for a store; what it cannot find it says in the
/// words that Windows has for it.
const CERTUTIL_EXE: &str = "#!/bin/sh\n\
    [ -e \"$HOME/denied\" ] && { echo 'FAILED: 0x80070005 (ERROR_ACCESS_DENIED)'; exit 5; }\n\
    case \"$2\" in\n\
    -addstore) [ \"$4\" = 'C:\\root.pem' ] || exit 1; openssl x509 -noout -fingerprint -in \"$HOME/root.pem\" | \
    tr -d : | tr A-F a-f > \"$HOME/store\";;\n\
    -store) grep -q \"$4\" \"$HOME/store\" || { echo 'CertUtil: -store command FAILED: 0x80092004'; exit 4; };;\n\
    -delstore) grep -q \"$4\" \"$HOME/store\" && : > \"$HOME/store\";;\n\
    esac\n";

#[test]
fn from_within_wsl_a_root_goes_into_the_store_of_windows() {
    let home = home();
    let bin = home.path().join("bin");
    fs::create_dir(&bin).expect("it can be made");
    fs::write(home.path().join("store"), "").expect("it can be written");
    program(&bin.join("certutil.exe"), CERTUTIL_EXE);
    program(&bin.join("wslpath"), "#!/bin/sh\nprintf 'C:\\\\root.pem\\n'\n");
    let path = std::env::var("PATH").expect("a PATH");
    let run = |verb: &str| {
        trust(home.path(), &[verb, "root.pem", "--store", "windows"])
            .env("WSL_DISTRO_NAME", "Debian")
            .env("PATH", format!("{}:{path}", bin.display()))
            .run()
    };
    assert_eq!(run("status").code, 1);
    let installed = run("install");
    assert_eq!(installed.code, 0, "{installed:?}");
    assert_eq!(run("status").code, 0);
    fs::write(home.path().join("denied"), "").expect("it can be written");
    let denied = run("status");
    assert_eq!(denied.code, 3, "{denied:?}");
    assert!(denied.stdout.contains("ERROR_ACCESS_DENIED"), "{denied:?}");
    assert_eq!(run("uninstall").code, 6);
    fs::remove_file(home.path().join("denied")).expect("it can be removed");
    assert_eq!(run("uninstall").code, 0);
    assert_eq!(run("status").code, 1);
}

#[test]
fn a_damaged_record_is_named_with_what_to_do() {
    let home = home();
    nss_database(&home.path().join(".pki/nssdb"));
    trust(home.path(), &["install", "root.pem", "--store", "nss"]).ok();
    let records = home.path().join(".local/share/tlsctl/trust");
    let list = fs::read_dir(&records)
        .expect("it is there")
        .map(|entry| entry.expect("an entry").path())
        .find(|path| path.extension().is_some_and(|end| end == "json"))
        .expect("a record");
    fs::write(&list, "{").expect("it can be written");
    let stderr = trust(home.path(), &["uninstall", "root.pem"]).fails(3);
    assert!(
        stderr.contains("is damaged") && stderr.contains("hint: to forget what it says: rm "),
        "{stderr}"
    );
}

fn which(program: &str) -> std::path::PathBuf {
    let path = std::env::var_os("PATH").expect("a PATH");
    std::env::split_paths(&path)
        .map(|directory| directory.join(program))
        .find(|p| p.is_file())
        .expect(program)
}
