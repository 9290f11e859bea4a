//! Several listeners in one configuration file, each with a `tls` of its own.

use std::net::TcpListener;

use super::peer::{curl, peer};
use super::pki::Pki;
use crate::tlsctl::{Server, tlsctl};

/// Three listeners: one strict, one that wants client certificates, one without TLS.
const THREE: &str = "echo = true
[[listener]]
address = '127.0.0.1:0'
[listener.tls]
paths = ['certs/a']
strict_host = true
[[listener]]
address = '127.0.0.1:0'
[listener.tls]
cert_pem_file = 'certs/b/fullchain.pem'
key_pem_file = 'certs/b/privkey.pem'
client_ca_pem_file = 'ca/cert.pem'
max_version = '1.2'
[[listener]]
address = '127.0.0.1:0'
[listener.tls]
enabled = false
cert_pem_file = 'nope'
";

fn start(pki: &Pki, text: &str, more: &[&str]) -> Server {
    pki.write("c.toml", text);
    tlsctl([&["serve", "--config", "c.toml"], more].concat())
        .within(pki.path())
        .serve()
}

/// The next URL that is ready.
fn next(server: &Server) -> String {
    let line = server.line();
    line[line.find("http").expect("a URL")..]
        .trim_end_matches('/')
        .to_owned()
}

fn s_client(url: &str, arguments: &[&str]) -> String {
    let address = url.trim_start_matches("https://");
    let said = peer(
        "openssl",
        &[&["s_client", "-connect", address], arguments].concat(),
        "",
    );
    said.all()
}

#[test]
fn each_listener_has_certificates_and_demands_of_its_own() {
    let pki = Pki::new();
    let server = start(&pki, THREE, &[]);
    let (strict, mutual, plain) = (server.url().to_owned(), next(&server), next(&server));
    assert!(s_client(&strict, &["-servername", "other.test"]).contains("alert number 112"));
    assert!(s_client(&strict, &["-servername", "www.example.com"]).contains("subject=CN = example.com"));
    assert!(!s_client(&strict, &["-servername", "www.example.com"]).contains("Acceptable client"));
    let asked = s_client(&mutual, &["-servername", "other.test"]);
    assert!(asked.contains("subject=CN = bigcorp.test"), "{asked}");
    assert!(
        asked.contains("Acceptable client certificate CA names"),
        "{asked}"
    );
    assert!(
        s_client(&mutual, &["-tls1_3"]).contains("alert"),
        "only 1.2 there"
    );
    assert!(plain.starts_with("http://"), "{plain}");
    assert!(curl(&[&plain]).contains("\"ssl\": false"));
}

#[test]
fn a_ticket_of_one_listener_is_none_at_another() {
    let pki = Pki::new();
    let two = "echo = true
[[listener]]
address = '127.0.0.1:0'
tls = { paths = ['certs/a'], max_version = '1.2' }
[[listener]]
address = '127.0.0.1:0'
tls = { paths = ['certs/a'], max_version = '1.2' }
";
    let server = start(&pki, two, &[]);
    let (one, other) = (server.url().to_owned(), next(&server));
    let session = pki.at("session");
    s_client(&one, &["-sess_out", &session]);
    assert!(s_client(&one, &["-sess_in", &session]).contains("Reused, TLSv1.2"));
    assert!(s_client(&other, &["-sess_in", &session]).contains("New, TLSv1.2"));
}

#[test]
fn each_listener_follows_its_own_files() {
    let pki = Pki::new();
    pki.issue("c", &["old.test"], &[]);
    let two = "echo = true
[[listener]]
address = '127.0.0.1:0'
tls = { paths = ['certs/a'] }
[[listener]]
address = ['127.0.0.1:0']
tls = { paths = ['certs/c'] }
";
    let server = start(&pki, two, &[]);
    let (one, other) = (server.url().to_owned(), next(&server));
    assert!(s_client(&other, &[]).contains("subject=CN = old.test"));
    pki.issue("c", &["new.test"], &["--force"]);
    server.log("certificates were reloaded: new.test");
    assert!(s_client(&other, &[]).contains("subject=CN = new.test"));
    assert!(s_client(&one, &[]).contains("subject=CN = example.com"));
}

#[test]
fn where_one_of_three_is_taken_nothing_is_bound() {
    let pki = Pki::new();
    let taken = TcpListener::bind("127.0.0.1:0").expect("bound");
    let free = TcpListener::bind("127.0.0.1:0").expect("bound");
    let (taken_at, free_at) = (
        taken.local_addr().expect("bound"),
        free.local_addr().expect("bound"),
    );
    drop(free);
    let places = [
        free_at.to_string(),
        taken_at.to_string(),
        "127.0.0.1:0".to_owned(),
    ];
    let text: String = places
        .iter()
        .map(|place| format!("[[listener]]\naddress = '{place}'\ntls = {{ paths = ['certs/a'] }}\n"))
        .collect();
    pki.write("c.toml", format!("echo = true\n{text}"));
    let stderr = tlsctl(["serve", "--config", "c.toml"])
        .within(pki.path())
        .fails(6);
    assert!(stderr.contains(&taken_at.to_string()), "{stderr}");
    TcpListener::bind(free_at).expect("free again");
}

#[test]
fn flags_speak_of_listeners_without_an_object_of_their_own() {
    let pki = Pki::new();
    let text = "echo = true
[[listener]]
address = '127.0.0.1:0'
[[listener]]
address = '127.0.0.1:0'
tls = { paths = ['certs/b'] }
";
    let server = start(&pki, text, &["--tls", "certs/a", "--listen", "127.0.0.1:0"]);
    let subjects: Vec<bool> = [server.url().to_owned(), next(&server), next(&server)]
        .iter()
        .map(|url| s_client(url, &[]).contains("subject=CN = example.com"))
        .collect();
    assert_eq!(subjects, [true, true, false]);
    drop(server);
    // Where no listener is left that they could speak of, they are a mistake.
    pki.write("c.toml", THREE);
    for flags in [
        &["--tls", "certs/a"][..],
        &["--plain"],
        &["--tls-strict-host"],
        &["--min-tls", "1.3"],
    ] {
        let said = tlsctl([&["serve", "--config", "c.toml"], flags].concat())
            .within(pki.path())
            .fails(2);
        assert!(
            said.contains("every `[[listener]]` has a `tls` of its own"),
            "{said}"
        );
    }
}

#[test]
fn what_is_wrong_with_one_listener_names_it() {
    let pki = Pki::new();
    for (text, code, needle) in [
        ("[[listener]]\ntls = {}\n", 2, "`listener[0]` has no `address`"),
        (
            "[[listener]]\naddress = ':0'\ntls = { paths = ['none'] }\n",
            3,
            "`listener[0].tls` cannot be served",
        ),
        (
            "[[listener]]\naddress = ':0'\ntls = { strict_host = true }\n",
            2,
            "`listener[0].tls` cannot be served",
        ),
        (
            "[[listener]]\naddress = ':0'\ntls = { enabled = true }\n",
            2,
            "no certificate",
        ),
        ("[[listener]]\nadress = ':0'\n", 2, "did you mean `address`"),
        (
            "[[listener]]\naddress = ':0'\ntls = { cert_pemfile = 'x' }\n",
            2,
            "`listener[0].tls.cert_pemfile` is no key",
        ),
        (
            "[tls]\npaths = ['certs/a']\n[[listener]]\naddress = ':0'\ntls = {}\n",
            2,
            "there is a `tls` at the top",
        ),
    ] {
        pki.write("c.toml", format!("echo = true\n{text}"));
        let said = tlsctl(["serve", "--config", "c.toml"])
            .within(pki.path())
            .fails(code);
        assert!(said.contains(needle), "{text}: {said}");
    }
}

#[test]
fn checking_says_what_each_would_do_and_binds_nothing() {
    let pki = Pki::new();
    let taken = TcpListener::bind("127.0.0.1:0").expect("bound");
    let place = taken.local_addr().expect("bound").to_string();
    pki.write("c.toml", THREE.replacen("127.0.0.1:0", &place, 1));
    let check = ["serve", "--config", "c.toml", "--check-config"];
    let output = tlsctl(check).within(pki.path()).run();
    assert_eq!(output.code, 0, "{output:#?}");
    for needle in [
        place.as_str(),
        "1.2 and 1.3, strict host",
        "example.com, www.example.com",
        "1.2, client certificates required",
        "tls          none",
    ] {
        assert!(output.stdout.contains(needle), "{needle}: {output:#?}");
    }
    let json = tlsctl([&check[..], &["--format", "json"]].concat())
        .within(pki.path())
        .run();
    let lines: Vec<serde_json::Value> = json
        .stdout
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    assert_eq!(lines.len(), 3);
    assert_eq!(lines[0]["listener"], place);
}

#[test]
fn one_address_for_two_things_is_a_mistake_that_checking_finds_too() {
    let pki = Pki::new();
    let two = "echo = true
listen = '127.0.0.1:4433'
[tls]
paths = ['certs/a']
[[listener]]
address = 'localhost:4433'
tls = { paths = ['certs/b'], client_ca_pem_file = 'ca/cert.pem' }
";
    pki.write("c.toml", two);
    let file = ["--config", "c.toml"];
    let at = "127.0.0.1:4433";
    for (arguments, purposes) in [
        (&file[..], "for the site and for `listener[0].tls`"),
        (
            &["--echo", "--listen", at, "--http", at],
            "for the site and for redirections",
        ),
        (
            &["--echo", "--listen", at, "--metrics", at],
            "for the site and for counters",
        ),
        (
            &["--echo", "--http", at, "--metrics", at],
            "for redirections and for counters",
        ),
    ] {
        for more in [&[][..], &["--check-config"]] {
            let said = tlsctl([&["serve"], arguments, more].concat())
                .within(pki.path())
                .fails(2);
            assert!(said.contains(purposes), "{said}");
        }
    }
    let same = [
        "serve",
        "--echo",
        "--check-config",
        "--listen",
        at,
        "--listen",
        at,
    ];
    assert_eq!(tlsctl(same).within(pki.path()).run().code, 0);
}

#[test]
fn the_environment_that_no_listener_reads_is_named() {
    let pki = Pki::new();
    pki.write("c.toml", THREE);
    let output = tlsctl(["serve", "--config", "c.toml", "--check-config"])
        .within(pki.path())
        .env("TLSCTL_CLIENT_CA_FILE", "ca/cert.pem")
        .run();
    let warning = "`TLSCTL_CLIENT_CA_FILE` is ignored: every `[[listener]]` has a `tls` of its own";
    assert!(output.code == 0 && output.stderr.contains(warning), "{output:#?}");
}
