//! The configuration file, the environment and the flags, and which of them wins.

use super::peer::{curl, s_client};
use super::pki::Pki;
use crate::tlsctl::{Server, tlsctl};

fn with(pki: &Pki, file: &str, text: &str, more: &[&str]) -> Server {
    pki.write(file, text);
    let arguments = ["serve", "--listen", "127.0.0.1:0", "--config", file];
    tlsctl([&arguments, more].concat()).within(pki.path()).serve()
}

fn refusal(pki: &Pki, code: i32, text: &str) -> String {
    pki.write("bad.toml", text);
    pki.refuses(code, &["--config", "bad.toml"])
}

fn subject(server: &Server) -> String {
    let echo: serde_json::Value = serde_json::from_str(&curl(&[server.url()])).expect("JSON");
    echo["certificate"]["subject"]
        .as_str()
        .unwrap_or("none")
        .to_owned()
}

fn text(pki: &Pki, path: &str) -> String {
    std::fs::read_to_string(pki.file(path)).expect("read")
}

fn base64(text: &str) -> String {
    use std::io::Write as _;
    let mut child = std::process::Command::new("base64")
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .expect("coreutils is there");
    child
        .stdin
        .take()
        .expect("piped")
        .write_all(text.as_bytes())
        .expect("written");
    String::from_utf8(child.wait_with_output().expect("it ends").stdout).expect("text")
}

#[test]
fn the_same_object_is_read_in_three_languages() {
    let pki = Pki::new();
    let toml = "echo = true\n[tls]\nenabled = true\ncert_pem_file = 'certs/a/fullchain.pem'\nkey_pem_file = 'certs/a/privkey.pem'\n";
    let json = r#"{"echo": true, "tls": {"enabled": true, "cert_pem_file": "certs/a/fullchain.pem", "key_pem_file": "certs/a/privkey.pem"}}"#;
    let yaml = "echo: true\ntls:\n  enabled: true\n  cert_pem_file: certs/a/fullchain.pem\n  key_pem_file: certs/a/privkey.pem\n";
    for (file, text) in [("c.toml", toml), ("c.json", json), ("c.yaml", yaml)] {
        assert_eq!(subject(&with(&pki, file, text, &[])), "CN=example.com", "{file}");
    }
}

#[test]
fn within_one_object_a_file_wins_over_base64_over_pem_value_by_value() {
    let pki = Pki::new();
    let (cert, key) = (
        text(&pki, "certs/a/fullchain.pem"),
        text(&pki, "certs/a/privkey.pem"),
    );
    let object = |fields: serde_json::Value| serde_json::json!({"echo": true, "tls": fields}).to_string();
    let all = object(
        serde_json::json!({"cert_pem_file": "certs/a/fullchain.pem", "cert_pem_b64": "garbage", "cert_pem": "garbage", "key_pem_file": "certs/a/privkey.pem", "key_pem": "garbage"}),
    );
    let server = with(&pki, "c.json", &all, &[]);
    assert!(
        server
            .log("`tls.cert_pem_b64` is ignored")
            .contains("`tls.cert_pem_file` comes first")
    );
    assert_eq!(subject(&server), "CN=example.com");
    let mixed = object(serde_json::json!({"cert_pem_b64": base64(&cert), "key_pem": key}));
    assert_eq!(subject(&with(&pki, "c.json", &mixed, &[])), "CN=example.com");
    for wrong in [
        serde_json::json!({"cert_pem_file": "nope.crt", "cert_pem": cert, "key_pem": key}),
        serde_json::json!({"cert_pem_b64": "@@@", "key_pem": key}),
        serde_json::json!({"cert_pem": cert, "key_pem": text(&pki, "certs/b/privkey.pem")}),
        serde_json::json!({"cert_pem": key, "key_pem": cert}),
        serde_json::json!({"cert_pem": "garbage", "key_pem": key}),
    ] {
        pki.write("c.json", object(wrong));
        pki.refuses(3, &["--config", "c.json"]);
    }
    pki.write(
        "c.json",
        object(serde_json::json!({"cert_pem": cert, "key_pem_b64": "AA\nA@"})),
    );
    let stderr = pki.refuses(3, &["--config", "c.json"]);
    assert!(
        stderr.contains("`tls.key_pem_b64` is not base64") && stderr.contains("digit 4 is `@`"),
        "{stderr}"
    );
}

#[test]
fn flags_win_over_the_environment_and_that_over_the_file() {
    let pki = Pki::new();
    pki.issue("c", &["c.test"], &[]);
    pki.write(
        "c.toml",
        "echo = true\n[tls]\ncert_pem_file = 'certs/a/fullchain.pem'\nkey_pem_file = 'certs/a/privkey.pem'\n",
    );
    let run = |more: &[&str], environment: bool| {
        let arguments = ["serve", "--listen", "127.0.0.1:0", "--config", "c.toml"];
        let run = tlsctl([&arguments, more].concat()).within(pki.path());
        let run = if environment {
            run.env("TLSCTL_CERT_B64", base64(&text(&pki, "certs/b/fullchain.pem")))
                .env("TLSCTL_KEY_PEM", text(&pki, "certs/b/privkey.pem"))
        } else {
            run
        };
        run.serve()
    };
    assert_eq!(subject(&run(&[], false)), "CN=example.com");
    let server = run(&[], true);
    server.log("`tls.cert_pem_file` is ignored: `TLSCTL_CERT_B64` comes first");
    assert_eq!(subject(&server), "CN=bigcorp.test");
    let flags = ["--cert", "certs/c/fullchain.pem", "--key", "certs/c/privkey.pem"];
    assert_eq!(subject(&run(&flags, true)), "CN=c.test");
    let server = run(&["--tls", "certs/c"], true);
    server.log("`--tls` is served");
    assert_eq!(subject(&server), "CN=c.test");
}

#[test]
fn several_certificates_have_names_passwords_and_descriptions_of_their_own() {
    let pki = Pki::new();
    pki.openssl("pkcs8 -topk8 -v2 aes-256-cbc -in certs/b/privkey.pem -passout pass:hush-hush -out enc.pem");
    pki.write("pw", "hush-hush\n");
    let server = with(
        &pki,
        "c.toml",
        "echo = true\n[tls]\nstrict_host = true\n[[tls.certificates]]\npath = 'certs/a'\nnames = ['only.test']\n[[tls.certificates]]\ncert_pem_file = 'certs/b/fullchain.pem'\nkey_pem_file = 'enc.pem'\npassword_file = 'pw'\nmeta = { team = 'big', level = 3 }\n",
        &[],
    );
    assert!(
        s_client(&server, &["-servername", "example.com"])
            .all()
            .contains("alert number 112")
    );
    assert!(
        s_client(&server, &["-servername", "only.test"])
            .stdout
            .contains("subject=CN = example.com")
    );
    let resolve = format!("bigcorp.test:{}:127.0.0.1", server.port());
    let echo = curl(&[
        "--resolve",
        &resolve,
        &format!("https://bigcorp.test:{}/", server.port()),
    ]);
    assert!(
        echo.contains("\"team\": \"big\"") && !echo.contains("hush"),
        "{echo}"
    );
}

#[test]
fn switched_off_nothing_else_of_the_object_is_read() {
    let pki = Pki::new();
    let server = with(
        &pki,
        "c.toml",
        "echo = true\n[tls]\nenabled = false\ncert_pem_file = 'nope'\nkey_pem_b64 = '@'\nmin_version = '9'\n",
        &[],
    );
    assert!(server.url().starts_with("http://"));
    assert!(curl(&[server.url()]).contains("\"ssl\": false"));
}

#[test]
fn an_unknown_key_and_a_wrong_type_are_errors_that_help() {
    let pki = Pki::new();
    let unknown = refusal(&pki, 2, "[tls]\ncert_pemfile = 'x'\n");
    assert!(
        unknown.contains("`tls.cert_pemfile` is no key") && unknown.contains("did you mean `cert_pem_file`"),
        "{unknown}"
    );
    assert!(
        refusal(&pki, 2, "[tls]\nenabled = 'yes'\n").contains("`tls.enabled` is text, not true or false")
    );
    assert!(refusal(&pki, 3, "listen = \n").contains("bad.toml"));
    assert!(refusal(&pki, 2, "[tls]\nmin_version = '1.1'\n").contains("1.2, 1.3"));
    assert!(refusal(&pki, 2, "[tls]\nenabled = true\n").contains("no certificate"));
    assert!(refusal(&pki, 2, "[tls]\nkey_pem_file = 'certs/a/privkey.pem'\n").contains("no certificate"));
    assert!(refusal(&pki, 2, "redirect_code = 99999\n").contains("redirect_code"));
    assert!(
        pki.refuses(3, &["--config", "absent.toml"])
            .contains("absent.toml")
    );
}

#[test]
fn keys_for_clients_do_nothing_on_a_server_and_it_says_so() {
    let pki = Pki::new();
    let server = with(
        &pki,
        "c.toml",
        "echo = true\n[tls]\ncert_pem_file = 'certs/a/fullchain.pem'\nkey_pem_file = 'certs/a/privkey.pem'\nserver_name = 'x.test'\ninsecure_skip_verify = true\n",
        &[],
    );
    server.log("`tls.server_name` is for clients");
    server.log("`tls.insecure_skip_verify` is for clients");
    assert_eq!(subject(&server), "CN=example.com");
}

#[test]
fn checking_reads_everything_and_binds_nothing() {
    let pki = Pki::new();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("bound");
    let listen = taken.local_addr().expect("bound").to_string();
    pki.write(
        "c.toml",
        format!("echo = true\nlisten = '{listen}'\n[tls]\npaths = ['certs/a']\n"),
    );
    let output = tlsctl(["serve", "--config", "c.toml", "--check-config"])
        .within(pki.path())
        .run();
    assert_eq!(output.code, 0, "{output:#?}");
    assert!(output.stderr.contains("in order"), "{output:#?}");
    let output = tlsctl(["serve", "--config", "c.toml", "--check-config"])
        .within(pki.path())
        .env("SSLKEYLOGFILE", "keys.log")
        .run();
    assert!(output.stderr.contains("session secrets"), "{output:#?}");
    assert!(!pki.file("keys.log").exists());
    pki.write("c.toml", "[tls]\npaths = ['certs/none']\n");
    tlsctl(["serve", "--config", "c.toml", "--check-config"])
        .within(pki.path())
        .fails(3);
}

#[test]
fn client_cas_and_the_upstreams_come_from_the_same_object() {
    let pki = Pki::new();
    let ca = text(&pki, "ca/cert.pem");
    let upstream = with(
        &pki,
        "up.json",
        &serde_json::json!({"echo": true, "tls": {"paths": ["certs/b"], "client_ca_pem": ca}}).to_string(),
        &[],
    );
    assert!(s_client(&upstream, &["-tls1_2"]).all().contains("alert"));
    pki.run(&[
        "gen",
        "proxy.test",
        "--usage",
        "client",
        "--ca",
        "ca",
        "--out",
        "certs/proxy",
    ]);
    let proxy = serde_json::json!({
        "proxy": upstream.url(),
        "tls": {"paths": ["certs/a"]},
        "upstream_tls": {"server_ca_pem_b64": base64(&ca), "server_name": "x.bigcorp.test", "cert_pem_file": "certs/proxy/fullchain.pem", "key_pem_file": "certs/proxy/privkey.pem"},
    });
    let server = with(&pki, "proxy.json", &proxy.to_string(), &[]);
    let echo = curl(&[server.url()]);
    assert!(
        echo.contains("\"CN=proxy.test\"") && echo.contains("\"server_name\": \"x.bigcorp.test\""),
        "{echo}"
    );
    let arguments = [
        "serve",
        "--listen",
        "127.0.0.1:0",
        "--proxy",
        upstream.url(),
        "--upstream-ca",
        "ca/cert.pem",
        "--upstream-server-name",
        "x.bigcorp.test",
    ];
    let server = tlsctl(arguments)
        .within(pki.path())
        .env("TLSCTL_UPSTREAM_CA_PEM", "not even read")
        .env(
            "TLSCTL_UPSTREAM_CERT_B64",
            base64(&text(&pki, "certs/proxy/fullchain.pem")),
        )
        .env("TLSCTL_UPSTREAM_KEY_FILE", "certs/proxy/privkey.pem")
        .serve();
    server.log("`TLSCTL_UPSTREAM_CA_PEM` is ignored: `--upstream-ca` comes first");
    assert!(curl(&[server.url()]).contains("\"CN=proxy.test\""));
    let key = "proxy = 'https://127.0.0.1:1'\n[upstream_tls]\nkey_pem_file = 'certs/proxy/privkey.pem'\n";
    assert!(refusal(&pki, 2, key).contains("no certificate"));
}

#[test]
fn of_a_certificate_without_names_no_empty_line_is_said() {
    let pki = Pki::new();
    let made = std::process::Command::new("openssl")
        .args(["req", "-x509", "-newkey", "ed25519", "-nodes", "-subj", "/CN=x"])
        .args(["-keyout", "k.pem", "-out", "c.pem"])
        .current_dir(pki.path())
        .output()
        .expect("openssl is installed");
    assert!(made.status.success(), "{made:?}");
    let arguments = ["serve", "--cert", "c.pem", "--key", "k.pem", "--check-config"];
    let output = tlsctl(arguments).within(pki.path()).run();
    assert!(output.stdout.contains("certificate  c.pem"), "{output:#?}");
    assert!(!output.stdout.contains("names"), "{output:#?}");
}

#[test]
fn what_is_about_nothing_that_is_done_is_refused_as_a_flag_and_warned_of_in_the_file() {
    let pki = Pki::new();
    for (flags, lack) in [
        (&["--upstream-insecure"][..], "nothing is passed on"),
        (&["--upstream-timeout", "3"], "nothing is passed on"),
        (&["--change-origin"], "nothing is passed on"),
        (&["--redirect-code", "301"], "nothing is redirected"),
        (&["--webroot", "."], "nothing is redirected"),
    ] {
        let said = pki.refuses(2, flags);
        assert!(said.contains(flags[0]) && said.contains(lack), "{said}");
    }
    pki.write("idle.toml", "redirect_code = 301\nupstream_timeout = 3\n");
    let output = tlsctl(["serve", "--config", "idle.toml", "--check-config"])
        .within(pki.path())
        .env("TLSCTL_UPSTREAM_CA_FILE", "ca/cert.pem")
        .env("TLSCTL_CRT_FILE", "certs/a/cert.pem")
        .run();
    assert_eq!(output.code, 0, "{output:#?}");
    for warning in [
        "settings about redirections are ignored: nothing is redirected",
        "settings about an upstream are ignored: nothing is passed on",
        "certificates for an upstream are ignored",
        "`TLSCTL_CRT_FILE` is ignored: did you mean `TLSCTL_CERT_FILE`?",
    ] {
        assert!(output.stderr.contains(warning), "{warning}: {output:#?}");
    }
}

#[test]
fn the_hint_for_a_taken_address_names_the_flag_that_wanted_it() {
    let pki = Pki::new();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("bound");
    let taken = taken
        .local_addr()
        .map(|at| (at.to_string(), taken))
        .expect("bound");
    for flag in ["--http", "--metrics"] {
        let said = pki.refuses(6, &[flag, &taken.0]);
        assert!(
            said.contains(&format!("for example {flag} 127.0.0.1:0")),
            "{said}"
        );
    }
}

/// What is said of a configuration that is in order, or of the flags beside it.
fn checked(pki: &Pki, arguments: &[&str], environment: &[(&str, &str)]) -> crate::tlsctl::Output {
    let check = ["serve", "--check-config", "--listen", "127.0.0.1:0"];
    let run = tlsctl([&check, arguments].concat()).within(pki.path());
    let run = environment
        .iter()
        .fold(run, |run, (name, value)| run.env(name, *value));
    let output = run.run();
    assert_eq!(output.code, 0, "{output:#?}");
    output
}

#[test]
fn pem_is_given_as_a_word_of_its_own_and_never_with_a_key() {
    let pki = Pki::new();
    let (cert, key) = (
        text(&pki, "certs/a/fullchain.pem"),
        text(&pki, "certs/a/privkey.pem"),
    );
    let ca = text(&pki, "ca/cert.pem");
    let server = pki.serve(&[
        "--echo",
        "--cert-pem",
        &cert,
        "--key",
        "certs/a/privkey.pem",
        "--client-ca-pem",
        &ca,
        "--client-auth",
        "request",
    ]);
    assert_eq!(subject(&server), "CN=example.com");
    let both = format!("{cert}{key}");
    for flags in [["--cert-pem", &both], ["--cert-b64", &base64(&both)]] {
        let said = pki.refuses(2, &flags);
        assert!(
            said.contains("every user of this machine can see") && said.contains("TLSCTL_KEY_PEM"),
            "{said}"
        );
        assert!(!said.contains("PRIVATE KEY"), "{said}");
    }
    // The name of a file where the text itself is meant to be.
    for (said, hint) in [
        (
            pki.refuses(3, &["--cert-pem", "certs/a/fullchain.pem"]),
            "`--cert` takes the name of a file",
        ),
        (
            refusal(&pki, 3, "[tls]\ncert_pem = 'certs/a/fullchain.pem'\n"),
            "`tls.cert_pem_file` takes the name of a file",
        ),
    ] {
        assert!(said.contains(hint), "{said}");
    }
}

#[test]
fn one_password_opens_what_is_encrypted_and_leaves_the_rest_alone() {
    let pki = Pki::new();
    pki.openssl("pkcs8 -topk8 -v2 aes-256-cbc -in certs/b/privkey.pem -passout pass:hush-hush -out enc.pem");
    pki.write("enc/privkey.pem", text(&pki, "enc.pem"));
    pki.write("enc/fullchain.pem", text(&pki, "certs/b/fullchain.pem"));
    pki.write("pw", "hush-hush\n");
    let both = ["--tls", "enc", "--tls", "certs/a"];
    checked(&pki, &[&both[..], &["--password-file", "pw"]].concat(), &[]);
    checked(&pki, &both, &[("TLSCTL_PASSWORD", "hush-hush")]);
    // One from the environment may be for another command, one by flag is for a key that is given.
    checked(&pki, &["--tls", "certs/a"], &[("TLSCTL_PASSWORD", "hush-hush")]);
    let said = pki.refuses(3, &["--tls", "certs/a", "--password-file", "pw"]);
    assert!(said.contains("the private key is not encrypted"), "{said}");
}

#[test]
fn checking_finds_what_the_start_would() {
    let pki = Pki::new();
    for (flags, said) in [
        (
            &["--max-tls", "1.2", "--ciphers", "TLS_AES_128_GCM_SHA256"][..],
            "have nothing in common",
        ),
        (
            &["--min-tls", "1.3", "--ciphers", "ECDHE-ECDSA-AES128-GCM-SHA256"],
            "have nothing in common",
        ),
        (
            &["--max-tls", "1.2", "--ciphers", "ECDHE-RSA-AES128-GCM-SHA256"],
            "is for the key of the ad-hoc certificate",
        ),
        (
            &[
                "--max-tls",
                "1.2",
                "--ciphers",
                "ECDHE-RSA-AES128-GCM-SHA256",
                "--tls",
                "certs/a",
            ],
            "is for the key of `certs/a/fullchain.pem`",
        ),
    ] {
        for more in [&[][..], &["--check-config"]] {
            let refused = pki.refuses(2, &[&["--echo"], flags, more].concat());
            assert!(refused.contains(said), "{refused}");
        }
    }
}

#[test]
fn checking_lists_every_certificate_and_whose_clients_are_let_in() {
    let pki = Pki::new();
    let flags = ["--echo", "--tls", "certs", "--client-ca", "ca/cert.pem"];
    let said = checked(&pki, &flags, &[]).stdout;
    assert!(said.contains("client_ca") && said.contains("CN="), "{said}");
    let said = checked(&pki, &[&flags[..], &["--format", "json"]].concat(), &[]).stdout;
    let plan: serde_json::Value = serde_json::from_str(&said).expect("one line of JSON");
    let certificates = plan["certificates"].as_array().expect("a list");
    let shown: Vec<&str> = certificates
        .iter()
        .filter_map(|one| one["certificate"].as_str())
        .collect();
    assert_eq!(shown, ["certs/a/fullchain.pem", "certs/b/fullchain.pem"]);
    assert_eq!(certificates[0]["names"][1], "www.example.com");
    let server = pki.serve(&flags);
    assert!(server.log("clients").contains("must show a certificate by `CN="));
}

#[test]
fn without_tls_the_environment_is_left_alone_and_a_flag_about_tls_is_a_mistake() {
    let pki = Pki::new();
    let environment = [
        ("TLSCTL_CERT_FILE", "certs/a/fullchain.pem"),
        ("TLSCTL_KEY_FILE", "certs/a/privkey.pem"),
        ("TLSCTL_CLIENT_CA_FILE", "ca/cert.pem"),
    ];
    pki.write(
        "off.json",
        r#"{"tls": {"enabled": false, "cert_pem_file": "nope"}}"#,
    );
    for flags in [&["--echo", "--plain"][..], &["--echo", "--config", "off.json"]] {
        let output = checked(&pki, flags, &environment);
        assert!(output.stdout.contains("tls          none"), "{output:#?}");
        for (variable, _) in environment {
            let warning = format!("`{variable}` is ignored: what is served is without TLS");
            assert!(output.stderr.contains(&warning), "{output:#?}");
        }
    }
    for flags in [
        &["--client-ca", "ca/cert.pem"][..],
        &["--min-tls", "1.3"],
        &["--cert-b64", "eA=="],
        &["--ca-out", "x"],
        &["--ticket-key", "x"],
    ] {
        let said = pki.refuses(2, &[&["--echo", "--plain"], flags].concat());
        assert!(
            said.contains(&format!("`--plain` is given together with `{}`", flags[0])),
            "{said}"
        );
    }
    // Flags win over the file: what asks for TLS is served with it.
    let asked = ["--echo", "--config", "off.json", "--client-ca", "ca/cert.pem"];
    let said = checked(&pki, &asked, &[]).stdout;
    assert!(said.contains("client certificates required"), "{said}");
    let named = checked(&pki, &["--echo", "--config", "off.json", "--name", "x.test"], &[]).stdout;
    assert!(named.contains("made on the spot"), "{named}");
}

#[test]
fn what_the_file_says_of_its_certificate_is_not_about_another_in_its_place() {
    let pki = Pki::new();
    pki.write("pw", "hush-hush\n");
    pki.write(
        "c.toml",
        "echo = true\n[tls]\ncert_pem_file = 'certs/b/fullchain.pem'\nkey_pem_file = 'certs/b/privkey.pem'\nnames = ['b.test']\nmeta = { of = 'b' }\npassword_file = 'pw'\n",
    );
    let flags = ["--cert", "certs/a/fullchain.pem", "--key", "certs/a/privkey.pem"];
    let output = checked(&pki, &[&["--config", "c.toml"][..], &flags].concat(), &[]);
    assert!(
        output.stdout.contains("example.com, www.example.com"),
        "{output:#?}"
    );
    for key in ["names", "meta", "password_file"] {
        let warning = format!("`tls.{key}` is ignored: what it would be about is not served");
        assert!(output.stderr.contains(&warning), "{output:#?}");
    }
    // By --tls everything in the file is replaced, and of the environment too.
    let output = checked(
        &pki,
        &["--config", "c.toml", "--tls", "certs/a"],
        &[("TLSCTL_KEY_FILE", "certs/b/privkey.pem")],
    );
    assert!(
        output.stderr.contains("`--tls` is served") && output.stderr.contains("`TLSCTL_KEY_FILE`"),
        "{output:#?}"
    );
    pki.write(
        "two.toml",
        "echo = true\n[[tls.certificates]]\npath = 'certs/a'\ncert_pem_file = 'nope'\n",
    );
    let output = checked(&pki, &["--config", "two.toml"], &[]);
    let warning = "`tls.certificates[0].cert_pem_file` is ignored: `tls.certificates[0].path` comes first";
    assert!(output.stderr.contains(warning), "{output:#?}");
}

#[test]
fn the_upstreams_object_is_checked_like_the_servers() {
    let pki = Pki::new();
    let proxy = "proxy = 'https://127.0.0.1:1'\n[upstream_tls]\n";
    pki.write(
        "c.toml",
        format!("{proxy}client_ca_pem_file = 'nope'\nstrict_host = true\nmin_version = '1.3'\n"),
    );
    let output = checked(&pki, &["--config", "c.toml"], &[]);
    for key in ["client_ca_pem_file", "strict_host", "min_version"] {
        let warning = format!("`upstream_tls.{key}` is for servers");
        assert!(output.stderr.contains(&warning), "{output:#?}");
    }
    pki.write(
        "c.toml",
        format!("{proxy}enabled = false\nserver_ca_pem_file = 'nope'\n"),
    );
    let output = checked(&pki, &["--config", "c.toml"], &[]);
    assert!(
        output.stderr.contains("`upstream_tls.enabled` is false"),
        "{output:#?}"
    );
    let plain = ["--proxy", "http://127.0.0.1:1"];
    let said = pki.refuses(2, &[&plain[..], &["--upstream-ca", "ca/cert.pem"]].concat());
    assert!(said.contains("the upstream is spoken to without TLS"), "{said}");
    let output = checked(&pki, &plain, &[("TLSCTL_UPSTREAM_CA_FILE", "ca/cert.pem")]);
    assert!(output.stderr.contains("is spoken to without TLS"), "{output:#?}");
    for short in ["127.0.0.1:3000", "localhost:3000"] {
        let said = pki.refuses(2, &["--proxy", short]);
        assert!(said.contains(&format!("write --proxy http://{short}")), "{said}");
    }
    let output = checked(&pki, &["--echo", "--plain", "--hsts"], &[]);
    assert!(output.stderr.contains("`--hsts` does nothing"), "{output:#?}");
}

#[test]
fn errors_of_the_file_say_where_they_are_and_in_its_own_words() {
    let pki = Pki::new();
    for (text, needle) in [
        ("[tls]\nmin_version = '1.1'\n", "`tls.min_version` is `1.1`"),
        (
            "[[tls.certificates]]\npath = 'certs/a'\n[[tls.certificates]]\nnames = ['x.test']\n",
            "`tls.certificates[1]` has no certificate",
        ),
        (
            "[tls]\npaths = ['certs/a']\nclient_auth = 'request'\n",
            "`tls.client_auth` is given",
        ),
        (
            "[tls]\nmin_version = '1.3'\nmax_version = '1.2'\n",
            "`tls.min_version` is newer than `tls.max_version`",
        ),
        ("[tls]\nstrict_host = true\n", "`tls.strict_host` is given"),
        ("[tls]\nciphers = 'RC4'\n", "`tls.ciphers` is not understood"),
        ("[tls]\ncert_file = 'x'\n", "did you mean `cert_pem_file`?"),
    ] {
        let said = refusal(&pki, 2, text);
        assert!(said.contains(needle) && !said.contains("`--m"), "{text}: {said}");
    }
    let said = pki.refuses(2, &["--tls", "certs/a=x@y.z"]);
    assert!(said.contains("names are like example.com"), "{said}");
    let said = pki.refuses(2, &["--tls", "certs/a="]);
    assert!(said.contains("`certs/a=` ends where names should come"), "{said}");
}

#[test]
fn a_mark_at_the_beginning_is_no_mistake_and_a_key_that_is_there_twice_is_one() {
    let pki = Pki::new();
    pki.write("marked.json", "\u{feff}{\"echo\": true}");
    checked(&pki, &["--config", "marked.json"], &[]);
    pki.write(
        "twice.json",
        r#"{"echo": true, "tls": {"enabled": true, "enabled": false}}"#,
    );
    let said = pki.refuses(3, &["--config", "twice.json"]);
    assert!(said.contains("duplicate key `enabled`"), "{said}");
}

#[test]
fn a_mode_by_flag_leaves_the_files_directory_alone() {
    let pki = Pki::new();
    pki.write("c.toml", "directory = 'certs'\nspa = true\nupload = true\n");
    let output = checked(&pki, &["--config", "c.toml", "--echo"], &[]);
    assert!(output.stdout.contains("an echo"), "{output:#?}");
    assert!(
        output
            .stderr
            .contains("`upload` is ignored: it is about a directory"),
        "{output:#?}"
    );
}

#[test]
fn secrets_and_certificates_come_through_pipes_and_stay_for_a_reload() {
    let pki = Pki::new();
    pki.openssl("pkcs8 -topk8 -v2 aes-256-cbc -in certs/a/privkey.pem -passout pass:hush-hush -out enc.pem");
    let binary = env!("CARGO_BIN_EXE_tlsctl");
    let run = |command: &str| {
        let command = format!("ulimit -t 60; {}", command.replace("tlsctl", binary));
        super::peer::peer(
            "bash",
            &["-c", &format!("cd {}; {command}", pki.path().display())],
            "",
        )
    };
    let said = run(
        "tlsctl serve --echo --check-config --cert <(cat certs/a/fullchain.pem) --key <(sleep 0.3; cat enc.pem) --password-file <(echo hush-hush) --client-ca <(cat ca/cert.pem)",
    );
    assert_eq!(said.code, 0, "{said:#?}");
    let said = run(
        "cat certs/b/privkey.pem certs/b/fullchain.pem | tlsctl serve --echo --check-config --tls /dev/stdin",
    );
    assert!(
        said.code == 0 && said.stdout.contains("bigcorp.test"),
        "{said:#?}"
    );
    // What never ends is given up, what nobody writes into too.
    let said = run("tlsctl serve --echo --check-config --tls /dev/zero");
    assert!(
        said.code == 3 && said.all().contains("larger than 64 MiB"),
        "{said:#?}"
    );
    let said = run("mkfifo idle; tlsctl serve --echo --check-config --cert certs/a/fullchain.pem --key idle");
    assert!(said.code == 3 && said.all().contains("`idle`"), "{said:#?}");
    // It is read once and kept: the pipe has nothing more when certificates are loaded again.
    std::process::Command::new("mkfifo")
        .arg(pki.file("key"))
        .status()
        .expect("mkfifo");
    let (pipe, key) = (pki.file("key"), text(&pki, "certs/a/privkey.pem"));
    let writer = std::thread::spawn(move || std::fs::write(pipe, key));
    let server = pki.serve(&["--echo", "--cert", "certs/a/fullchain.pem", "--key", "key"]);
    writer.join().expect("it ends").expect("written");
    server.signal("HUP");
    server.log("certificates were reloaded");
    assert_eq!(subject(&server), "CN=example.com");
}

#[test]
fn a_directory_among_others_that_cannot_be_served_is_never_passed_over() {
    let pki = Pki::new();
    std::fs::create_dir(pki.file("certs/notes")).expect("made");
    checked(&pki, &["--tls", "certs"], &[]);
    pki.write("certs/c/fullchain.pem", text(&pki, "certs/a/fullchain.pem"));
    let said = pki.refuses(3, &["--tls", "certs"]);
    assert!(said.contains("certs/c/privkey.pem"), "{said}");
    std::fs::remove_file(pki.file("certs/c/fullchain.pem")).expect("removed");
    std::os::unix::fs::symlink("nowhere", pki.file("certs/c/privkey.pem")).expect("linked");
    let said = pki.refuses(3, &["--tls", "certs"]);
    assert!(said.contains("certs/c/privkey.pem"), "{said}");
}

#[test]
fn a_certificate_in_the_wrong_place_is_served_with_a_warning() {
    let pki = Pki::new();
    pki.issue("client", &["me.test"], &["--usage", "client"]);
    let flags = ["--tls", "certs/client", "--client-ca", "certs/a/cert.pem"];
    let said = checked(&pki, &flags, &[]).stderr;
    assert!(
        said.contains("the certificate is not for servers: clients will refuse it [wrong-purpose]"),
        "{said}"
    );
    assert!(
        said.contains("`CN=example.com` is to certify clients, but is no CA"),
        "{said}"
    );
    let right = checked(&pki, &["--tls", "certs/a", "--client-ca", "ca/cert.pem"], &[]).stderr;
    assert!(!right.contains("warning"), "{right}");
}
