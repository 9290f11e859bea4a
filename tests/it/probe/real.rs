//! What raw hellos find out about real servers: the whole list, as the server's own configuration says it.

use std::collections::BTreeSet;

use serde_json::Value;

use super::peer::{Peer, Pki};
use super::{ech, report, rules};
use crate::judge::{judge, python, text};

/// An RSA key with a certificate of its own.
pub(super) fn rsa(pki: &Pki) -> [String; 2] {
    let [certificate, key] = [pki.text("rsa.crt"), pki.text("rsa.key")];
    let made = [
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "30",
        "-subj",
        "/CN=localhost",
        "-keyout",
        &key,
        "-out",
        &certificate,
    ];
    judge("openssl", &made);
    [certificate, key]
}

fn names(list: &Value) -> BTreeSet<String> {
    let list = list.as_array().unwrap_or_else(|| panic!("no list: {list}"));
    list.iter().filter_map(Value::as_str).map(str::to_owned).collect()
}

fn ordered(list: &Value) -> Vec<String> {
    let list = list.as_array().unwrap_or_else(|| panic!("no list: {list}"));
    list.iter().filter_map(Value::as_str).map(str::to_owned).collect()
}

#[track_caller]
fn suites(report: &Value, version: &str) -> BTreeSet<String> {
    names(&report["sections"]["suites"][version]["accepted"])
}

/// The suites that OpenSSL has in this version under this cipher string, by their registered names; those that
/// want another certificate than RSA, or secrets shared beforehand, left out.
fn openssl_suites(version: &str, ciphers: &str) -> Vec<String> {
    let listed = judge("openssl", &["ciphers", "-s", version, "-V", "-stdname", ciphers]);
    let usable = |line: &&str| {
        let is_certificate = line.contains("Au=RSA") || line.contains("Au=None");
        is_certificate && !line.contains("Kx=RSAPSK") && !line.contains("Kx=SRP") && !line.contains("PSK")
    };
    let name = |line: &str| line.split_whitespace().nth(2).map(str::to_owned);
    listed.lines().filter(usable).filter_map(name).collect()
}

#[test]
fn every_suite_of_openssl_is_found_in_every_version_and_in_its_order() {
    let pki = Pki::new(&[]);
    let [certificate, key] = rsa(&pki);
    let ciphers = "ALL:eNULL:@SECLEVEL=0";
    let peer = Peer::openssl(&[
        "-cert",
        &certificate,
        "-key",
        &key,
        "-cipher",
        ciphers,
        "-min_protocol",
        "TLSv1",
        "-serverpref",
        "-dhparam",
        &dh_parameters(&pki),
    ]);
    let report = report(&[
        &peer.target(),
        "--insecure",
        "--scan",
        "protocol,suites,diffie-hellman,fallback",
    ]);
    for (flag, version) in [("-tls1_2", "tls1_2"), ("-tls1_1", "tls1_1"), ("-tls1", "tls1_0")] {
        let found = &report["sections"]["suites"][version];
        assert_eq!(
            ordered(&found["accepted"]),
            openssl_suites(flag, ciphers),
            "{version}"
        );
        assert_eq!(found["preference"], "server", "{version}");
    }
    assert_eq!(report["sections"]["protocol"]["ssl3"]["accepted"], false);
    assert_eq!(
        report["sections"]["diffie_hellman"]["primes"],
        serde_json::json!(["group 14 (RFC 3526)"])
    );
    assert_eq!(report["sections"]["features"]["fallback_scsv"], true);
}

#[test]
fn a_long_list_in_the_clients_order_is_found_whole_with_few_questions_in_sequence() {
    let pki = Pki::new(&[]);
    let [certificate, key] = rsa(&pki);
    let ciphers = "ALL:COMPLEMENTOFALL:@SECLEVEL=0";
    let peer = Peer::openssl(&[
        "-cert",
        &certificate,
        "-key",
        &key,
        "-cipher",
        ciphers,
        "-min_protocol",
        "TLSv1",
    ]);
    let report = report(&[&peer.target(), "--insecure", "--scan", "protocol,suites,groups"]);
    for (flag, version) in [("-tls1_2", "tls1_2"), ("-tls1_1", "tls1_1"), ("-tls1", "tls1_0")] {
        let wanted: BTreeSet<String> = openssl_suites(flag, ciphers).into_iter().collect();
        assert_eq!(suites(&report, version), wanted, "{version}");
        assert_eq!(report["sections"]["suites"][version]["preference"], "client");
    }
    assert!(suites(&report, "tls1_2").len() > 50, "OpenSSL has that many");
    let chain = report["sections"]["connections"]["longest_chain"].as_u64();
    assert!(chain.is_some_and(|chain| (8..=20).contains(&chain)), "{chain:?}");
}

/// RFC 3526's group 14, so that OpenSSL does not pick a prime by itself.
pub(super) fn dh_parameters(pki: &Pki) -> String {
    let file = pki.text("dh.pem");
    let made = [
        "genpkey",
        "-genparam",
        "-algorithm",
        "DH",
        "-pkeyopt",
        "group:modp_2048",
        "-out",
        &file,
    ];
    judge("openssl", &made);
    file
}

/// nginx as Mozilla's intermediate configuration has it, with one RSA certificate.
fn intermediate(pki: &Pki) -> Peer {
    let [certificate, key] = rsa(pki);
    Peer::nginx(
        pki.directory.path(),
        &format!(
            "server {{ listen LISTEN ssl http2; ssl_certificate {certificate}; ssl_certificate_key {key};\n\
             ssl_protocols TLSv1.2 TLSv1.3; ssl_prefer_server_ciphers off; ssl_ciphers {INTERMEDIATE};\n\
             location = /status {{ stub_status; }} }}"
        ),
    )
}

const INTERMEDIATE: &str = "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:\
    ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305:\
    DHE-RSA-AES128-GCM-SHA256:DHE-RSA-AES256-GCM-SHA384:DHE-RSA-CHACHA20-POLY1305";

/// The connections that nginx has accepted, this one among them.
fn accepts(peer: &Peer) -> u64 {
    let status = judge("curl", &["-sk", &format!("https://{}/status", peer.target())]);
    let counts = status
        .lines()
        .nth(2)
        .and_then(|line| line.split_whitespace().next());
    counts
        .and_then(|count| count.parse().ok())
        .expect("nginx counts its connections")
}

#[test]
fn a_whole_scan_of_nginx_costs_at_most_sixty_connections_and_finds_its_configuration() {
    let pki = Pki::new(&[]);
    let peer = intermediate(&pki);
    let before = accepts(&peer);
    let report = report(&[&peer.target(), "--sni", "localhost", "--insecure"]);
    let cost = accepts(&peer) - before - 1;
    assert_eq!(report["sections"]["connections"]["connections"], cost);
    assert!(cost <= 60, "{cost} connections");
    let sections = &report["sections"];
    let wanted: BTreeSet<String> = openssl_suites("-tls1_2", &format!("{INTERMEDIATE}:!DHE"))
        .into_iter()
        .collect();
    assert_eq!(
        suites(&report, "tls1_2"),
        wanted,
        "nginx has no DHE without parameters"
    );
    assert_eq!(sections["suites"]["tls1_2"]["preference"], "client");
    let modern = [
        "TLS_AES_128_GCM_SHA256",
        "TLS_AES_256_GCM_SHA384",
        "TLS_CHACHA20_POLY1305_SHA256",
    ];
    assert_eq!(suites(&report, "tls1_3"), modern.map(str::to_owned).into());
    assert_eq!(sections["groups"]["post_quantum"], false);
    let pss = [
        "rsa_pss_rsae_sha256",
        "rsa_pss_rsae_sha384",
        "rsa_pss_rsae_sha512",
    ];
    assert_eq!(
        names(&sections["signature_schemes"]["tls1_3"]),
        pss.map(str::to_owned).into()
    );
    assert_eq!(ordered(&sections["alpn"]["protocols"])[..2], ["h2", "http/1.1"]);
    for (id, is_so) in [
        ("secure_renegotiation", true),
        ("extended_master_secret", true),
        ("downgrade_sentinel", true),
        ("fallback_scsv", true),
        ("heartbeat", false),
    ] {
        assert_eq!(sections["features"][id], is_so, "{id}");
    }
    let tolerance = sections["tolerance"].as_object().expect("a section");
    assert!(tolerance.values().all(|value| *value == true), "{tolerance:?}");
    let weaknesses = sections["weaknesses"].as_object().expect("a section");
    assert!(weaknesses.values().all(|value| *value == false), "{weaknesses:?}");
}

#[test]
fn versions_suites_groups_and_schemes_of_nginx_cost_at_most_thirty_seven() {
    let pki = Pki::new(&[]);
    let peer = intermediate(&pki);
    let before = accepts(&peer);
    let scans = "protocol,suites,groups,signature-schemes,alpn,chain";
    report(&[
        &peer.target(),
        "--sni",
        "localhost",
        "--insecure",
        "--scan",
        scans,
    ]);
    let cost = accepts(&peer) - before - 1;
    assert!(cost <= 37, "{cost} connections");
}

#[test]
fn the_lists_of_nginx_with_its_own_suites_cost_at_most_fifty_five() {
    let pki = Pki::new(&[]);
    let [certificate, key] = rsa(&pki);
    let peer = Peer::nginx(
        pki.directory.path(),
        &format!(
            "server {{ listen LISTEN ssl http2; ssl_certificate {certificate}; ssl_certificate_key {key};\n\
             ssl_protocols TLSv1.2 TLSv1.3; location = /status {{ stub_status; }} }}"
        ),
    );
    let before = accepts(&peer);
    let scans = "protocol,suites,groups,signature-schemes,alpn,chain";
    let report = report(&[
        &peer.target(),
        "--sni",
        "localhost",
        "--insecure",
        "--scan",
        scans,
    ]);
    let cost = accepts(&peer) - before - 1;
    assert!(cost <= 55, "{cost} connections");
    let all = openssl_suites("-tls1_2", "HIGH:!aNULL:!MD5:!kDHE");
    assert_eq!(suites(&report, "tls1_2"), all.into_iter().collect());
}

#[test]
fn a_server_with_both_keys_shows_the_schemes_and_groups_of_both() {
    let pki = Pki::new(&[&["localhost"]]);
    let [certificate, key] = rsa(&pki);
    let peer = Peer::nginx(
        pki.directory.path(),
        &format!(
            "server {{ listen LISTEN ssl; ssl_certificate {certificate}; ssl_certificate_key {key}; {}\n\
             ssl_protocols TLSv1.2 TLSv1.3; ssl_ecdh_curve X25519:prime256v1:secp384r1; }}",
            pki.nginx("localhost")
        ),
    );
    let report = report(&[&peer.target(), "--insecure", "--scan", "groups,signature-schemes"]);
    let groups = ["x25519", "secp256r1", "secp384r1"].map(str::to_owned);
    assert_eq!(
        names(&report["sections"]["groups"]["tls1_3"]["accepted"]),
        groups.clone().into()
    );
    assert_eq!(
        names(&report["sections"]["groups"]["before_tls1_3"]["accepted"]),
        groups.into()
    );
    let schemes = names(&report["sections"]["signature_schemes"]["tls1_3"]);
    assert!(
        schemes.contains("ecdsa_secp256r1_sha256") && schemes.contains("rsa_pss_rsae_sha256"),
        "{schemes:?}"
    );
}

/// The versions, suites and groups of a GnuTLS priority string, as GnuTLS lists them.
fn gnutls_list(priority: &str, what: &str) -> BTreeSet<String> {
    let listed = judge("gnutls-cli", &["--list", "--priority", priority]);
    if what == "suites" {
        let lines = listed.lines().filter(|line| line.starts_with("TLS_"));
        return lines
            .filter_map(|line| line.split_whitespace().next())
            .map(str::to_owned)
            .collect();
    }
    let line = listed
        .lines()
        .find(|line| line.starts_with(what))
        .unwrap_or_else(|| panic!("no {what}: {listed}"));
    let list = line.split_once(':').map_or("", |(_, list)| list);
    list.split(',').map(|name| name.trim().to_owned()).collect()
}

#[test]
fn a_server_of_gnutls_speaks_what_its_priority_says() {
    let pki = Pki::new(&[]);
    let [certificate, key] = rsa(&pki);
    let priority = "NORMAL:+VERS-TLS1.0:+VERS-TLS1.1:+ARCFOUR-128:+3DES-CBC:-ECDHE-ECDSA:-DHE-RSA";
    let script = pki.text("gnutls.sh");
    std::fs::write(&script, GNUTLS).expect("writable");
    let (peer, _) = Peer::announced("bash", &[&script, &certificate, &key, priority]);
    let report = report(&[
        &peer.target(),
        "--insecure",
        "--scan",
        "protocol,suites,groups,rc4,sweet32",
    ]);
    let versions = gnutls_list(priority, "Protocols");
    for (name, id) in [
        ("VERS-TLS1.3", "tls1_3"),
        ("VERS-TLS1.2", "tls1_2"),
        ("VERS-TLS1.1", "tls1_1"),
        ("VERS-TLS1.0", "tls1_0"),
    ] {
        assert!(versions.contains(name), "{versions:?}");
        assert_eq!(report["sections"]["protocol"][id]["accepted"], true, "{id}");
    }
    let count = gnutls_list(priority, "suites").len();
    let found = suites(&report, "tls1_2").len() + suites(&report, "tls1_3").len();
    assert_eq!(found, count, "{report:#}");
    let rules = rules(&report);
    assert!(
        rules.contains(&"rc4-accepted") && rules.contains(&"sweet32"),
        "{rules:?}"
    );
    let groups = gnutls_list(priority, "Groups").len();
    assert_eq!(
        names(&report["sections"]["groups"]["tls1_3"]["accepted"]).len(),
        groups
    );
}

/// Starts gnutls-serv on a port of the kernel's choice, and says which: it does not by itself.
const GNUTLS: &str = r#"
exec 3< <(exec gnutls-serv --port 0 --http --disable-client-cert --x509certfile "$1" --x509keyfile "$2" --priority "$3" 2>&1)
server=$!
trap 'kill $server' TERM EXIT
while read -r -u 3 line; do case $line in *IPv6*done*|*IPv4*done*) break;; esac; done
for socket in /proc/$server/fd/*; do
    inode=$(readlink "$socket" | sed -n 's/^socket:\[\(.*\)\]$/\1/p')
    [ -n "$inode" ] || continue
    port=$(awk -v inode="$inode" '$10 == inode && $4 == "0A" { sub(/.*:/, "", $2); print $2 }' /proc/net/tcp)
    [ -n "$port" ] && break
done
printf '%d\n\n' "0x$port"
cat <&3 >/dev/null &
wait $server
"#;

#[test]
fn every_suite_of_java_is_found_down_to_ssl3_and_the_export_suites() {
    let pki = Pki::new(&[]);
    let [certificate, key] = rsa(&pki);
    let store = pki.text("rsa.p12");
    judge(
        "openssl",
        &[
            "pkcs12",
            "-export",
            "-in",
            &certificate,
            "-inkey",
            &key,
            "-out",
            &store,
            "-passout",
            "pass:x",
        ],
    );
    let program = pki.text("Server.java");
    std::fs::write(&program, JAVA).expect("writable");
    let (peer, told) = Peer::announced("java", &[&program, &store]);
    let report = report(&[
        &peer.target(),
        "--insecure",
        "--scan",
        "protocol,suites,freak,null-cipher,anonymous-cipher",
    ]);
    for version in ["tls1_3", "tls1_2", "tls1_1", "tls1_0", "ssl3"] {
        assert_eq!(
            report["sections"]["protocol"][version]["accepted"], true,
            "{version}"
        );
        let wanted: BTreeSet<String> = told
            .iter()
            .filter(|suite| java_has(suite, version))
            .map(|suite| registered(suite))
            .collect();
        assert_eq!(suites(&report, version), wanted, "{version}");
    }
    let rules = rules(&report);
    for rule in [
        "ssl3-accepted",
        "freak",
        "null-cipher-accepted",
        "anonymous-cipher-accepted",
    ] {
        assert!(rules.contains(&rule), "{rule}: {rules:?}");
    }
}

/// Java calls the suites of SSL 3.0 by their old prefix.
fn registered(suite: &str) -> String {
    suite
        .strip_prefix("SSL_")
        .map_or_else(|| suite.to_owned(), |rest| format!("TLS_{rest}"))
}

/// Whether Java has a suite in a version, for a server with an RSA key: by when each came and went
/// (RFC 4346 §A.5 took the export suites away, RFC 5246 §A.5 single DES).
fn java_has(suite: &str, version: &str) -> bool {
    let is_13 = !suite.contains("_WITH_");
    let is_rsa =
        ["_RSA_", "_anon_"].iter().any(|part| suite.contains(part)) && !suite.contains("TLS_ECDH_RSA");
    let is_new = ["GCM", "CHACHA20", "SHA256", "SHA384"]
        .iter()
        .any(|part| suite.contains(part));
    let is_export = suite.contains("EXPORT");
    let is_des = suite.contains("_DES_CBC");
    match version {
        "tls1_3" => is_13 && !suite.ends_with("SCSV"),
        _ if is_13 || !is_rsa || suite.contains("KRB5") => false,
        "tls1_2" => !is_export && !is_des,
        "tls1_1" => !is_new && !is_export,
        _ => !is_new,
    }
}

const JAVA: &str = r#"
import java.io.*; import java.net.*; import java.security.*; import javax.net.ssl.*;
public class Server {
    public static void main(String[] arguments) throws Exception {
        Security.setProperty("jdk.tls.disabledAlgorithms", "");
        Security.setProperty("jdk.tls.legacyAlgorithms", "");
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(new FileInputStream(arguments[0]), "x".toCharArray());
        KeyManagerFactory keys = KeyManagerFactory.getInstance("SunX509");
        keys.init(store, "x".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        SSLServerSocket server = (SSLServerSocket) context.getServerSocketFactory()
            .createServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        server.setEnabledProtocols(new String[] {"SSLv2Hello", "SSLv3", "TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"});
        server.setEnabledCipherSuites(server.getSupportedCipherSuites());
        System.out.println(server.getLocalPort());
        for (String suite : server.getEnabledCipherSuites()) System.out.println(suite);
        System.out.println();
        while (true) {
            SSLSocket client = (SSLSocket) server.accept();
            new Thread(() -> {
                try (client) { client.startHandshake(); client.getInputStream().read(); } catch (IOException e) { }
            }).start();
        }
    }
}
"#;

#[test]
fn a_server_of_ssl3_alone_is_found_with_its_suites() {
    let pki = Pki::new(&[]);
    let [certificate, key] = rsa(&pki);
    let script = pki.text("ssl3.py");
    std::fs::write(&script, SSL3).expect("writable");
    let (peer, told) = Peer::announced(&python("python"), &[&script, &certificate, &key]);
    let report = report(&[&peer.target(), "--insecure", "--scan", "protocol,suites,poodle"]);
    for (version, is_spoken) in [
        ("tls1_3", false),
        ("tls1_2", false),
        ("tls1_1", false),
        ("tls1_0", false),
        ("ssl3", true),
    ] {
        assert_eq!(
            report["sections"]["protocol"][version]["accepted"], is_spoken,
            "{version}"
        );
    }
    assert_eq!(suites(&report, "ssl3"), told.into_iter().collect());
    assert!(rules(&report).contains(&"poodle"));
}

/// tlslite-ng, which says which suites its settings leave for SSL 3.0.
pub(super) const SSL3: &str = r#"
import socket, sys, threading
from tlslite.api import TLSConnection, X509CertChain, parsePEMKey, HandshakeSettings
from tlslite.constants import CipherSuite
chain = X509CertChain(); chain.parsePemList(open(sys.argv[1]).read())
key = parsePEMKey(open(sys.argv[2]).read(), private=True)
settings = HandshakeSettings()
settings.minVersion = settings.maxVersion = (3, 0)
settings.cipherNames = ["aes256", "aes128", "3des", "rc4"]
settings.macNames = ["sha", "md5"]
settings = settings.validate()
listener = socket.create_server(("127.0.0.1", 0))
print(listener.getsockname()[1])
suites = CipherSuite.getCertSuites(settings, (3, 0)) + CipherSuite.getDheCertSuites(settings, (3, 0)) + CipherSuite.getEcdheCertSuites(settings, (3, 0))
for suite in CipherSuite.filterForVersion(suites, (3, 0), (3, 0)):
    print(CipherSuite.ietfNames[suite])
print(flush=True)
def serve(client):
    try: TLSConnection(client).handshakeServer(certChain=chain, privateKey=key, settings=settings)
    except Exception: pass
    finally: client.close()
while True:
    threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()
"#;

#[test]
fn a_server_of_go_with_an_elliptic_key_shows_every_curve_it_has() {
    let pki = ech::pki();
    let (peer, ..) = ech::server(&pki, "cover.example.test", "retry");
    let report = report(&[
        &peer.target(),
        "--sni",
        "secret.example.test",
        "--insecure",
        "--scan",
        "groups",
    ]);
    let found = &report["sections"]["groups"]["before_tls1_3"];
    let curves = ["secp256r1", "secp384r1", "secp521r1", "x25519"];
    assert_eq!(
        names(&found["accepted"]),
        curves.map(str::to_owned).into(),
        "{found}"
    );
    // It follows the client, and so its own curve hides nothing.
    assert_eq!(found["preference"], "client");
    assert!(found.get("complete").is_none(), "{found}");
}

#[test]
fn the_hybrids_of_a_new_openssl_are_found() {
    let pki = Pki::new(&[]);
    let [certificate, key] = rsa(&pki);
    let script = pki.text("hybrid.py");
    std::fs::write(&script, HYBRID).expect("writable");
    let (peer, told) = Peer::announced(&python("python"), &[&script, &certificate, &key]);
    // "OpenSSL 3.5.4 …" or later, which has them by default.
    assert!(!told[0].starts_with("OpenSSL 3.0"), "{told:?}");
    let report = report(&[&peer.target(), "--insecure", "--scan", "groups"]);
    let groups = names(&report["sections"]["groups"]["tls1_3"]["accepted"]);
    assert!(
        groups.contains("X25519MLKEM768") && groups.contains("x25519"),
        "{groups:?}"
    );
    assert_eq!(report["sections"]["groups"]["post_quantum"], true);
    assert!(!rules(&report).contains(&"post-quantum-missing"));
    let found = &report["sections"]["groups"]["tls1_3"];
    assert_eq!(found["preference"], "tuples", "{found}");
    // Both curves are in one tuple of its default, in which it takes what the client likes better.
    let tuples = ordered(&found["tuples"]);
    assert!(
        tuples
            .iter()
            .any(|tuple| tuple.contains("x25519") && tuple.contains("secp256r1")),
        "{tuples:?}"
    );
}

const HYBRID: &str = r#"
import socket, sys, threading
from OpenSSL import SSL
context = SSL.Context(SSL.TLS_SERVER_METHOD)
context.use_certificate_file(sys.argv[1]); context.use_privatekey_file(sys.argv[2])
listener = socket.create_server(("127.0.0.1", 0))
print(listener.getsockname()[1]); print(SSL.OpenSSL_version(SSL.OPENSSL_VERSION).decode()); print(flush=True)
def serve(client):
    connection = SSL.Connection(context, client); connection.set_accept_state()
    try: connection.do_handshake()
    except Exception: pass
    finally: client.close()
while True:
    threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()
"#;

#[test]
fn a_jarm_is_the_one_that_its_authors_program_gives() {
    let pki = Pki::new(&[]);
    let peer = intermediate(&pki);
    let target = format!("localhost:{}", peer.address.port());
    let theirs = judge(&python("pyjarm"), &[&target]);
    let theirs = theirs
        .lines()
        .find_map(|line| line.strip_prefix("JARM: "))
        .expect("a JARM");
    let connect = text(peer.target());
    let report = report(&[
        &target,
        "--connect",
        &connect,
        "--insecure",
        "--scan",
        "jarm,fingerprint",
    ]);
    assert_eq!(report["sections"]["fingerprint"]["jarm"], theirs);
}
