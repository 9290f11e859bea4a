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
            .log("`cert_pem_b64` is ignored")
            .contains("`cert_pem_file` comes first")
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
        stderr.contains("`key_pem_b64` is not base64") && stderr.contains("digit 4 is `@`"),
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
    server.log("`cert_pem_file` is ignored: `TLSCTL_CERT_B64` comes first");
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
