//! Side by side with Sanic, with the same certificates: what is the same, and what is mended on purpose.

use serde_json::{Value, json};

use super::foreign::Python;
use super::peer::{Said, curl, peer, s_client_at};
use super::pki::Pki;
use crate::tlsctl::{Output, Server, tlsctl};

const PROGRAM: &str = include_str!("sanic.py");

/// Sanic with this `ssl` argument.
#[track_caller]
fn sanic(ssl: &Value) -> Python {
    Python::start(PROGRAM, &["serve", &ssl.to_string()])
}

/// Both with the certificates in these directories below `certs`, strict or not.
#[track_caller]
fn both(pki: &Pki, directories: &[&str], strict: bool) -> (Python, Server) {
    let mut list: Vec<Value> = strict.then_some(Value::Null).into_iter().collect();
    let mut arguments = vec!["--echo".to_owned()];
    arguments.extend(strict.then(|| "--tls-strict-host".to_owned()));
    for directory in directories {
        list.push(pki.at(&format!("certs/{directory}")).into());
        arguments.extend(["--tls".to_owned(), format!("certs/{directory}")]);
    }
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    // One certificate that is not strict is not a list in Sanic either.
    let ssl = match list.as_slice() {
        [one] => one.clone(),
        _ => list.into(),
    };
    (sanic(&ssl), pki.serve(&arguments))
}

/// A certificate that `gen` would not make, below `certs`.
#[track_caller]
fn self_signed(pki: &Pki, directory: &str, subject: &str) {
    std::fs::create_dir(pki.file(&format!("certs/{directory}"))).expect("made");
    pki.openssl(&format!(
        "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3 \
         -keyout certs/{directory}/privkey.pem -out certs/{directory}/fullchain.pem -subj {subject}"
    ));
}

/// What Sanic says to starts that fail, each with its exit code.
#[track_caller]
fn refused(cases: &[Value]) -> Vec<(i64, String)> {
    let said = peer(
        "python3",
        &["-c", PROGRAM, "refused", &Value::from(cases).to_string()],
        "",
    );
    let said = said.json();
    let said = said.as_array().expect("one answer each");
    said.iter()
        .map(|pair| {
            let code = pair[0].as_i64().expect("a code");
            (code, pair[1].as_str().expect("a text").to_owned())
        })
        .collect()
}

/// How `tlsctl serve` with these arguments ends.
#[track_caller]
fn ends(pki: &Pki, arguments: &[&str]) -> Output {
    let serve = ["serve", "--echo", "--listen", "127.0.0.1:0"];
    tlsctl([&serve, arguments].concat()).within(pki.path()).run()
}

/// Which certificate both show to OpenSSL with these arguments, with a page for another host.
#[track_caller]
fn shown(sanic: &Python, server: &Server, arguments: &[&str]) -> [String; 2] {
    shown_with(sanic, server, arguments, "200 OK")
}

/// The same where both are strict: a host that the certificate is not for is then misdirected, too, which
/// Sanic does not look at.
#[track_caller]
fn shown_strictly(sanic: &Python, server: &Server, arguments: &[&str]) -> [String; 2] {
    shown_with(sanic, server, arguments, "421 Misdirected Request")
}

#[track_caller]
fn shown_with(sanic: &Python, server: &Server, arguments: &[&str], ours: &str) -> [String; 2] {
    [(sanic.port, "200 OK"), (server.port(), ours)].map(|(port, status)| {
        let said = s_client_at(port, arguments);
        let subject = said.subject();
        assert!(
            subject.is_empty() || said.stdout.contains(&format!("HTTP/1.1 {status}\r\n")),
            "{arguments:?}: {said:#?}"
        );
        subject
    })
}

/// The body in what OpenSSL read, as JSON.
#[track_caller]
fn body(said: &Said) -> Value {
    let start = said.stdout.find("\r\n\r\n{").expect("a body");
    let mut documents = serde_json::Deserializer::from_str(&said.stdout[start..]).into_iter();
    documents.next().expect("a document").expect("JSON")
}

#[test]
fn what_is_missing_from_a_directory_is_named_as_sanic_names_it() {
    let pki = Pki::new();
    let read = |file| std::fs::read(pki.file(file)).expect("read");
    pki.write("keyless/fullchain.pem", read("certs/a/fullchain.pem"));
    pki.write("keyonly/privkey.pem", read("certs/a/privkey.pem"));
    pki.write("other/fullchain.pem", read("certs/a/fullchain.pem"));
    pki.write("other/privkey.pem", read("certs/b/privkey.pem"));
    pki.write("garbage/fullchain.pem", "garbage");
    pki.write("garbage/privkey.pem", read("certs/a/privkey.pem"));
    std::fs::create_dir(pki.file("empty")).expect("made");
    // The key is looked for first.
    let cases = [
        ("empty", "denied empty/privkey.pem", "`empty/privkey.pem`"),
        ("keyless", "denied keyless/privkey.pem", "`keyless/privkey.pem`"),
        (
            "keyonly",
            "denied keyonly/fullchain.pem",
            "`keyonly/fullchain.pem`",
        ),
        ("nodir", "denied nodir/privkey.pem", "`nodir` cannot be read"),
        (
            "certs/a/privkey.pem",
            "expected but certs/a/privkey.pem is a file",
            "no certificate in `certs/a/privkey.pem`",
        ),
        (
            "other",
            "key values mismatch",
            "key `other/privkey.pem` does not belong to certificate `other/fullchain.pem`",
        ),
        (
            "garbage",
            "OS error: None",
            "no certificate in `garbage/fullchain.pem`",
        ),
    ];
    // Sanic reads paths from where it is: each of ours becomes one from the root.
    let wanted = cases.map(|(directory, ..)| json!(["--tls", pki.at(directory)]));
    for ((directory, theirs, ours), (code, said)) in cases.iter().zip(refused(&wanted)) {
        let said = said.replace(&pki.at(""), "");
        assert!(code == 1 && said.contains(theirs), "{directory}: {code} {said}");
        let refusal = ends(&pki, &["--tls", directory]);
        assert!(
            refusal.code == 3 && refusal.stdout.is_empty() && refusal.stderr.contains(ours),
            "{directory}: {refusal:#?}"
        );
    }
}

#[test]
fn flags_that_sanic_does_not_take_together_are_refused() {
    let pki = Pki::new();
    let (cert, key) = ("certs/a/fullchain.pem", "certs/a/privkey.pem");
    let cases = [
        // A file with both would do for tlsctl: what is wrong is what the file lacks.
        (&["--cert", cert][..], 3),
        (&["--key", key], 2),
        (&["--tls", "certs/a", "--cert", cert, "--key", key], 2),
        (&["--tls-strict-host"], 2),
    ];
    let wanted = cases.map(|(arguments, _)| json!(arguments));
    for ((arguments, code), (theirs, said)) in cases.iter().zip(refused(&wanted)) {
        assert!(
            theirs == 1 && said.contains("--cert certdir/fullchain.pem --key certdir/privkey.pem"),
            "{arguments:?}: {theirs} {said}"
        );
        let refusal = ends(&pki, arguments);
        assert!(
            refusal.code == *code && refusal.stdout.is_empty() && refusal.stderr.contains("--cert"),
            "{arguments:?}: {refusal:#?}"
        );
    }
}

#[test]
fn a_password_opens_the_key_as_in_sanic_but_is_told_to_nobody() {
    let pki = Pki::new();
    pki.openssl("pkcs8 -topk8 -v2 aes-256-cbc -in certs/a/privkey.pem -out enc.pem -passout pass:s3cret");
    pki.write("right", "s3cret\n");
    pki.write("wrong", "secret\n");
    let (cert, key) = (pki.at("certs/a/fullchain.pem"), pki.at("enc.pem"));
    let pair = ["--cert", "certs/a/fullchain.pem", "--key", "enc.pem"];
    let without = json!({"cert": cert, "key": key});
    let mut wrong = without.clone();
    wrong["password"] = "secret".into();
    // Of what is wrong, Sanic says nothing that helps.
    let theirs = refused(&[without.clone(), wrong]);
    assert!(
        theirs[0].0 == 1 && theirs[0].1.contains("Invalid argument"),
        "{theirs:?}"
    );
    assert!(theirs[1].0 == 1 && theirs[1].1.contains("PEM lib"), "{theirs:?}");
    let none = ends(&pki, &pair);
    assert!(
        none.code == 3 && none.stderr.contains("`enc.pem` is encrypted"),
        "{none:#?}"
    );
    let bad = ends(&pki, &[&pair[..], &["--password-file", "wrong"]].concat());
    assert!(
        bad.code == 3 && bad.stderr.contains("the password does not open"),
        "{bad:#?}"
    );
    let mut right = without;
    right["password"] = "s3cret".into();
    let sanic = sanic(&right);
    let server = pki.serve(&[&["--echo", "--password-file", "right"], &pair[..]].concat());
    let named = ["-servername", "example.com"];
    assert_eq!(
        shown(&sanic, &server, &named),
        ["CN=example.com", "CN=example.com"]
    );
    let [theirs, ours] = [sanic.port, server.port()].map(|port| s_client_at(port, &named).stdout);
    assert!(theirs.contains("s3cret") && !ours.contains("s3cret"), "{ours}");
}

#[test]
fn a_single_certificate_ignores_sni_and_host_as_in_sanic() {
    let pki = Pki::new();
    let (sanic, server) = both(&pki, &["b"], false);
    for arguments in [
        &["-servername", "bigcorp.test"][..],
        &["-servername", "other.test"],
        &["-servername", "127.0.0.1"],
        &["-noservername"],
    ] {
        assert_eq!(
            shown(&sanic, &server, arguments),
            ["CN=bigcorp.test", "CN=bigcorp.test"],
            "{arguments:?}"
        );
    }
}

#[test]
fn of_several_certificates_each_name_gets_the_one_that_sanic_shows_but_for_its_quirks() {
    let pki = Pki::new();
    pki.issue("c", &["a.bigcorp.test"], &[]);
    self_signed(
        &pki,
        "mixed",
        "/CN=mixed.test -addext subjectAltName=DNS:Upper.Example,DNS:*.a.long.test,DNS:*.localhost,DNS:f*.part.test",
    );
    let (sanic, server) = both(&pki, &["a", "b", "c", "mixed"], false);
    let vhosts = sanic.log("Certificate vhosts: ");
    assert!(
        vhosts.contains(": example.com, www.example.com, bigcorp.test, *.bigcorp.test, 127.0.0.1, "),
        "{vhosts}"
    );
    assert!(vhosts.contains(", a.bigcorp.test, Upper.Example, "), "{vhosts}");
    for names in [
        "example.com, www.example.com",
        "bigcorp.test, *.bigcorp.test, 127.0.0.1, ",
        "a.bigcorp.test",
        "upper.example, *.a.long.test, *.localhost, f*.part.test",
    ] {
        let line = server.log("names");
        assert!(line.contains(&format!(" {names}")), "{names}: {line}");
    }
    for (name, theirs, ours) in [
        ("example.com", "example.com", "example.com"),
        ("www.example.com", "example.com", "example.com"),
        ("EXAMPLE.COM", "example.com", "example.com"),
        ("bigcorp.test", "bigcorp.test", "bigcorp.test"),
        // The first that matches, although the third has the name itself.
        ("a.bigcorp.test", "bigcorp.test", "bigcorp.test"),
        ("A.BIGCORP.TEST", "bigcorp.test", "bigcorp.test"),
        // A wildcard is for one label, and for a whole one.
        ("a.b.bigcorp.test", "example.com", "example.com"),
        ("x.a.long.test", "mixed.test", "mixed.test"),
        ("a.long.test", "example.com", "example.com"),
        ("y.x.a.long.test", "example.com", "example.com"),
        ("foo.part.test", "example.com", "example.com"),
        ("www.localhost", "mixed.test", "mixed.test"),
        // What is for nobody gets the first.
        ("other.test", "example.com", "example.com"),
        ("a_b.example.com", "example.com", "example.com"),
        ("example.com.", "example.com", "example.com"),
        // Mended: a name without a dot is no label below it.
        ("localhost", "mixed.test", "example.com"),
        // Mended: the certificate's capitals are as good as the client's.
        ("upper.example", "example.com", "mixed.test"),
        ("Upper.Example", "example.com", "mixed.test"),
        // Mended: an address is no name, as RFC 6066 has it.
        ("127.0.0.1", "bigcorp.test", "example.com"),
        // Mended: what cannot be a name ends the handshake.
        ("a b", "example.com", ""),
    ] {
        let expected = [theirs, ours].map(|cn| match cn {
            "" => String::new(),
            cn => format!("CN={cn}"),
        });
        assert_eq!(shown(&sanic, &server, &["-servername", name]), expected, "{name}");
    }
    assert_eq!(
        shown(&sanic, &server, &["-noservername"]),
        ["CN=example.com", "CN=example.com"]
    );
}

#[test]
fn a_client_that_knows_only_rsa_is_lost_to_sanic_and_served_by_tlsctl() {
    let pki = Pki::new();
    pki.issue("rsa", &["example.com"], &["--key-type", "rsa2048"]);
    let (sanic, server) = both(&pki, &["a", "rsa"], false);
    let named = ["-tls1_2", "-servername", "example.com"];
    let served = ["CN=example.com", "CN=example.com"];
    assert_eq!(shown(&sanic, &server, &named), served);
    let rsa = [&named[..], &["-cipher", "ECDHE-RSA-AES128-GCM-SHA256"]].concat();
    assert_eq!(shown(&sanic, &server, &rsa), ["", "CN=example.com"]);
}

#[test]
fn strict_host_shows_no_certificate_where_sanic_shows_none_and_says_why() {
    let pki = Pki::new();
    for directories in [&["a"][..], &["a", "b"]] {
        let (sanic, server) = both(&pki, directories, true);
        for version in ["-tls1_2", "-tls1_3"] {
            for arguments in [
                &["-servername", "other.test"][..],
                &["-servername", "a.b.bigcorp.test"],
                &["-servername", "example.com."],
                &["-noservername"],
            ] {
                let arguments = [arguments, &[version]].concat();
                // Sanic closes without a byte where it means to send what tlsctl sends: alert 112.
                let [theirs, ours] =
                    [sanic.port, server.port()].map(|port| s_client_at(port, &arguments).all());
                assert!(
                    theirs.contains("has read 0 bytes") && theirs.contains("no peer certificate available"),
                    "{arguments:?}: {theirs}"
                );
                assert!(
                    ours.contains("has read 7 bytes")
                        && ours.contains("alert number 112")
                        && ours.contains("no peer certificate available"),
                    "{arguments:?}: {ours}"
                );
                let (theirs, ours) = (
                    sanic.log("Rejecting TLS connection: "),
                    server.log("refused 127.0.0.1:"),
                );
                if arguments[0] == "-servername" {
                    let name = arguments[1];
                    assert!(theirs.contains(&format!("'{name}'")), "{theirs}");
                    assert!(ours.contains(&format!("`{name}`")), "{ours}");
                } else {
                    assert!(theirs.contains("no SNI"), "{theirs}");
                    assert!(ours.contains("it named no host"), "{ours}");
                }
            }
        }
        // An address is a name to Sanic, where a certificate holds it, and never one to tlsctl.
        let theirs = if directories.contains(&"b") {
            "CN=bigcorp.test"
        } else {
            ""
        };
        assert_eq!(
            shown_strictly(&sanic, &server, &["-servername", "127.0.0.1"]),
            [theirs, ""]
        );
        // By address, as those who search the Internet come.
        let urls = [sanic.port, server.port()].map(|port| format!("https://127.0.0.1:{port}/"));
        assert_eq!(
            urls.map(|url| peer("curl", &["-sk", &url], "").code),
            [35, 35],
            "no handshake"
        );
        assert_eq!(
            shown_strictly(&sanic, &server, &["-servername", "www.example.com"]),
            ["CN=example.com", "CN=example.com"]
        );
    }
}

#[test]
fn strict_host_counts_wherever_it_stands_and_in_sanic_only_at_the_front() {
    let pki = Pki::new();
    let sanic = sanic(&json!([pki.at("certs/a"), null, pki.at("certs/b")]));
    let server = pki.serve(&[
        "--echo",
        "--tls",
        "certs/a",
        "--tls-strict-host",
        "--tls",
        "certs/b",
    ]);
    let ask = |name| shown_strictly(&sanic, &server, &["-servername", name]);
    assert_eq!(ask("bigcorp.test"), ["CN=bigcorp.test", "CN=bigcorp.test"]);
    assert_eq!(ask("other.test"), ["CN=example.com", ""]);
}

#[test]
fn names_of_ones_own_replace_those_of_the_certificate_as_in_sanic() {
    let pki = Pki::new();
    let names = ["example.com", "*.bigcorp.test"];
    let sanic = sanic(&json!([null, {
        "cert": pki.at("certs/a/fullchain.pem"), "key": pki.at("certs/a/privkey.pem"), "names": names,
    }]));
    let identity = format!("certs/a={}", names.join(","));
    let server = pki.serve(&["--echo", "--tls", &identity, "--tls-strict-host"]);
    // Sanic believes them; tlsctl does too, with a warning.
    let warning = server.log("which the certificate is not for");
    assert!(warning.contains("*.bigcorp.test"), "{warning}");
    for (name, subject) in [
        ("example.com", "CN=example.com"),
        ("www.example.com", ""),
        ("a.bigcorp.test", "CN=example.com"),
        ("bigcorp.test", ""),
    ] {
        let shown = shown_strictly(&sanic, &server, &["-servername", name]);
        assert_eq!(shown, [subject, subject], "{name}");
    }
    // The names as given are what both tell.
    let [theirs, ours] = [sanic.port, server.port()].map(|port| {
        let resolve = format!("example.com:{port}:127.0.0.1");
        let url = format!("https://example.com:{port}/");
        peer("curl", &["-sk", "--resolve", &resolve, &url], "").json()
    });
    assert_eq!(theirs["cert"]["names"], json!(names));
    assert_eq!(ours["certificate"]["names"], json!(names));
}

#[test]
fn a_certificate_without_alternative_names_breaks_sanic_and_is_served_by_tlsctl() {
    let pki = Pki::new();
    self_signed(&pki, "old", "/CN=old.test");
    let theirs = refused(&[json!(["--tls", pki.at("certs/old")])]);
    assert!(theirs[0].0 == 1 && theirs[0].1.contains("KeyError"), "{theirs:?}");
    let server = pki.serve(&["--echo", "--tls", "certs/old"]);
    server.log("no alternative names");
    let said = s_client_at(server.port(), &["-servername", "other.test"]);
    assert_eq!(said.subject(), "CN=old.test");
    // The subject is no name to either.
    let (cert, key) = (pki.at("certs/old/fullchain.pem"), pki.at("certs/old/privkey.pem"));
    let sanic = sanic(&json!([null, {"cert": cert, "key": key, "names": ["new.test"]}]));
    let server = pki.serve(&["--echo", "--tls", "certs/old=new.test", "--tls-strict-host"]);
    let ask = |name| shown_strictly(&sanic, &server, &["-servername", name]);
    assert_eq!(ask("old.test"), ["", ""]);
    assert_eq!(ask("new.test"), ["CN=old.test", "CN=old.test"]);
}

#[test]
fn what_sanic_knows_of_a_connection_an_echo_tells_too() {
    let pki = Pki::new();
    self_signed(
        &pki,
        "named",
        "/O=Corp/CN=corp.test -addext subjectAltName=DNS:corp.test",
    );
    let (sanic, server) = both(&pki, &["a", "named"], false);
    for (arguments, cn, server_name) in [
        (&["-servername", "EXAMPLE.com"][..], "example.com", "EXAMPLE.com"),
        (&["-servername", "corp.test"], "corp.test", "corp.test"),
        (&["-noservername"], "example.com", ""),
    ] {
        let [theirs, ours] = [sanic.port, server.port()].map(|port| body(&s_client_at(port, arguments)));
        assert_eq!(theirs["cert"]["commonName"], cn);
        let subject = ours["certificate"]["subject"].as_str().expect("a subject");
        assert!(subject.contains(&format!("CN={cn}")), "{subject}");
        if let Some(organization) = theirs["cert"]["organizationName"].as_str() {
            assert!(subject.contains(&format!("O={organization}")), "{subject}");
        }
        assert_eq!(theirs["cert"]["names"], ours["certificate"]["names"]);
        assert_eq!(theirs["server_name"], server_name);
        // The host of the request is another thing, and the same to both.
        for fact in ["server_name", "ssl", "scheme", "host"] {
            assert_eq!(theirs[fact], ours[fact], "{fact}");
        }
        assert_eq!(ours["host"], "x.test");
        assert_eq!(theirs["peer"][0], ours["peer"]["ip"]);
        let local = format!("127.0.0.1:{}", sanic.port);
        assert_eq!(theirs["local"], local);
        assert_eq!(ours["local"]["port"], server.port());
    }
}

#[test]
fn the_facts_of_a_connection_outlast_a_request_as_in_sanic() {
    let pki = Pki::new();
    let (sanic, server) = both(&pki, &["a", "b"], false);
    let facts = [sanic.port, server.port()].map(|port| {
        let resolve = format!("example.com:{port}:127.0.0.1");
        let url = format!("https://example.com:{port}/");
        let one = ["-sk", "--http1.1", "--resolve", &resolve, &url, "-H"];
        let said = peer(
            "curl",
            &[&one[..], &["Host: a.test", "--next"], &one, &["Host: b.test"]].concat(),
            "",
        );
        let documents = serde_json::Deserializer::from_str(&said.stdout).into_iter::<Value>();
        let documents: Vec<Value> = documents.map(|document| document.expect("JSON")).collect();
        let [first, second] = documents.as_slice() else {
            panic!("two answers: {said:#?}")
        };
        assert_eq!(
            (&first["host"], &second["host"]),
            (&"a.test".into(), &"b.test".into())
        );
        for fact in ["server_name", "peer", "local", "cert", "certificate"] {
            assert_eq!(first[fact], second[fact], "{fact}");
        }
        first["server_name"].clone()
    });
    assert_eq!(facts, ["example.com", "example.com"]);
}

#[test]
fn without_tls_neither_has_a_certificate_to_tell_of() {
    let pki = Pki::new();
    let (sanic, server) = (sanic(&Value::Null), pki.serve(&["--echo", "--plain"]));
    let [theirs, ours] = [sanic.port, server.port()]
        .map(|port| peer("curl", &["-s", &format!("http://127.0.0.1:{port}/")], "").json());
    for fact in ["ssl", "scheme", "server_name"] {
        assert_eq!(theirs[fact], ours[fact], "{fact}");
    }
    assert_eq!(
        (&theirs["cert"], &ours["certificate"]),
        (&json!({}), &Value::Null)
    );
}

#[test]
fn plain_http_is_hung_up_on_by_sanic_and_sent_to_https_by_tlsctl() {
    let pki = Pki::new();
    let (sanic, server) = both(&pki, &["a"], false);
    let url = |port| format!("http://127.0.0.1:{port}/a?b=c");
    assert_eq!(peer("curl", &["-s", &url(sanic.port)], "").code, 52);
    let said = curl(&["-i", &url(server.port())]);
    let location = format!("location: https://127.0.0.1:{}/a?b=c\r\n", server.port());
    assert!(
        said.starts_with("HTTP/1.1 308 ") && said.contains(&location),
        "{said}"
    );
}

#[test]
fn the_suites_are_those_of_sanic_in_an_order_of_our_own_and_nothing_older() {
    let pki = Pki::new();
    let (sanic, server) = both(&pki, &["a"], false);
    let ports = [sanic.port, server.port()];
    let chosen = |suites: &str| {
        ports.map(|port| {
            let said = s_client_at(port, &["-tls1_2", "-cipher", suites]).stdout;
            let line = said.lines().find(|line| line.starts_with("New, "));
            line.and_then(|line| line.rsplit(' ').next())
                .unwrap_or_default()
                .to_owned()
        })
    };
    for suite in [
        "ECDHE-ECDSA-CHACHA20-POLY1305",
        "ECDHE-ECDSA-AES256-GCM-SHA384",
        "ECDHE-ECDSA-AES128-GCM-SHA256",
    ] {
        assert_eq!(chosen(suite), [suite, suite]);
    }
    for suite in [
        "ECDHE-ECDSA-AES256-SHA384",
        "ECDHE-ECDSA-AES128-SHA",
        "ECDHE-ECDSA-AES128-CCM",
    ] {
        assert_eq!(chosen(suite), ["(NONE)", "(NONE)"], "{suite}");
    }
    // Both go by their own order, whatever the client's.
    assert_eq!(
        chosen("ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-ECDSA-AES256-GCM-SHA384"),
        ["ECDHE-ECDSA-CHACHA20-POLY1305", "ECDHE-ECDSA-AES256-GCM-SHA384"]
    );
    let old = ["-tls1_1", "-cipher", "ALL:@SECLEVEL=0"];
    assert_eq!(ports.map(|port| s_client_at(port, &old).subject()), ["", ""]);
    // Without a protocol in common, Sanic goes on without one; RFC 7301 asks for alert 120.
    for protocols in ["foo", "h2,http/1.1"] {
        let [theirs, ours] = ports.map(|port| s_client_at(port, &["-alpn", protocols]).all());
        if protocols == "foo" {
            assert!(theirs.contains("No ALPN negotiated"), "{theirs}");
            assert!(ours.contains("alert number 120"), "{ours}");
        } else {
            assert!(theirs.contains("ALPN protocol: http/1.1"), "{theirs}");
            assert!(ours.contains("ALPN protocol: h2"), "{ours}");
        }
    }
}
