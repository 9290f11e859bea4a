//! Servers that the client's own TLS library finishes no handshake with, and those that want a certificate of the
//! client first: neither refuses everyone, and nothing is said of them that nobody saw.

use serde_json::{Value, json};

use super::peer::{Peer, Pki};
use super::raw::{Oddity, Policy};
use super::{real, report, rules};
use crate::judge::python;
use crate::tlsctl::tlsctl;

/// A CA with an RSA certificate for `localhost` below it.
fn rsa() -> Pki {
    let pki = Pki::new(&[]);
    let made = tlsctl(["gen", "localhost", "--ca", "ca", "--key-type", "rsa2048", "-q"])
        .within(pki.directory.path())
        .run();
    assert_eq!(made.code, 0, "{made:#?}");
    pki
}

/// `openssl s_server` with that certificate and these further arguments.
fn openssl(pki: &Pki, further: &str) -> Peer {
    let certificate = pki.text("certs/localhost/fullchain.pem");
    let key = pki.text("certs/localhost/privkey.pem");
    let identity = ["-cert", &certificate, "-key", &key];
    let further: Vec<&str> = further.split_whitespace().collect();
    Peer::openssl(&[&identity[..], &further].concat())
}

/// The exit code and the report of a scan that trusts the CA.
#[track_caller]
fn scanned(pki: &Pki, peer: &Peer, further: &[&str]) -> (i32, Value) {
    let (target, roots) = (peer.target(), pki.text("ca/root.pem"));
    let arguments = [
        "probe",
        &target,
        "--sni",
        "localhost",
        "--roots",
        &roots,
        "--format",
        "json",
    ];
    let output = tlsctl(arguments.iter().chain(further)).run();
    let report = serde_json::from_str(&output.stdout).unwrap_or_else(|e| panic!("{e}: {output:#?}"));
    (output.code, report)
}

#[track_caller]
fn why<'a>(fact: &'a Value, words: &str) -> &'a str {
    let why = fact["inconclusive"]
        .as_str()
        .unwrap_or_else(|| panic!("not inconclusive: {fact}"));
    assert!(why.contains(words), "{why}");
    why
}

/// Arguments, why no handshake is finished, and whether the certificate comes in the clear.
const STRANGERS: &[(&str, &str, bool)] = &[
    ("-no_tls1_3 -cipher AES128-SHA", "no cipher suite in common", true),
    (
        "-no_tls1_3 -cipher ECDHE-RSA-AES128-SHA256",
        "no cipher suite in common",
        true,
    ),
    (
        "-no_tls1_3 -cipher DHE-RSA-AES128-GCM-SHA256",
        "no cipher suite in common",
        true,
    ),
    ("-no_tls1_3 -groups P-521", "no group in common", true),
    ("-groups X448", "no group in common", true),
    ("-tls1_1 -cipher ALL:@SECLEVEL=0", "ends at TLS 1.1", true),
    ("-tls1 -cipher ALL:@SECLEVEL=0", "ends at TLS 1.0", true),
    ("-tls1_3 -groups P-521", "no group in common", false),
    ("-tls1_3 -groups ffdhe3072", "no group in common", false),
    (
        "-tls1_3 -ciphersuites TLS_AES_128_CCM_8_SHA256",
        "no cipher suite in common",
        false,
    ),
];

#[test]
fn a_server_that_shares_nothing_with_the_clients_library_is_not_reported_as_refusing() {
    let pki = rsa();
    let scans = "protocol,handshake,certificate,chain,verification,sni,signature-schemes,alpn,http,client-auth,clients";
    for (arguments, reason, is_clear) in STRANGERS {
        let peer = openssl(&pki, arguments);
        let (code, report) = scanned(&pki, &peer, &["--scan", scans]);
        let sections = &report["sections"];
        let found = rules(&report);
        assert_eq!(code, 0, "{arguments}: {report:#}");
        assert!(!found.contains(&"handshake-refused"), "{arguments}: {found:?}");
        assert!(
            found.contains(&"handshake-out-of-reach"),
            "{arguments}: {found:?}"
        );
        assert!(
            !found.iter().any(|rule| rule.starts_with("sni-")),
            "{arguments}: {found:?}"
        );
        why(&sections["handshake"]["completed"], reason);
        why(&sections["http"]["spoken"], reason);
        let sni = &sections["sni"];
        assert_eq!(
            (&sni["strict"], &sni["required"]),
            (&json!(false), &json!(false)),
            "{arguments}: {sni:#}"
        );
        let answer = if *is_clear { "certificate" } else { "accepted" };
        for name in [
            "right",
            "none",
            "wrong",
            "other_case",
            "trailing_dot",
            "too_deep",
            "address",
        ] {
            assert_eq!(sni[name]["answer"], answer, "{arguments}: {name}: {sni:#}");
        }
        if *is_clear {
            assert_eq!(
                sections["verification"]["accepted"], true,
                "{arguments}: {report:#}"
            );
            assert_eq!(sections["leaf"]["names"], json!(["DNS:localhost"]));
            assert_eq!(sections["sent_chain"]["count"], 1);
            assert_eq!(sections["client_auth"]["requested"], false);
            assert_eq!(sections["alpn"]["protocols"], json!([]), "{arguments}");
        } else {
            why(&sections["verification"]["accepted"], reason);
            why(&sections["sent_chain"]["count"], reason);
            why(&sections["client_auth"]["requested"], reason);
            why(&sections["signature_schemes"]["tls1_3"], reason);
            why(&sections["alpn"]["protocols"], reason);
        }
        let insisted = "it sends no server name, and the server insists on one";
        assert!(!sections["clients"].to_string().contains(insisted), "{arguments}");
    }
}

#[test]
fn one_handshake_that_fails_for_want_of_anything_in_common_still_shows_the_certificate() {
    let pki = rsa();
    let peer = openssl(&pki, "-no_tls1_3 -cipher AES128-SHA");
    let (code, report) = scanned(&pki, &peer, &["--fast"]);
    assert_eq!(code, 0, "{report:#}");
    assert_eq!(report["sections"]["verification"]["accepted"], true);
    assert_eq!(report["sections"]["connections"]["connections"], 2);
    let (target, roots) = (peer.target(), pki.text("ca/root.pem"));
    let shown = tlsctl([
        "inspect",
        &target,
        "--verify",
        "--roots",
        &roots,
        "--host",
        "localhost",
    ])
    .run();
    assert_eq!(shown.code, 0, "{shown:#?}");
}

#[test]
fn a_server_without_a_certificate_is_said_to_show_none() {
    let peer = Peer::openssl(&["-nocert", "-no_tls1_3", "-cipher", "PSK", "-psk", "1234"]);
    let pki = Pki::new(&[]);
    let (code, report) = scanned(&pki, &peer, &["--scan", "handshake,verification,sni"]);
    assert_eq!(code, 0, "{report:#}");
    why(
        &report["sections"]["verification"]["accepted"],
        "shows no certificate",
    );
    why(
        &report["sections"]["handshake"]["completed"],
        "no cipher suite in common",
    );
    assert_eq!(report["sections"]["sni"]["right"]["answer"], "accepted");
}

#[test]
fn a_strict_server_of_old_suites_is_strict_and_nothing_else() {
    let pki = rsa();
    let old = "ssl_protocols TLSv1.2; ssl_ciphers AES128-SHA;";
    let servers = format!(
        "server {{ listen LISTEN ssl default_server; ssl_reject_handshake on; {old} }}\n\
         server {{ listen LISTEN ssl http2; server_name localhost; {old} {} }}\n",
        pki.nginx("localhost")
    );
    let peer = Peer::nginx(pki.directory.path(), &servers);
    let (code, report) = scanned(&pki, &peer, &["--scan", "sni,alpn,clients"]);
    assert_eq!(code, 0, "{report:#}");
    let sni = &report["sections"]["sni"];
    assert_eq!(
        (&sni["strict"], &sni["required"]),
        (&json!(true), &json!(true)),
        "{sni:#}"
    );
    assert_eq!(sni["right"]["certificate"], "localhost");
    assert_eq!(sni["other_case"]["same_as_right"], true);
    for name in ["none", "wrong", "address"] {
        assert_eq!(sni[name]["alert"], "unrecognized_name", "{name}: {sni:#}");
    }
    // Static RSA names neither group nor scheme, and still the protocol.
    assert_eq!(
        report["sections"]["alpn"]["protocols"],
        json!(["h2", "http/1.1", "http/1.0", "http/0.9"])
    );
}

#[test]
fn a_server_of_ssl3_alone_is_asked_for_no_name_and_insists_on_none() {
    let pki = rsa();
    let script = pki.text("ssl3.py");
    std::fs::write(&script, real::SSL3).expect("writable");
    let (certificate, key) = (
        pki.text("certs/localhost/fullchain.pem"),
        pki.text("certs/localhost/privkey.pem"),
    );
    let (peer, _) = Peer::announced(&python("python"), &[&script, &certificate, &key]);
    let (code, report) = scanned(&pki, &peer, &[]);
    let sections = &report["sections"];
    assert_eq!(code, 1, "SSL 3.0 itself is an error: {report:#}");
    for rule in ["handshake-refused", "extended-master-secret-missing"] {
        assert!(!rules(&report).contains(&rule), "{rule}");
    }
    why(&sections["handshake"]["completed"], "ends at SSL 3.0");
    why(&sections["sni"]["strict"], "carries no server name");
    assert_eq!(sections["sni"]["required"], false);
    assert_eq!(sections["sni"]["none"]["certificate"], "localhost");
    assert_eq!(sections["verification"]["accepted"], true);
    why(&sections["http"]["spoken"], "ends at SSL 3.0");
    assert!(
        !sections["clients"].to_string().contains("insists on one"),
        "{:#}",
        sections["clients"]
    );
    assert!(
        !sections["clients"].to_string().contains("other_certificate"),
        "{sections:#}"
    );
}

#[test]
fn a_server_that_hangs_up_on_what_it_shares_nothing_with_is_heard_by_another_hello() {
    for oddity in [Oddity::ClosesToRefuse, Oddity::ResetsToRefuse] {
        let peer = Policy {
            versions: vec![0x0303],
            suites: vec![0x002f, 0x0035],
            oddity,
            ..Policy::default()
        }
        .serve();
        let arguments = [
            "probe",
            &peer.target(),
            "--insecure",
            "--scan",
            "handshake,protocol",
            "--format",
            "json",
        ];
        let output = tlsctl(arguments).run();
        let report: Value = serde_json::from_str(&output.stdout).expect("a report");
        assert_eq!(output.code, 0, "{report:#}");
        why(
            &report["sections"]["handshake"]["completed"],
            "no cipher suite in common",
        );
        assert_eq!(report["sections"]["protocol"]["tls1_2"]["accepted"], true);
    }
}

#[test]
fn a_client_certificate_that_is_wanted_and_not_given_is_no_fault_of_the_server() {
    let pki = rsa();
    for (arguments, version) in [
        ("-Verify 1 -no_tls1_3", "tls1_2"),
        ("-Verify 1 -tls1_3", "tls1_3"),
    ] {
        let peer = openssl(&pki, arguments);
        let (code, report) = scanned(&pki, &peer, &[]);
        let sections = &report["sections"];
        assert_eq!(code, 0, "{arguments}: {report:#}");
        let wish = &sections["client_auth"];
        assert_eq!(
            (&wish["requested"], &wish["required"]),
            (&json!(true), &json!(true)),
            "{arguments}"
        );
        assert_eq!(wish["refused_by"], "tls");
        why(&sections["http"]["spoken"], "client certificate");
        let facts = sections["resumption"][version].as_object().expect("facts");
        assert!(
            facts.values().all(|fact| fact["inconclusive"].is_string()),
            "{arguments}: {facts:?}"
        );
        assert_eq!(sections["verification"]["accepted"], true);
        assert_eq!(sections["sni"]["right"]["certificate"], "localhost");
    }
}

#[test]
fn a_certificate_that_http_insists_on_is_told_from_one_that_is_only_asked_for() {
    let pki = rsa();
    let verified = |how: &str| {
        let (lines, ca) = (pki.nginx("localhost"), pki.text("ca/root.pem"));
        let server = format!(
            "server {{ listen LISTEN ssl; server_name localhost; {lines} ssl_client_certificate {ca};\n\
             {how} location / {{ return 200; }} }}"
        );
        let peer = Peer::nginx(pki.directory.path(), &server);
        scanned(&pki, &peer, &["--scan", "client-auth"]).1["sections"]["client_auth"].clone()
    };
    for versions in ["TLSv1.2", "TLSv1.3"] {
        let on = verified(&format!("ssl_protocols {versions}; ssl_verify_client on;"));
        assert_eq!(
            (&on["required"], &on["refused_by"]),
            (&json!(true), &json!("http")),
            "{on:#}"
        );
        let optional = verified(&format!("ssl_protocols {versions}; ssl_verify_client optional;"));
        assert_eq!(
            (&optional["required"], &optional["refused_by"]),
            (&json!(false), &Value::Null)
        );
        let refusing = "ssl_verify_client optional; if ($ssl_client_verify = NONE) { return 403; }";
        let refused = verified(&format!("ssl_protocols {versions}; {refusing}"));
        why(&refused["required"], "HTTP answers 403");
    }
}

#[test]
fn what_the_budget_left_unasked_is_no_answer() {
    let pki = rsa();
    for most in 1..8 {
        let peer = openssl(&pki, "");
        let most = most.to_string();
        let report = report(&[
            &peer.target(),
            "--insecure",
            "--sni",
            "localhost",
            "--max-connections",
            &most,
        ]);
        let facts = &report["sections"]["resumption"]["tls1_3"];
        if facts["psk"]["inconclusive"].is_string() {
            assert!(
                facts["early_data"]["inconclusive"].is_string(),
                "{most}: {facts:#}"
            );
        }
        assert_ne!(report["sections"]["http"]["spoken"], false, "{most}");
    }
}

#[test]
fn a_finding_says_over_which_connection_it_was_seen_and_what_came() {
    let pki = rsa();
    let peer = openssl(&pki, "-tls1_1 -cipher ALL:@SECLEVEL=0");
    let (_, report) = scanned(
        &pki,
        &peer,
        &[
            "--scan",
            "protocol,suites,handshake,diffie-hellman,encrypt-then-mac",
        ],
    );
    let evidence = |rule: &str| {
        let findings = report["findings"].as_array().expect("findings");
        let finding = findings.iter().find(|finding| finding["rule"] == rule);
        finding.unwrap_or_else(|| panic!("{rule}: {findings:#?}"))["evidence"].clone()
    };
    let total = report["sections"]["connections"]["connections"].as_u64();
    for rule in [
        "tls1-1-accepted",
        "tls1-3-missing",
        "handshake-out-of-reach",
        "forward-secrecy-missing",
        "dh-prime-short",
    ] {
        let connection = evidence(rule)["connection"].as_u64();
        assert!(
            connection >= Some(1) && connection <= total,
            "{rule}: {connection:?}"
        );
    }
    assert_eq!(evidence("tls1-1-accepted")["version"], "TLS 1.1");
    assert_eq!(evidence("tls1-3-missing")["answer"], "the alert protocol_version");
    let suite = evidence("dh-prime-short")["suite"].clone();
    assert!(
        suite.as_str().is_some_and(|suite| suite.starts_with("TLS_DH")),
        "{suite}"
    );
}
