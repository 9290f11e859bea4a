//! What raw hellos find out about a server that obeys a policy: everything in it, in its order, and nothing
//! else.

use std::sync::Arc;

use serde_json::{Value, json};

use super::peer::Peer;
use super::raw::{Oddity, Policy};
use super::{report, rules};
use crate::tlsctl::tlsctl;

/// A server of TLS 1.2 and 1.3.
fn policy() -> Policy {
    Policy {
        versions: vec![0x0303, 0x0304],
        suites: vec![0xc030, 0xc02f, 0xc027, 0xc014],
        suites13: vec![0x1303, 0x1301],
        groups: vec![0x11ec, 0x001d, 0x0018],
        schemes: vec![0x0806, 0x0804, 0x0401],
        ..Policy::default()
    }
}

#[track_caller]
fn scanned(policy: Policy, scans: &str) -> Value {
    let peer = policy.serve();
    report(&[&peer.target(), "--insecure", "--sni", "a.test", "--scan", scans])
}

fn accepted(report: &Value) -> Vec<(&str, Value)> {
    ["ssl2", "ssl3", "tls1_0", "tls1_1", "tls1_2", "tls1_3"]
        .into_iter()
        .map(|id| (id, report["sections"]["protocol"][id]["accepted"].clone()))
        .collect()
}

#[track_caller]
fn assert_accepted(report: &Value, wanted: &[&str]) {
    for (id, found) in accepted(report) {
        assert_eq!(found, wanted.contains(&id), "{id}");
    }
}

#[test]
fn everything_in_a_policy_is_found_in_its_order() {
    for oddity in [
        Oddity::None,
        Oddity::OneByte,
        Oddity::Warns,
        Oddity::ClosesToRefuse,
        Oddity::WantsShare,
    ] {
        let report = scanned(
            Policy { oddity, ..policy() },
            "protocol,suites,groups,signature-schemes",
        );
        let sections = &report["sections"];
        assert_accepted(&report, &["tls1_2", "tls1_3"]);
        let suites = &sections["suites"];
        let classic = json!([
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA"
        ]);
        assert_eq!(suites["tls1_2"]["accepted"], classic);
        assert_eq!(suites["tls1_2"]["preference"], "server");
        let modern = json!(["TLS_CHACHA20_POLY1305_SHA256", "TLS_AES_128_GCM_SHA256"]);
        assert_eq!(suites["tls1_3"]["accepted"], modern);
        assert_eq!(suites["tls1_3"]["preference"], "server");
        let groups = &sections["groups"];
        assert_eq!(
            groups["tls1_3"]["accepted"],
            json!(["X25519MLKEM768", "x25519", "secp384r1"])
        );
        assert_eq!(
            groups["before_tls1_3"]["accepted"],
            json!(["x25519", "secp384r1"])
        );
        assert_eq!(groups["post_quantum"], true);
        let schemes = json!(["rsa_pss_rsae_sha512", "rsa_pss_rsae_sha256", "rsa_pkcs1_sha256"]);
        assert_eq!(sections["signature_schemes"]["tls1_2"], schemes);
    }
}

#[test]
fn whose_order_decides_is_told() {
    let report = scanned(
        Policy {
            follows_client: true,
            ..policy()
        },
        "suites",
    );
    let suites = &report["sections"]["suites"];
    assert_eq!(suites["tls1_2"]["preference"], "client");
    assert_eq!(suites["tls1_3"]["preference"], "client");
    let mut found = suites["tls1_2"]["accepted"].as_array().expect("a list").clone();
    found.sort_by_key(Value::to_string);
    assert_eq!(found.len(), 4);
}

#[test]
fn holes_between_versions_are_found() {
    for versions in [
        &[0x0301_u16, 0x0303][..],
        &[0x0300, 0x0302, 0x0303],
        &[0x0301, 0x0304],
        &[0x0300],
    ] {
        let suites = vec![0xc014, 0x002f];
        let report = scanned(
            Policy {
                versions: versions.to_vec(),
                suites,
                ..policy()
            },
            "protocol",
        );
        let names = ["ssl3", "tls1_0", "tls1_1", "tls1_2", "tls1_3"];
        let wanted: Vec<&str> = versions
            .iter()
            .map(|version| names[usize::from(version - 0x0300)])
            .collect();
        assert_accepted(&report, &wanted);
    }
}

#[test]
fn ssl2_is_found_with_every_kind_it_has() {
    let kinds = vec![[1, 0, 0x80], [7, 0, 0xc0]];
    let report = scanned(Policy { kinds, ..policy() }, "protocol,suites,drown");
    assert_accepted(&report, &["ssl2", "tls1_2", "tls1_3"]);
    let kinds = json!(["SSL_CK_RC4_128_WITH_MD5", "SSL_CK_DES_192_EDE3_CBC_WITH_MD5"]);
    assert_eq!(report["sections"]["suites"]["ssl2"]["accepted"], kinds);
    let rules = rules(&report);
    assert!(
        rules.contains(&"ssl2-accepted") && rules.contains(&"drown"),
        "{rules:?}"
    );
}

#[test]
fn ssl2_is_found_where_there_is_nothing_else() {
    for oddity in [Oddity::ClosesToRefuse, Oddity::ResetsToRefuse] {
        let peer = Policy {
            kinds: vec![[1, 0, 0x80]],
            oddity,
            ..Policy::default()
        }
        .serve();
        let output = tlsctl(["probe", &peer.target(), "--insecure", "--format", "json"]).run();
        assert_eq!(output.code, 1, "{output:#?}");
        let report: Value = serde_json::from_str(&output.stdout).expect("a report");
        assert_eq!(
            report["sections"]["protocol"]["ssl2"]["accepted"], true,
            "{report:#}"
        );
        let kinds = &report["sections"]["suites"]["ssl2"]["accepted"];
        assert_eq!(*kinds, json!(["SSL_CK_RC4_128_WITH_MD5"]));
        assert!(rules(&report).contains(&"ssl2-accepted"), "{report:#}");
        assert_eq!(report["problems"][0], Value::Null);
    }
}

#[test]
fn an_answer_that_breaks_off_is_never_a_no() {
    for count in [1, 6, 40] {
        let peer = Policy {
            oddity: Oddity::ResetsAfter(count),
            ..policy()
        }
        .serve();
        let arguments = [
            &peer.target(),
            "--insecure",
            "--sni",
            "a.test",
            "--format",
            "json",
        ];
        let output = tlsctl(["probe"].iter().copied().chain(arguments)).run();
        assert_eq!(output.code, 5, "{count}: {output:#?}");
        let report: Value = serde_json::from_str(&output.stdout).expect("a report");
        for version in ["tls1_2", "tls1_3"] {
            let accepted = &report["sections"]["protocol"][version]["accepted"];
            assert_ne!(*accepted, false, "{count}: {report:#}");
        }
    }
}

#[test]
fn a_reset_or_an_internal_error_is_never_a_no() {
    for (oddity, why) in [
        (Oddity::ResetsToRefuse, "reset"),
        (Oddity::InternalError, "internal error"),
    ] {
        let report = scanned(Policy { oddity, ..policy() }, "protocol,beast");
        let old = &report["sections"]["protocol"]["tls1_0"]["accepted"];
        assert!(
            old["inconclusive"]
                .as_str()
                .is_some_and(|said| said.contains(why)),
            "{old}"
        );
        assert_eq!(report["sections"]["protocol"]["tls1_2"]["accepted"], true);
        let beast = &report["sections"]["weaknesses"]["beast"];
        assert!(beast["inconclusive"].is_string(), "{beast}");
    }
}

#[test]
fn a_server_that_takes_no_long_list_is_asked_in_pieces_and_told_of() {
    let report = scanned(
        Policy {
            oddity: Oddity::ShortLists(64),
            ..policy()
        },
        "suites",
    );
    let found = report["sections"]["suites"]["tls1_2"]["accepted"]
        .as_array()
        .expect("a list");
    assert_eq!(found.len(), 4, "{found:?}");
    assert!(rules(&report).contains(&"suite-list-intolerant"));
}

#[test]
fn an_order_of_the_servers_own_is_exact_even_where_it_begins_like_the_clients() {
    let suites = vec![
        0x002f, 0x0035, 0x003c, 0x003d, 0x0041, 0x0084, 0x009c, 0x009d, 0xc030, 0xc013, 0x000a, 0xc02f,
        0xc014,
    ];
    let names = [
        "TLS_RSA_WITH_AES_128_CBC_SHA",
        "TLS_RSA_WITH_AES_256_CBC_SHA",
        "TLS_RSA_WITH_AES_128_CBC_SHA256",
        "TLS_RSA_WITH_AES_256_CBC_SHA256",
        "TLS_RSA_WITH_CAMELLIA_128_CBC_SHA",
        "TLS_RSA_WITH_CAMELLIA_256_CBC_SHA",
        "TLS_RSA_WITH_AES_128_GCM_SHA256",
        "TLS_RSA_WITH_AES_256_GCM_SHA384",
        "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
        "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA",
        "TLS_RSA_WITH_3DES_EDE_CBC_SHA",
        "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
        "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA",
    ];
    let report = scanned(Policy { suites, ..policy() }, "suites");
    let found = &report["sections"]["suites"]["tls1_2"];
    assert_eq!(found["accepted"], json!(names));
    assert_eq!(found["preference"], "server");
}

#[test]
fn a_server_that_is_deaf_to_hellos_of_a_certain_length_is_found_out_and_fully_asked() {
    let odd = Policy {
        oddity: Oddity::DeafToMedium,
        ..policy()
    };
    let report = report(&[
        &odd.serve().target(),
        "--insecure",
        "--timeout",
        "1s",
        "--retries",
        "0",
        "--scan",
        "suites,groups,tolerance",
    ]);
    let sections = &report["sections"];
    let asked = sections["suites"].to_string() + &sections["groups"].to_string();
    assert!(!asked.contains("inconclusive"), "{asked}");
    let accepted = sections["suites"]["tls1_2"]["accepted"].as_array();
    assert_eq!(accepted.map(Vec::len), Some(4));
    assert_eq!(
        sections["tolerance"]["medium_hello"], false,
        "{:#}",
        sections["tolerance"]
    );
    assert_eq!(sections["tolerance"]["long_hello"], true);
    assert!(rules(&report).contains(&"medium-hello-intolerant"));
}

#[test]
fn a_hello_of_a_certain_length_holds_what_the_server_has_accepted() {
    // None of these is among the first of the registry, and the curve is none of the usual.
    let policy = Policy {
        versions: vec![0x0303],
        groups: vec![0x000e],
        schemes: vec![0x0201],
        ..policy()
    };
    let report = scanned(policy, "tolerance");
    let tolerance = report["sections"]["tolerance"].as_object().expect("a section");
    assert_eq!(tolerance["medium_hello"], true);
    assert!(
        !rules(&report).contains(&"medium-hello-intolerant"),
        "{tolerance:?}"
    );
}

#[test]
fn a_server_that_gives_up_behind_its_certificate_is_asked_on() {
    // A scheme for each of its first curves, so that both lists run out at once.
    let odd = Policy {
        versions: vec![0x0303],
        tuples: vec![vec![0x0017, 0x0018, 0x0019, 0x001d]],
        groups: Vec::new(),
        schemes: vec![0x0401, 0x0501, 0x0601],
        oddity: Oddity::GivesUp,
        ..policy()
    };
    let report = scanned(odd, "groups,signature-schemes");
    let found = &report["sections"]["groups"]["before_tls1_3"];
    let all = json!(["secp256r1", "secp384r1", "secp521r1", "x25519"]);
    assert_eq!(found["accepted"], all, "{found}");
    assert_eq!(found["preference"], "client");
    let schemes = json!(["rsa_pkcs1_sha256", "rsa_pkcs1_sha384", "rsa_pkcs1_sha512"]);
    assert_eq!(report["sections"]["signature_schemes"]["tls1_2"], schemes);
}

#[test]
fn whose_order_of_groups_decides_is_told_without_a_suite_that_shows_it() {
    for (groups, tuples, by) in [
        (vec![0x0017, 0x0018, 0x001d], Vec::new(), "server"),
        (vec![0x001d, 0x0018, 0x0017], Vec::new(), "server"),
        (Vec::new(), vec![vec![0x0017, 0x0018, 0x001d]], "client"),
    ] {
        let ranked = Policy {
            versions: vec![0x0303],
            groups,
            tuples,
            ..policy()
        };
        let report = scanned(ranked, "groups");
        let found = &report["sections"]["groups"]["before_tls1_3"];
        assert_eq!(found["preference"], by, "{found}");
        assert_eq!(found["accepted"].as_array().map(Vec::len), Some(3));
    }
}

#[test]
fn a_curve_that_ssl3_leaves_to_the_server_is_no_fault_of_its() {
    let old = Policy {
        versions: vec![0x0300],
        groups: vec![0x0017],
        ..policy()
    };
    let report = scanned(old, "groups");
    assert!(!rules(&report).contains(&"group-not-offered"), "{report:#}");
    let found = &report["sections"]["groups"]["before_tls1_3"];
    assert_eq!(found["accepted"], json!(["secp256r1"]), "{found}");
    assert!(found["complete"].to_string().contains("SSL 3.0"), "{found}");
}

#[test]
fn an_order_of_tuples_is_found_with_what_each_of_them_holds() {
    let ranked = Policy {
        tuples: vec![vec![0x11ec], vec![0x0017, 0x001d], vec![0x0018, 0x0019]],
        ..policy()
    };
    let report = scanned(ranked, "groups");
    let found = &report["sections"]["groups"]["tls1_3"];
    assert_eq!(found["preference"], "tuples", "{found}");
    assert_eq!(
        found["tuples"],
        json!(["X25519MLKEM768", "secp256r1:x25519", "secp384r1:secp521r1"])
    );
}

#[test]
fn a_broken_cipher_is_one_whatever_else_is_wrong_with_the_suite() {
    // NULL with MD5, RC4 with MD5, anonymous DES, DES40 for export; and RC4 with SHA-1, which is not.
    for (suite, is_broken) in [
        (0x0001, true),
        (0x0004, true),
        (0x001a, true),
        (0x0008, true),
        (0x000a, false),
        (0x0005, false),
    ] {
        let weak = Policy {
            versions: vec![0x0301],
            suites: vec![suite],
            ..policy()
        };
        let report = scanned(weak, "broken-cipher");
        assert_eq!(
            report["sections"]["weaknesses"]["broken_cipher"], is_broken,
            "{suite:04x}"
        );
    }
}

#[test]
fn for_people_nothing_is_wider_than_a_terminal_and_the_gravest_comes_first() {
    let weak = Policy {
        versions: vec![0x0300, 0x0301, 0x0303],
        suites: vec![0x0005, 0x000a, 0x0009, 0x0034, 0xc00c],
        ..policy()
    };
    let peer = weak.serve();
    for verbose in [&[][..], &["-v"]] {
        let target = peer.target();
        let common = ["probe", &target, "--insecure", "--sni", "a.test"];
        let shown = tlsctl([&common, verbose].concat()).run().stdout;
        for line in shown.lines() {
            assert!(line.chars().count() <= 80, "{line:?}");
            assert_eq!(line.trim_end(), line);
        }
        let severity = |line: &str| {
            ["error:", "warning:", "notice:"]
                .iter()
                .position(|word| line.starts_with(word))
        };
        // What kept the handshake from its end comes behind them.
        let findings = shown
            .lines()
            .filter(|line| !line.starts_with("error: no handshake"));
        let order: Vec<usize> = findings.filter_map(severity).collect();
        assert!(order.is_sorted() && order.first() < order.last(), "{order:?}");
        let found = shown.lines().filter(|line| {
            line.trim_start().starts_with("anonymous cipher") || line.trim_start().starts_with("RC4  ")
        });
        let places: Vec<_> = found.map(|line| line.find("yes")).collect();
        assert!(
            places.len() == 2 && places[0] == places[1] && places[0].is_some(),
            "{shown}"
        );
    }
}

#[test]
fn an_ignored_fallback_is_a_warning_unless_clients_see_it_otherwise() {
    let severity = |report: &Value| {
        let findings = report["findings"].as_array().expect("findings");
        let found = findings.iter().find(|one| one["rule"] == "fallback-scsv-ignored");
        let found = found.expect("neither knows the signal");
        assert!(found["advice"].is_string(), "{found}");
        found["severity"].as_str().map(str::to_owned)
    };
    // Without a mark in its random.
    assert_eq!(
        severity(&scanned(policy(), "fallback")).as_deref(),
        Some("warning")
    );
    // rustls has the mark and not the signal.
    let made = rcgen::generate_simple_self_signed(vec!["a.test".to_owned()]).expect("a certificate");
    let key = rustls::pki_types::PrivatePkcs8KeyDer::from(made.signing_key.serialize_der());
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key.into())
        .expect("they belong together");
    let config = Arc::new(config);
    let peer = Peer::scripted(move |mut stream| {
        let mut session = rustls::ServerConnection::new(config.clone()).expect("a good configuration");
        while session.complete_io(&mut stream).is_ok_and(|(read, _)| read > 0) {}
    });
    let report = report(&[&peer.target(), "--insecure", "--scan", "fallback,downgrade"]);
    assert_eq!(report["sections"]["features"]["downgrade_sentinel"], true);
    assert_eq!(severity(&report).as_deref(), Some("notice"));
}

#[test]
fn a_suite_that_was_not_offered_is_a_finding() {
    let report = scanned(
        Policy {
            oddity: Oddity::Unasked(0x0005),
            ..policy()
        },
        "suites,rc4",
    );
    assert!(rules(&report).contains(&"suite-not-offered"), "{report:#}");
}

#[test]
fn weak_suites_are_told_by_the_attack_that_they_allow() {
    let suites = vec![0x0003, 0x0005, 0x000a, 0x0009, 0x0002, 0x0034];
    let report = scanned(
        Policy {
            versions: vec![0x0300, 0x0301],
            suites,
            ..policy()
        },
        "protocol,freak,rc4,sweet32,broken-cipher,null-cipher,anonymous-cipher,poodle,beast,logjam,drown",
    );
    let weaknesses = &report["sections"]["weaknesses"];
    for (id, is_there) in [
        ("freak", true),
        ("rc4", true),
        ("sweet32", true),
        ("broken_cipher", true),
        ("null_cipher", true),
        ("anonymous_cipher", true),
        ("poodle", true),
        ("beast", true),
        ("logjam", false),
        ("drown", false),
    ] {
        assert_eq!(weaknesses[id], is_there, "{id}");
    }
}

#[test]
fn a_server_that_closes_on_strange_protocols_insists_on_its_own_and_hides_nothing_else() {
    let oddity = Oddity::ClosesWithout("imap");
    let report = scanned(Policy { oddity, ..policy() }, "alpn,groups,signature-schemes");
    let sections = &report["sections"];
    assert_eq!(sections["alpn"]["protocols"], json!(["imap"]), "{report:#}");
    assert_eq!(sections["alpn"]["required"], true, "{report:#}");
    let groups = &sections["groups"]["before_tls1_3"]["accepted"];
    assert_eq!(groups.as_array().map(Vec::len), Some(2), "{report:#}");
    let schemes = &sections["signature_schemes"]["tls1_2"];
    assert_eq!(schemes.as_array().map(Vec::len), Some(3), "{report:#}");
}
