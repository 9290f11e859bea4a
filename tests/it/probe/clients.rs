//! Which well-known clients could connect: what is computed without a connection is what the clients
//! themselves then negotiate.

use serde_json::Value;

use super::peer::{Peer, Pki};
use super::real::rsa;
use super::report;
use crate::judge::{judge, objects};

/// nginx with these lines, and a certificate for an ECDSA key.
fn nginx(pki: &Pki, lines: &str) -> Peer {
    let identity = pki.nginx("localhost");
    Peer::nginx(
        pki.directory.path(),
        &format!("server {{ listen LISTEN ssl; {identity} {lines} }}"),
    )
}

/// What a client is said to agree on: connects, version, suite, group.
fn computed(report: &Value, client: &str) -> [Value; 4] {
    let facts = &report["sections"]["clients"][client];
    ["connects", "version", "suite", "group"].map(|fact| facts[fact].clone())
}

/// What `openssl s_client` negotiates: version, suite, group.
fn openssl(peer: &Peer) -> [String; 3] {
    let said = judge(
        "openssl",
        &["s_client", "-connect", &peer.target(), "-servername", "localhost"],
    );
    let after = |label: &str| {
        let line = said.lines().map(str::trim).find(|line| line.starts_with(label));
        let value = line.and_then(|line| line.split(['=', ':', ',']).nth(1));
        value.map(|value| value.trim().to_owned()).unwrap_or_default()
    };
    let new = said
        .lines()
        .find(|line| line.starts_with("New, "))
        .unwrap_or_default();
    let suite = new.rsplit(' ').next().unwrap_or_default();
    let version = new.split(", ").nth(1).unwrap_or_default();
    let group = match after("Server Temp Key").as_str() {
        "X25519" => "x25519".to_owned(),
        "ECDH" => said
            .lines()
            .find_map(|line| line.strip_prefix("Server Temp Key: ECDH, "))
            .and_then(|line| line.split(',').next())
            .map(|curve| curve.replace("prime256v1", "secp256r1"))
            .unwrap_or_default(),
        other => other.to_owned(),
    };
    [version.replace("TLSv", "TLS "), registered(suite), group]
}

/// The registered name of a suite that OpenSSL calls by its own.
fn registered(suite: &str) -> String {
    if suite.starts_with("TLS_") {
        return suite.to_owned();
    }
    let all = judge("openssl", &["ciphers", "-stdname", "ALL"]);
    let mut names = all.lines().filter_map(|line| {
        let mut words = line.split_whitespace();
        let name = words.next()?;
        (words.nth(1)? == suite).then(|| name.to_owned())
    });
    names.next().unwrap_or_else(|| panic!("{suite} has no name"))
}

/// What Python negotiates: version and suite.
fn python(peer: &Peer) -> [String; 2] {
    let program = "import socket, ssl, sys\n\
        context = ssl.create_default_context(); context.check_hostname = False; context.verify_mode = ssl.CERT_NONE\n\
        s = context.wrap_socket(socket.create_connection(('127.0.0.1', int(sys.argv[1]))), server_hostname='localhost')\n\
        print(s.version(), s.cipher()[0])";
    let said = judge("python3", &["-c", program, &peer.address.port().to_string()]);
    let (version, suite) = said.trim().split_once(' ').expect("two words");
    [version.replace("TLSv", "TLS "), registered(suite)]
}

/// What Java negotiates: version and suite.
fn java(pki: &Pki, peer: &Peer) -> [String; 2] {
    let program = pki.text("Client.java");
    std::fs::write(&program, JAVA).expect("writable");
    let said = judge("java", &[&program, &peer.address.port().to_string()]);
    let (version, suite) = said.trim().split_once(' ').expect("two words");
    [version.replace("TLSv", "TLS "), suite.to_owned()]
}

const JAVA: &str = r#"
import java.security.cert.*; import javax.net.ssl.*;
public class Client {
    public static void main(String[] arguments) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] { new X509ExtendedTrustManager() {
            public void checkClientTrusted(X509Certificate[] c, String a) { }
            public void checkServerTrusted(X509Certificate[] c, String a) { }
            public void checkClientTrusted(X509Certificate[] c, String a, java.net.Socket s) { }
            public void checkServerTrusted(X509Certificate[] c, String a, java.net.Socket s) { }
            public void checkClientTrusted(X509Certificate[] c, String a, SSLEngine e) { }
            public void checkServerTrusted(X509Certificate[] c, String a, SSLEngine e) { }
            public X509Certificate[] getAcceptedIssuers() { return new X509Certificate[0]; }
        } }, null);
        SSLSocket socket = (SSLSocket) context.getSocketFactory()
            .createSocket("127.0.0.1", Integer.parseInt(arguments[0]));
        socket.startHandshake();
        System.out.println(socket.getSession().getProtocol() + " " + socket.getSession().getCipherSuite());
    }
}
"#;

#[test]
fn what_is_computed_of_a_client_is_what_it_negotiates() {
    for lines in [
        "ssl_protocols TLSv1.2 TLSv1.3; ssl_prefer_server_ciphers off;",
        "ssl_protocols TLSv1.2; ssl_prefer_server_ciphers off; ssl_ecdh_curve prime256v1:X25519;",
        "ssl_protocols TLSv1.2 TLSv1.3; ssl_prefer_server_ciphers on; ssl_ecdh_curve secp384r1;",
        "ssl_protocols TLSv1.2; ssl_prefer_server_ciphers on; ssl_ecdh_curve prime256v1:X25519;\n\
         ssl_ciphers ECDHE-ECDSA-AES128-SHA256:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-ECDSA-AES256-GCM-SHA384;",
    ] {
        let pki = Pki::new(&[&["localhost"]]);
        let peer = nginx(&pki, lines);
        let report = report(&[
            &peer.target(),
            "--sni",
            "localhost",
            "--insecure",
            "--scan",
            "clients",
        ]);
        let [version, suite, group] = openssl(&peer);
        let ours = if judge("openssl", &["version"]).starts_with("OpenSSL 3.0") {
            "openssl_3_0"
        } else {
            "openssl_3_5"
        };
        let agreed = |version: &str, suite: &str| [true.into(), version.into(), suite.into()] as [Value; 3];
        assert_eq!(computed(&report, ours)[..3], agreed(&version, &suite), "{lines}");
        assert_eq!(computed(&report, ours)[3], group, "{lines}");
        let [version, suite] = python(&peer);
        assert_eq!(
            computed(&report, "python_3_11")[..3],
            agreed(&version, &suite),
            "{lines}"
        );
        let [version, suite] = java(&pki, &peer);
        assert_eq!(
            computed(&report, "java_17")[..3],
            agreed(&version, &suite),
            "{lines}"
        );
    }
}

#[test]
fn a_client_that_could_not_connect_is_named_with_the_reason() {
    let pki = Pki::new(&[&["localhost"]]);
    let lines = "ssl_protocols TLSv1.2; ssl_ciphers ECDHE-ECDSA-AES256-CCM8;";
    let peer = nginx(&pki, lines);
    let report = report(&[
        &peer.target(),
        "--sni",
        "localhost",
        "--insecure",
        "--scan",
        "clients",
    ]);
    let clients = &report["sections"]["clients"];
    assert_eq!(clients["android_2_3_7"]["connects"], false);
    assert_eq!(
        clients["android_2_3_7"]["reason"],
        "no version in common: it ends at TLS 1.0"
    );
    assert_eq!(clients["openssl_3_0"]["connects"], false);
    assert_eq!(clients["openssl_3_0"]["reason"], "no cipher suite in common");
    objects("openssl", &["s_client", "-connect", &peer.target()]);
    let connecting = clients.as_object().expect("a section").values();
    let names: Vec<_> = connecting
        .filter(|client| client["connects"] == true)
        .map(|client| client["name"].clone())
        .collect();
    assert_eq!(names, ["Node.js 20"], "it alone offers CCM with short tags");
}

#[test]
fn clients_without_a_server_name_fare_as_the_server_treats_them() {
    let pki = Pki::new(&[]);
    let [certificate, key] = rsa(&pki);
    let common = format!(
        "ssl_certificate {certificate}; ssl_certificate_key {key};\n\
         ssl_protocols TLSv1 TLSv1.2; ssl_ciphers ALL:@SECLEVEL=0;"
    );
    let strict = format!(
        "server {{ listen LISTEN ssl default_server; ssl_reject_handshake on; {common} }}\n\
         server {{ listen LISTEN ssl; server_name localhost; {common} }}"
    );
    let lenient = format!("server {{ listen LISTEN ssl; {common} }}");
    for (servers, connects) in [(strict, false), (lenient, true)] {
        let peer = Peer::nginx(pki.directory.path(), &servers);
        let report = report(&[
            &peer.target(),
            "--sni",
            "localhost",
            "--insecure",
            "--scan",
            "clients",
        ]);
        let clients = &report["sections"]["clients"];
        assert_eq!(clients["android_4_0_4"]["connects"], true, "it sends a name");
        let nameless = &clients["android_2_3_7"];
        assert_eq!(nameless["connects"], connects);
        let ciphers = "AES128-SHA:@SECLEVEL=0";
        let target = peer.target();
        let as_old = [
            "s_client",
            "-connect",
            &target,
            "-tls1",
            "-noservername",
            "-cipher",
            ciphers,
        ];
        if connects {
            judge("openssl", &as_old);
            assert_eq!(nameless["suite"], "TLS_RSA_WITH_AES_128_CBC_SHA");
        } else {
            objects("openssl", &as_old);
            let reason = "it sends no server name, and the server insists on one";
            assert_eq!(nameless["reason"], reason);
        }
    }
}

#[test]
fn a_key_on_a_curve_that_a_client_does_not_name_serves_that_client_nothing() {
    let pki = Pki::new(&[]);
    let [certificate, key] = ["leaf.pem", "leaf.key"].map(|file| pki.text(file));
    let made = std::process::Command::new("openssl")
        .args("req -x509 -nodes -days 30 -subj /CN=localhost -newkey ec -pkeyopt ec_paramgen_curve:brainpoolP256r1".split(' '))
        .args(["-keyout", &key, "-out", &certificate])
        .output()
        .expect("openssl runs");
    assert!(made.status.success(), "{made:?}");
    let groups = "X25519:P-256:brainpoolP256r1";
    let peer = Peer::openssl(&[
        "-cert",
        &certificate,
        "-key",
        &key,
        "-no_tls1_3",
        "-groups",
        groups,
    ]);
    let report = report(&[
        &peer.target(),
        "--sni",
        "localhost",
        "--insecure",
        "--scan",
        "clients,tolerance",
    ]);
    let clients = report["sections"]["clients"].as_object().expect("clients");
    assert_eq!(clients["android_7_0"]["connects"], false, "{report:#}");
    assert_eq!(
        report["sections"]["tolerance"]["medium_hello"], true,
        "{report:#}"
    );
}
