//! The revocation group of `serve --bad` to clients that ask online about every certificate of a chain, and
//! take silence for a no: all that they need to know is where the certificates say that it is, and says what
//! the case says.

use serde_json::Value;

use crate::judge::{judge, text};
use crate::tlsctl::{Server, tlsctl};

/// Who says to which case something else than it expects, and why.
type Exceptions = &'static [(&'static str, &'static str)];

const OPENSSL: Exceptions = &[("must-staple-without-staple", "it does not know the demand")];

const JAVA: Exceptions = &[
    ("must-staple-without-staple", "it does not know the demand"),
    ("revoked-in-delta", "it reads no delta lists"),
];

#[test]
fn clients_that_ask_about_every_certificate_of_a_chain_find_what_each_case_of_revocation_expects() {
    let server = tlsctl(["serve", "--bad", "revocation", "--listen", "127.0.0.1:0", "-q"]).serve();
    let scratch = tempfile::tempdir().expect("a scratch directory");
    let cases = cases(&server);
    let roots = fetch(&server, "/roots.pem", &text(scratch.path().join("roots.pem")));
    let program = text(scratch.path().join("Ask.java"));
    std::fs::write(&program, ASK).expect("written");
    let port = server.port().to_string();
    let mut arguments = vec!["-Dcom.sun.security.enableCRLDP=true", &program, &port, &roots];
    arguments.extend(cases.iter().map(|case| case["host"].as_str().expect("a host")));
    let java = judge("java", &arguments);
    let mut wrong = Vec::new();
    for case in &cases {
        let (id, host) = (
            case["id"].as_str().expect("an id"),
            case["host"].as_str().expect("a host"),
        );
        let expected = case["expect"] == "accept";
        let by_openssl = openssl(&server, host, &roots);
        let by_java = java.contains(&format!("{host} accepted"));
        for (who, accepted, exceptions) in [("openssl", by_openssl, OPENSSL), ("java", by_java, JAVA)] {
            let is_exception = exceptions.iter().any(|(other, _)| *other == id);
            if (accepted == expected) == is_exception {
                wrong.push(format!("{id}: {who}: accepted: {accepted}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}\n{java}");
}

#[test]
fn responders_answer_for_the_leaf_and_for_the_intermediate() {
    let server = tlsctl([
        "serve",
        "--bad",
        "good-crl",
        "--bad",
        "staple-revoked",
        "--bad",
        "revoked-intermediate",
        "--listen",
        "127.0.0.1:0",
        "-q",
    ])
    .serve();
    let scratch = tempfile::tempdir().expect("a scratch directory");
    let file = |name: &str| text(scratch.path().join(name));
    let roots = fetch(&server, "/roots.pem", &file("roots.pem"));
    let chain = |id: &str| {
        let host = format!("{id}.tls.localhost");
        let at = format!("127.0.0.1:{}", server.port());
        let arguments = ["s_client", "-connect", &at, "-servername", &host, "-showcerts"];
        let shown = judge("openssl", &arguments);
        let mut pieces = shown.split("-----BEGIN CERTIFICATE-----").skip(1);
        let mut next = |name: String| {
            let body = pieces.next().expect("a certificate");
            let body = body.split("-----END").next().expect("its end");
            let pem = format!("-----BEGIN CERTIFICATE-----{body}-----END CERTIFICATE-----\n");
            std::fs::write(file(&name), pem).expect("written");
            file(&name)
        };
        [next(format!("{id}.leaf")), next(format!("{id}.ca"))]
    };
    let status = |certificate: &str, issuer: &str| {
        let url = judge("openssl", &["x509", "-in", certificate, "-noout", "-ocsp_uri"]);
        let said = judge(
            "openssl",
            &[
                "ocsp",
                "-no_nonce",
                "-issuer",
                issuer,
                "-cert",
                certificate,
                "-url",
                url.trim(),
                "-CAfile",
                &roots,
            ],
        );
        let first = said.lines().next().unwrap_or_default();
        first.rsplit(' ').next().unwrap_or_default().to_owned()
    };
    let [leaf, ca] = chain("good-crl");
    assert_eq!(status(&leaf, &ca), "good");
    assert_eq!(status(&ca, &roots), "good");
    let [leaf, ca] = chain("staple-revoked");
    assert_eq!(status(&leaf, &ca), "revoked");
    assert_eq!(status(&ca, &roots), "good");
    let [_, ca] = chain("revoked-intermediate");
    assert_eq!(status(&ca, &roots), "revoked");
}

fn openssl(server: &Server, host: &str, roots: &str) -> bool {
    let at = format!("127.0.0.1:{}", server.port());
    let mut command = std::process::Command::new("openssl");
    command.args(["s_client", "-brief", "-verify_return_error", "-connect", &at]);
    command.args(["-servername", host, "-verify_hostname", host, "-CAfile", roots]);
    command.args(["-crl_check_all", "-crl_download", "-extended_crl", "-use_deltas"]);
    let output = command.stdin(std::process::Stdio::null()).output();
    output.expect("openssl runs").status.success()
}

fn cases(server: &Server) -> Vec<Value> {
    let url = format!("http://127.0.0.1:{}/cases.json", server.port());
    let list: Value = serde_json::from_str(&judge("curl", &["-sSf", &url])).expect("JSON");
    list["cases"].as_array().expect("cases").clone()
}

fn fetch(server: &Server, path: &str, file: &str) -> String {
    let url = format!("http://127.0.0.1:{}{path}", server.port());
    judge("curl", &["-sSf", "-o", file, &url]);
    file.to_owned()
}

/// Java's own verifier, which asks responders first and reads lists where there is none.
const ASK: &str = r#"
import java.io.*; import java.net.*; import java.security.*; import java.security.cert.*;
import javax.net.ssl.*;
public class Ask {
    public static void main(String[] words) throws Exception {
        int port = Integer.parseInt(words[0]);
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        int count = 0;
        try (InputStream file = new FileInputStream(words[1])) {
            for (var root : CertificateFactory.getInstance("X.509").generateCertificates(file))
                store.setCertificateEntry("root" + count++, root);
        }
        var terms = new PKIXBuilderParameters(store, new X509CertSelector());
        terms.addCertPathChecker((PKIXRevocationChecker) CertPathBuilder.getInstance("PKIX").getRevocationChecker());
        var trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(new CertPathTrustManagerParameters(terms));
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        for (int i = 2; i < words.length; i++) {
            try (var plain = new Socket("127.0.0.1", port);
                 var socket = (SSLSocket) context.getSocketFactory().createSocket(plain, words[i], port, true)) {
                var asked = socket.getSSLParameters();
                asked.setEndpointIdentificationAlgorithm("HTTPS");
                socket.setSSLParameters(asked);
                socket.startHandshake();
                System.out.println(words[i] + " accepted");
            } catch (IOException e) {
                Throwable cause = e;
                while (cause.getCause() != null) cause = cause.getCause();
                System.out.println(words[i] + " refused: " + cause.getMessage());
            }
        }
    }
}
"#;
