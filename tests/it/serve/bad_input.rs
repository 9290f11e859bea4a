//! What cannot be served is refused before anything is bound, with an error that names it and a hint.

use super::peer::curl;
use super::pki::Pki;
use crate::tlsctl::tlsctl;

/// The error has this in it, and a hint.
#[track_caller]
fn says(stderr: &str, needles: &[&str]) {
    for needle in needles {
        assert!(stderr.contains(needle), "no {needle:?} in: {stderr}");
    }
    assert!(
        stderr.starts_with("error: ") && stderr.contains("hint: "),
        "{stderr}"
    );
}

#[test]
fn the_key_is_looked_for_first_and_each_absence_has_its_own_error() {
    let pki = Pki::new();
    says(&pki.refuses(3, &["--tls", "nonexist"]), &["nonexist"]);
    std::fs::create_dir(pki.file("empty")).expect("made");
    says(
        &pki.refuses(3, &["--tls", "empty"]),
        &["empty/privkey.pem", "no such file"],
    );
    pki.write(
        "keyonly/privkey.pem",
        std::fs::read(pki.file("certs/a/privkey.pem")).expect("read"),
    );
    says(
        &pki.refuses(3, &["--tls", "keyonly"]),
        &["keyonly/fullchain.pem", "no such file"],
    );
    pki.write(
        "certonly/fullchain.pem",
        std::fs::read(pki.file("certs/a/fullchain.pem")).expect("read"),
    );
    says(
        &pki.refuses(3, &["--tls", "certonly"]),
        &["certonly/privkey.pem", "no such file"],
    );
    says(
        &pki.refuses(3, &["--tls", "certs/a/fullchain.pem"]),
        &["no private key in `certs/a/fullchain.pem`"],
    );
    says(
        &pki.refuses(3, &["--cert", "none.pem", "--key", "certs/a/privkey.pem"]),
        &["none.pem"],
    );
    says(
        &pki.refuses(3, &["--cert", "certs/a/fullchain.pem", "--key", "none.pem"]),
        &["none.pem"],
    );
}

#[test]
fn garbage_is_called_what_it_is() {
    let pki = Pki::new();
    let certificate = std::fs::read_to_string(pki.file("certs/a/fullchain.pem")).expect("read");
    pki.write(
        "bad/privkey.pem",
        std::fs::read(pki.file("certs/a/privkey.pem")).expect("read"),
    );
    for garbage in [
        "",
        "garbage",
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
        "-----BEGIN CERTIFICATE-----\n!!!\n-----END CERTIFICATE-----\n",
        &certificate[..certificate.len() / 2],
        "-----BEGIN CERTIFICATE-----",
    ] {
        pki.write("bad/fullchain.pem", garbage);
        let stderr = pki.refuses(3, &["--tls", "bad"]);
        assert!(stderr.contains("bad/fullchain.pem"), "{garbage:?}: {stderr}");
    }
    pki.write("bad/fullchain.pem", &certificate);
    for garbage in [
        "",
        "garbage",
        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
    ] {
        pki.write("bad/privkey.pem", garbage);
        let stderr = pki.refuses(3, &["--tls", "bad"]);
        assert!(stderr.contains("bad/privkey.pem"), "{garbage:?}: {stderr}");
    }
}

#[test]
fn a_key_of_another_certificate_and_swapped_files_are_told_apart() {
    let pki = Pki::new();
    let stderr = pki.refuses(
        3,
        &["--cert", "certs/a/fullchain.pem", "--key", "certs/b/privkey.pem"],
    );
    says(
        &stderr,
        &[
            "key `certs/b/privkey.pem` does not belong to certificate `certs/a/fullchain.pem`",
            "the certificate holds ECDSA P-256 key ",
            "`certs/b/privkey.pem` holds ECDSA P-256 key ",
            "tlsctl inspect certs/a/fullchain.pem certs/b/privkey.pem",
        ],
    );
    let stderr = pki.refuses(
        3,
        &["--cert", "certs/a/privkey.pem", "--key", "certs/a/fullchain.pem"],
    );
    says(
        &stderr,
        &[
            "switched",
            "--cert certs/a/fullchain.pem --key certs/a/privkey.pem",
        ],
    );
    // What did not come out of a file is not something that a command can name.
    let from = |variable: &str, path: &str| {
        let text = std::fs::read_to_string(pki.file(path)).expect("read");
        (variable.to_owned(), text)
    };
    for (cert, key, hint) in [
        (
            "certs/a/fullchain.pem",
            "certs/b/privkey.pem",
            "from the same place",
        ),
        ("certs/a/privkey.pem", "certs/a/fullchain.pem", "exchange the two"),
    ] {
        let run = [from("TLSCTL_CERT_PEM", cert), from("TLSCTL_KEY_PEM", key)]
            .into_iter()
            .fold(
                tlsctl(["serve", "--listen", "127.0.0.1:0"]),
                |run, (name, text)| run.env(&name, text),
            );
        let stderr = run.fails(3);
        says(&stderr, &["`TLSCTL_KEY_PEM`", hint]);
        assert!(
            !stderr.contains("tlsctl inspect") && !stderr.contains("--cert"),
            "{stderr}"
        );
    }
}

#[test]
fn a_pkcs12_store_opens_with_its_password_and_nothing_else() {
    let pki = Pki::new();
    pki.openssl(
        "pkcs12 -export -in certs/a/fullchain.pem -inkey certs/a/privkey.pem -passout pass:right -out store.p12",
    );
    pki.write("right", "right\n");
    pki.write("wrong", "wrong\n");
    let server = pki.serve(&["--tls", "store.p12", "--password-file", "right"]);
    assert!(server.ready.contains("https://"), "{}", server.ready);
    drop(server);
    says(
        &pki.refuses(3, &["--tls", "store.p12", "--password-file", "wrong"]),
        &["password", "store.p12"],
    );
    says(
        &pki.refuses(3, &["--tls", "store.p12"]),
        &["encrypted", "store.p12", "--password-file"],
    );
}

#[test]
fn encrypted_keys_open_with_their_password_and_nothing_else() {
    let pki = Pki::new();
    let chain = std::fs::read(pki.file("certs/a/fullchain.pem")).expect("read");
    pki.openssl("pkcs8 -topk8 -v2 aes-256-cbc -in certs/a/privkey.pem -passout pass:right -out pkcs8.pem");
    pki.openssl("ec -aes128 -in certs/a/privkey.pem -passout pass:right -out legacy.pem");
    pki.write("right", "right\n");
    pki.write("wrong", "wrong\n");
    for key in ["pkcs8.pem", "legacy.pem"] {
        let pair = ["--echo", "--cert", "certs/a/fullchain.pem", "--key", key];
        let with = |more: &[&'static str]| [&pair[..], more].concat();
        let server = pki.serve(&with(&["--password-file", "right"]));
        assert!(curl(&[server.url()]).contains("example.com"));
        says(&pki.refuses(3, &pair), &["encrypted", key, "--password-file"]);
        says(
            &pki.refuses(3, &with(&["--password-file", "wrong"])),
            &["password", key],
        );
        pki.write("enc/privkey.pem", std::fs::read(pki.file(key)).expect("read"));
        pki.write("enc/fullchain.pem", &chain);
        let serve = ["serve", "--echo", "--listen", "127.0.0.1:0", "--tls", "enc"];
        drop(
            tlsctl(serve)
                .within(pki.path())
                .env("TLSCTL_PASSWORD", "right")
                .serve(),
        );
        let named = tlsctl(serve.into_iter().chain(["--password-env", "PW"])).within(pki.path());
        drop(named.env("PW", "right").serve());
    }
    says(
        &pki.refuses(3, &["--tls", "certs/a", "--password-file", "right"]),
        &["not encrypted"],
    );
    says(
        &pki.refuses(3, &["--tls", "certs/a", "--password-file", "none"]),
        &["none"],
    );
    says(
        &pki.refuses(3, &["--tls", "certs/a", "--password-env", "UNSET_VARIABLE"]),
        &["UNSET_VARIABLE"],
    );
}

#[test]
fn certificates_out_of_their_time_are_served_with_a_warning() {
    let pki = Pki::new();
    pki.issue("old", &["example.com"], &["--not-before=-30d", "--not-after=-1d"]);
    pki.issue(
        "new",
        &["example.com"],
        &["--not-before=+10d", "--not-after=+30d"],
    );
    let old = pki.serve(&["--echo", "--tls", "certs/old"]);
    assert!(old.log("expired").contains("certs/old/fullchain.pem"));
    assert!(curl(&[old.url()]).contains("example.com"));
    let new = pki.serve(&["--echo", "--tls", "certs/new"]);
    assert!(new.log("not valid before").contains("certs/new/fullchain.pem"));
    assert!(curl(&[new.url()]).contains("example.com"));
}

#[test]
fn flags_that_contradict_each_other_are_a_usage_error() {
    let pki = Pki::new();
    let (cert, key) = ("certs/a/fullchain.pem", "certs/a/privkey.pem");
    for arguments in [
        &["--key", key][..],
        &["--tls", "certs/a", "--cert", cert],
        &["--tls", "certs/a", "--cert", cert, "--key", key],
        &["--tls-strict-host"],
        &["--plain", "--tls", "certs/a"],
        &["--plain", "--tls-strict-host"],
        &["--tls", "certs/a", "--name", "x.test"],
        &["--password-file", "x"],
        &["--tls", "certs/a", "--ca-out", "x"],
        &[".", "--echo"],
        &["--tls", "certs/a=a b"],
        &["--name", "not a name"],
    ] {
        let stderr = pki.refuses(2, arguments);
        says(&stderr, &[]);
    }
    says(
        &pki.refuses(2, &["--tls", "certs/a", "--key", key]),
        &["`--tls` and `--key` are both given"],
    );
    says(
        &pki.refuses(3, &["--cert", cert]),
        &["no private key", "give the key too: --key"],
    );
    assert!(pki.refuses(2, &["--format", "csv"]).contains("csv"));
}

#[test]
fn a_directory_that_cannot_be_served_is_named() {
    let pki = Pki::new();
    pki.write("file", "x");
    assert!(pki.refuses(3, &["none"]).contains("`none` cannot be served"));
    says(&pki.refuses(3, &["file"]), &["`file` cannot be served"]);
}

#[test]
fn one_file_may_hold_the_chain_and_the_key_in_any_order() {
    let pki = Pki::new();
    let read = |path: &str| std::fs::read_to_string(pki.file(path)).expect("read");
    let (chain, key) = (read("certs/a/fullchain.pem"), read("certs/a/privkey.pem"));
    pki.write("combined.pem", format!("{chain}some text\r\n{key}"));
    pki.write("reversed.pem", format!("{key}{}{chain}", read("ca/cert.pem")));
    for arguments in [
        &["--cert", "combined.pem"][..],
        &["--tls", "combined.pem"],
        &["--tls", "reversed.pem"],
    ] {
        let server = pki.serve(&[&["--echo"], arguments].concat());
        assert!(curl(&[server.url()]).contains("\"subject\": \"CN=example.com\""));
    }
}

#[test]
fn a_directory_of_directories_serves_all_of_them() {
    let pki = Pki::new();
    let server = pki.serve(&["--echo", "--tls", "certs", "--tls-strict-host"]);
    let port = server.port();
    for name in ["example.com", "x.bigcorp.test"] {
        let resolve = format!("{name}:{port}:127.0.0.1");
        let ca = pki.at("ca/cert.pem");
        let said = super::peer::peer(
            "curl",
            &[
                "-s",
                "--cacert",
                &ca,
                "--resolve",
                &resolve,
                &format!("https://{name}:{port}/"),
            ],
            "",
        );
        assert_eq!(said.code, 0, "{name}: {said:#?}");
    }
}

#[test]
fn links_to_files_elsewhere_are_followed_as_certbot_lays_them_out() {
    let pki = Pki::new();
    std::fs::create_dir(pki.file("live")).expect("made");
    for file in ["fullchain.pem", "privkey.pem"] {
        std::os::unix::fs::symlink(format!("../certs/a/{file}"), pki.file(&format!("live/{file}")))
            .expect("linked");
    }
    assert!(curl(&[pki.serve(&["--echo", "--tls", "live"]).url()]).contains("example.com"));
}
