//! Whether a server's certificate is trusted, judged as clients judge it.

use std::io::Write as _;
use std::process::Command;

use super::peer::{Peer, Pki, hear};
use super::{report, rules};
use crate::judge::judge;
use crate::tlsctl::tlsctl;

/// A server for `localhost` below a CA of its own.
fn server(pki: &Pki) -> Peer {
    let servers = format!("server {{ listen LISTEN ssl; {} }}", pki.nginx("localhost"));
    Peer::nginx(pki.directory.path(), &servers)
}

/// The exit code and the ids of the broken rules.
#[track_caller]
fn judged(arguments: &[&str]) -> (i32, Vec<String>) {
    let code = tlsctl([&["probe", "--fast"], arguments].concat()).run().code;
    let report = report(&[&["--fast"], arguments].concat());
    (code, rules(&report).into_iter().map(str::to_owned).collect())
}

#[test]
fn a_certificate_below_a_trusted_root_is_accepted() {
    let pki = Pki::new(&[&["localhost"]]);
    let peer = server(&pki);
    let (target, root) = (peer.target(), pki.text("ca/root.pem"));
    assert_eq!(
        judged(&[&target, "--sni", "localhost", "--roots", &root]),
        (0, Vec::new())
    );
}

#[test]
fn each_store_of_anchors_has_its_say_and_any_of_those_named_will_do() {
    let (ours, others) = (Pki::new(&[&["localhost"]]), Pki::new(&[]));
    let peer = server(&ours);
    let (target, mine) = (peer.target(), ours.text("ca/root.pem"));
    let theirs = others.text("ca/root.pem");
    // Java trusts what its cacerts holds, which since Java 18 is PKCS#12.
    std::fs::create_dir_all(ours.path("java/lib/security")).expect("writable");
    let cacerts = ours.text("java/lib/security/cacerts");
    let made = [
        "pkcs12",
        "-export",
        "-nokeys",
        "-in",
        &mine,
        "-out",
        &cacerts,
        "-passout",
        "pass:changeit",
    ];
    judge("openssl", &made);
    let arguments = [
        "probe",
        &target,
        "--sni",
        "localhost",
        "--fast",
        "--format",
        "json",
    ];
    let roots = ["--roots", &theirs, "--roots", &mine];
    let output = tlsctl(arguments.iter().chain(&roots))
        .env("HOME", ours.directory.path())
        .env("JAVA_HOME", ours.text("java"))
        .run();
    assert_eq!(output.code, 0, "{output:#?}");
    let report: serde_json::Value = serde_json::from_str(&output.stdout).expect("JSON");
    let said: Vec<(&str, bool, &str)> = report["sections"]["verification"]["stores"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|store| {
            let rule = store["rule"].as_str().unwrap_or_default();
            (
                store["store"].as_str().unwrap_or_default(),
                store["accepted"] == true,
                rule,
            )
        })
        .collect();
    let expected = [
        (theirs.as_str(), false, "unknown-issuer"),
        (mine.as_str(), true, ""),
        ("system", false, "unknown-issuer"),
        ("mozilla", false, "unknown-issuer"),
        ("java", true, ""),
    ];
    assert_eq!(said, expected);
    assert_eq!(report["sections"]["connections"]["connections"], 1);
    let (code, _) = judged(&[&target, "--sni", "localhost", "--roots", &theirs]);
    assert_eq!(code, 1, "what is not named does not decide");
}

#[test]
fn each_thing_that_is_wrong_has_its_rule_and_exit_1() {
    let pki = Pki::new(&[&["localhost"]]);
    let peer = server(&pki);
    let (target, root) = (peer.target(), pki.text("ca/root.pem"));
    let common = [target.as_str(), "--sni", "localhost", "--roots"];
    for (further, rule) in [
        (vec!["mozilla"], "unknown-issuer"),
        (vec![root.as_str(), "--host", "example.com"], "name-mismatch"),
        (vec![root.as_str(), "--at", "+20y"], "expired"),
        (vec![root.as_str(), "--at", "-20y"], "not-yet-valid"),
    ] {
        let (code, rules) = judged(&[&common[..], &further].concat());
        assert_eq!(code, 1, "{further:?}: {rules:?}");
        assert!(rules.iter().any(|found| found == rule), "{further:?}: {rules:?}");
    }
    let (code, rules) = judged(&[&target, "--sni", "localhost", "--insecure"]);
    assert_eq!((code, rules), (0, Vec::new()));
    let loud = tlsctl(["probe", "--fast", &target, "--insecure"]).run();
    assert!(loud.stderr.contains("is not judged"), "{loud:#?}");
}

#[test]
fn a_chain_without_its_intermediate_says_what_is_missing() {
    let pki = Pki::with_intermediates(1, &[&["localhost"]]);
    let lines = format!(
        "ssl_certificate {}; ssl_certificate_key {};",
        pki.text("certs/localhost/cert.pem"),
        pki.text("certs/localhost/privkey.pem")
    );
    let peer = Peer::nginx(
        pki.directory.path(),
        &format!("server {{ listen LISTEN ssl; {lines} }}"),
    );
    let root = pki.text("ca/root.pem");
    let (code, rules) = judged(&[&peer.target(), "--sni", "localhost", "--roots", &root]);
    assert_eq!(code, 1);
    assert!(
        rules
            .iter()
            .any(|rule| rule == "chain-incomplete" || rule == "unknown-issuer"),
        "{rules:?}"
    );
    let whole = server(&pki);
    assert_eq!(
        judged(&[&whole.target(), "--sni", "localhost", "--roots", &root]),
        (0, Vec::new())
    );
}

/// What `openssl req -x509` makes by default: a leaf that is its own CA.
fn self_signed(directory: &std::path::Path, further: &[&str]) {
    let made = Command::new("openssl")
        .args([
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
            "-nodes",
        ])
        .args([
            "-keyout",
            "own.key",
            "-out",
            "own.pem",
            "-days",
            "30",
            "-subj",
            "/CN=localhost",
        ])
        .args(further)
        .current_dir(directory)
        .output()
        .expect("openssl is installed: tests/run does that");
    assert!(made.status.success(), "{made:?}");
}

#[test]
fn a_leaf_that_is_itself_a_trusted_root_verifies() {
    let directory = tempfile::tempdir().expect("a directory can be made");
    self_signed(directory.path(), &["-addext", "subjectAltName=DNS:localhost"]);
    let file = |name: &str| directory.path().join(name).to_string_lossy().into_owned();
    let (cert, key) = (file("own.pem"), file("own.key"));
    let peer = Peer::openssl(&["-cert", &cert, "-key", &key]);
    assert_eq!(
        judged(&[&peer.target(), "--sni", "localhost", "--roots", &cert]),
        (0, Vec::new())
    );
}

#[test]
fn a_common_name_is_no_alternative_name() {
    let directory = tempfile::tempdir().expect("a directory can be made");
    self_signed(directory.path(), &[]);
    let file = |name: &str| directory.path().join(name).to_string_lossy().into_owned();
    let (cert, key) = (file("own.pem"), file("own.key"));
    let peer = Peer::openssl(&["-cert", &cert, "-key", &key]);
    let (code, rules) = judged(&[&peer.target(), "--sni", "localhost", "--roots", &cert]);
    assert_eq!((code, rules), (1, vec!["san-missing".to_owned()]));
}

#[test]
fn the_environment_names_roots_where_no_flag_does() {
    let pki = Pki::new(&[&["localhost"]]);
    let peer = server(&pki);
    let root = pki.text("ca/root.pem");
    let pem = std::fs::read_to_string(&root).expect("the CA has a root");
    let target = peer.target();
    let probe = [
        "probe",
        "--fast",
        "--format",
        "json",
        "--sni",
        "localhost",
        &target,
    ];
    assert_eq!(tlsctl(probe).env("TLSCTL_ROOTS_PEM", &pem).run().code, 0);
    let named = tlsctl(probe.iter().chain(&["--roots", "mozilla"]))
        .env("TLSCTL_ROOTS_PEM", &pem)
        .run();
    assert_eq!(named.code, 1, "{named:#?}");
    assert!(
        named
            .stderr
            .contains("`TLSCTL_ROOTS_PEM` is ignored: `--roots` comes first"),
        "{named:#?}"
    );
    let leaf = pki.text("certs/localhost/cert.pem");
    let inspect = ["inspect", "--verify", &leaf];
    assert_eq!(tlsctl(inspect).env("TLSCTL_ROOTS_FILE", &root).run().code, 0);
    assert_eq!(tlsctl(inspect).run().code, 1);
    let stderr = tlsctl(inspect).env("TLSCTL_ROOTS_B64", "@").fails(3);
    assert!(stderr.contains("`TLSCTL_ROOTS_B64` is not base64"), "{stderr}");
}

#[test]
fn roots_that_cannot_be_read_stop_it_before_anything_is_asked() {
    let stderr = tlsctl(["probe", "127.0.0.1:1", "--roots", "/nonexistent/ca.pem"]).fails(3);
    assert!(stderr.contains("/nonexistent/ca.pem"), "{stderr}");
}

/// A web server with the certificate of the CA, whatever it is asked for.
pub(super) fn issuer_web(pki: &Pki) -> Peer {
    let issuer = std::fs::read(pki.path("ca/cert.pem")).expect("the CA has a certificate");
    Peer::scripted(move |mut stream| {
        hear(&mut stream);
        let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", issuer.len());
        let _ = stream
            .write_all(head.as_bytes())
            .and_then(|()| stream.write_all(&issuer));
    })
}

/// A server that leaves its intermediate out, whose certificate says that `web` has it.
pub(super) fn leaf_alone(pki: &Pki, web: &Peer) -> Peer {
    let directory = pki.directory.path();
    let key = pki.text("leaf.key");
    let extensions = format!(
        "subjectAltName=DNS:localhost\nauthorityInfoAccess=caIssuers;URI:http://{}/ca.pem\n",
        web.address
    );
    std::fs::write(pki.path("leaf.ext"), extensions).expect("writable");
    let run = |arguments: &[&str]| {
        let made = Command::new("openssl")
            .args(arguments)
            .current_dir(directory)
            .output();
        let made = made.expect("openssl is installed: tests/run does that");
        assert!(made.status.success(), "{made:?}");
    };
    run(&[
        "req", "-new", "-newkey", "rsa:2048", "-nodes", "-keyout", "leaf.key", "-out", "leaf.csr", "-subj",
        "/CN=x",
    ]);
    run(&[
        "x509",
        "-req",
        "-in",
        "leaf.csr",
        "-CA",
        "ca/cert.pem",
        "-CAkey",
        "ca/privkey.pem",
        "-days",
        "30",
        "-extfile",
        "leaf.ext",
        "-out",
        "leaf.pem",
        "-CAcreateserial",
    ]);
    Peer::openssl(&["-cert", &pki.text("leaf.pem"), "-key", &key])
}

#[test]
fn a_missing_intermediate_is_fetched_where_the_certificate_says_it_is() {
    let pki = Pki::with_intermediates(1, &[]);
    // Who serves the issuer is known before the certificate that names it is made.
    let web = issuer_web(&pki);
    let peer = leaf_alone(&pki, &web);
    let (target, root) = (peer.target(), pki.text("ca/root.pem"));
    let common = [
        target.as_str(),
        "--sni",
        "localhost",
        "--roots",
        &root,
        "--scan",
        "verification",
    ];
    let without = report(&common);
    assert_eq!(without["sections"]["verification"]["accepted"], false);
    let refused = report(&[&common[..], &["--aia"]].concat());
    assert_eq!(
        refused["sections"]["verification"]["accepted"], false,
        "loopback is not public"
    );
    let told = refused["findings"].to_string();
    assert!(
        told.contains("is not a public address; give --aia=private"),
        "{told}"
    );
    let with = report(&[&common[..], &["--aia=private"]].concat());
    assert_eq!(with["sections"]["verification"]["accepted"], true, "{with:#}");
    let url = format!("http://{}/ca.pem", web.address);
    assert_eq!(with["sections"]["verification"]["fetched"][0]["url"], url);
}

#[test]
fn a_server_with_a_certificate_of_each_kind_shows_both() {
    let pki = Pki::new(&[&["localhost"]]);
    let made = tlsctl([
        "gen",
        "localhost",
        "--key-type",
        "rsa2048",
        "--ca",
        "ca",
        "--out",
        "rsa",
        "-q",
    ])
    .within(pki.directory.path())
    .run();
    assert_eq!(made.code, 0, "{made:#?}");
    let rsa = format!(
        "ssl_certificate {};\nssl_certificate_key {};\n",
        pki.text("rsa/fullchain.pem"),
        pki.text("rsa/privkey.pem")
    );
    for protocols in ["TLSv1.2 TLSv1.3", "TLSv1.3"] {
        let servers = format!(
            "server {{ listen LISTEN ssl; ssl_protocols {protocols}; {} {rsa} }}",
            pki.nginx("localhost")
        );
        let peer = Peer::nginx(pki.directory.path(), &servers);
        let report = report(&[
            &peer.target(),
            "--sni",
            "localhost",
            "--roots",
            &pki.text("ca/root.pem"),
        ]);
        let others = report["sections"]["other_certificates"]["shown"].as_array();
        assert_eq!(others.map(Vec::len), Some(1), "{protocols}");
        let shown = [
            report["sections"]["leaf"]["key"]["name"].clone(),
            report["sections"]["other_certificates"]["shown"][0]["key"]["name"].clone(),
        ];
        let mut kinds: Vec<&str> = shown.iter().filter_map(serde_json::Value::as_str).collect();
        kinds.sort_unstable();
        assert_eq!(kinds.len(), 2, "{report:#}");
        assert!(
            kinds[0].contains("ECDSA") && kinds[1].contains("RSA"),
            "{protocols}: {kinds:?}"
        );
    }
}

#[test]
fn a_store_that_does_not_know_the_issuer_says_so_even_of_a_name_that_does_not_match() {
    let pki = Pki::new(&[&["localhost"]]);
    let peer = server(&pki);
    let (target, roots) = (peer.target(), pki.text("ca/root.pem"));
    let report = report(&[
        &target,
        "--sni",
        "other.test",
        "--roots",
        &roots,
        "--roots",
        "mozilla",
        "--fast",
    ]);
    let stores = report["sections"]["verification"]["stores"]
        .as_array()
        .expect("stores");
    let rule = |name: &str| {
        let store = stores
            .iter()
            .find(|store| store["store"] == name)
            .expect("a store");
        store["rule"].clone()
    };
    assert_eq!(rule("mozilla"), "unknown-issuer");
    assert_eq!(rule(&roots), "name-mismatch");
}
