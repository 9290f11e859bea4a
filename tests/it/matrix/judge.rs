//! Who is asked, and how: tlsctl's own verbs, and programs that know nothing of it.

use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Command, Output};

use rustls_pki_types::pem::PemObject as _;
use rustls_pki_types::{CertificateDer, CertificateRevocationListDer, ServerName, UnixTime};
use serde_json::Value;

use super::Case;
use crate::tlsctl::{HANG, tlsctl};

/// What `inspect` or `probe` said of a case.
#[derive(Debug)]
pub(super) struct Said {
    /// Whether the chain was accepted for the host; what a linter says is beside it.
    pub(super) accepted: bool,
    /// It could not be read at all (exit code 3).
    pub(super) is_unreadable: bool,
    /// The rules that fired, and whether as errors.
    pub(super) rules: Vec<(String, bool)>,
}

/// `tlsctl inspect --verify --lint` on the files of the case.
pub(super) fn inspect(case: &Case) -> Said {
    let file = |name: &str| case.file(name).display().to_string();
    let mut arguments = vec!["inspect".to_owned(), file("fullchain.pem")];
    if case.text("rule") == "key-mismatch" {
        arguments.push(file("privkey.pem"));
    }
    arguments.extend(["--verify", "--roots"].map(str::to_owned));
    arguments.push(file("root.pem"));
    match case.text("purpose") {
        "client" => arguments.extend(["--purpose", "client"].map(str::to_owned)),
        _ => arguments.extend(["--host", case.text("host")].map(str::to_owned)),
    }
    arguments.extend(["--format", "json"].map(str::to_owned));
    arguments.push(format!("--lint={}", case.text("profile")));
    if case.file("crl.pem").exists() {
        arguments.extend(["--crl".to_owned(), file("crl.pem")]);
    }
    if case.file("ocsp.der").exists() {
        arguments.extend(["--ocsp".to_owned(), file("ocsp.der")]);
    }
    said(arguments)
}

/// `tlsctl probe --lint` on the host of the case.
pub(super) fn probe(case: &Case, port: u16, anchors: &Path) -> Said {
    let host = case.text("host");
    let lint = format!("--lint={}", case.text("profile"));
    let (target, anchors) = (format!("127.0.0.1:{port}"), anchors.display().to_string());
    let mut arguments: Vec<String> = [
        "probe", &target, "--sni", host, "--host", host, "--roots", &anchors, "--fast", &lint, "--format",
        "json",
    ]
    .map(str::to_owned)
    .to_vec();
    if case.file("crl.pem").exists() {
        let lists = case.file("served-crl.pem");
        let text = in_the_clear(port, &format!("/{}/crl.pem", case.id));
        std::fs::write(&lists, text).expect("written");
        arguments.extend(["--crl".to_owned(), lists.display().to_string()]);
    }
    said(arguments)
}

fn said(arguments: Vec<String>) -> Said {
    let output = tlsctl(arguments.clone()).run();
    let reports: Value = serde_json::from_str(&output.stdout)
        .unwrap_or_else(|e| panic!("{arguments:?}: {e}: {}", output.stderr));
    let reports = match reports {
        Value::Array(reports) => reports,
        report => vec![report],
    };
    let findings = reports
        .iter()
        .flat_map(|report| report["findings"].as_array().cloned().unwrap_or_default());
    let verified = reports
        .iter()
        .find_map(|report| report["sections"]["verification"]["accepted"].as_bool());
    Said {
        accepted: verified.unwrap_or(output.code == 0),
        is_unreadable: output.code == 3,
        rules: findings
            .map(|finding| {
                let rule = finding["rule"].as_str().expect("a finding has a rule");
                (rule.to_owned(), finding["severity"] == "error")
            })
            .collect(),
    }
}

/// `openssl verify`, and `openssl ocsp` where there is a staple. Security level 2 is what servers and
/// clients of Debian and Fedora run with.
pub(super) fn openssl(case: &Case) -> bool {
    let mut command = Command::new("openssl");
    command.args(["verify", "-auth_level", "2", "-purpose"]);
    match case.text("purpose") {
        "client" => command.arg("sslclient"),
        _ => command.args(["sslserver", "-verify_hostname", case.text("host")]),
    };
    command.arg("-CAfile").arg(case.file("root.pem"));
    if case.file("chain.pem").exists() {
        command.arg("-untrusted").arg(case.file("fullchain.pem"));
    }
    if let Ok(lists) = std::fs::read_to_string(case.file("crl.pem")) {
        let several = lists.matches("BEGIN X509 CRL").count() > 1;
        command.arg(if several { "-crl_check_all" } else { "-crl_check" });
        command.args(["-extended_crl", "-use_deltas", "-CRLfile"]);
        command.arg(case.file("crl.pem"));
    }
    run(command.arg(case.file("cert.pem"))).status.success() && has_good_staple(case)
}

fn has_good_staple(case: &Case) -> bool {
    if !case.file("ocsp.der").exists() {
        return true;
    }
    let mut command = Command::new("openssl");
    command
        .args(["ocsp", "-no_nonce", "-respin"])
        .arg(case.file("ocsp.der"));
    command.arg("-issuer").arg(case.file("chain.pem"));
    command.arg("-cert").arg(case.file("cert.pem"));
    command.arg("-CAfile").arg(case.file("root.pem"));
    command.arg("-verify_other").arg(case.file("chain.pem"));
    let output = run(&mut command);
    let text = format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    text.contains("Response verify OK") && text.contains(": good") && !text.contains("Status times invalid")
}

/// GnuTLS's `certtool --verify`.
pub(super) fn gnutls(case: &Case) -> bool {
    let mut command = Command::new("certtool");
    command.args(["--verify", "--verify-purpose"]);
    match case.text("purpose") {
        "client" => command.arg("1.3.6.1.5.5.7.3.2"),
        _ => command.args(["1.3.6.1.5.5.7.3.1", "--verify-hostname", case.text("host")]),
    };
    command
        .arg("--load-ca-certificate")
        .arg(case.file("root.pem"))
        .arg("--infile")
        .arg(case.file("fullchain.pem"));
    if case.file("crl.pem").exists() {
        command.arg("--load-crl").arg(case.file("crl.pem"));
    }
    run(&mut command).status.success()
}

/// GnuTLS's `gnutls-cli` on the host of the case.
pub(super) fn gnutls_live(case: &Case, port: u16, anchors: &Path) -> bool {
    let host = case.text("host");
    let mut command = Command::new("gnutls-cli");
    command.arg("--x509cafile").arg(anchors);
    command.args(["--sni-hostname", host, "--verify-hostname", host]);
    if case.described["demands_certificate"] == true {
        // In TLS 1.3 the refusal comes after the handshake, which may be over by then for the client.
        command.args(["--priority", "NORMAL:-VERS-TLS1.3"]);
    }
    let output = run(command.args(["--port", &port.to_string(), "127.0.0.1"]));
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(said.contains("Connecting to"), "{}: {said}", case.id);
    output.status.success() && said.contains("Handshake was completed")
}

/// The verifier of rustls, in this process.
pub(super) fn webpki(case: &Case) -> bool {
    is_accepted_by_webpki(case).unwrap_or(false)
}

fn is_accepted_by_webpki(case: &Case) -> Option<bool> {
    let certificates = |name: &str| -> Option<Vec<CertificateDer<'static>>> {
        CertificateDer::pem_file_iter(case.file(name))
            .ok()?
            .collect::<Result<_, _>>()
            .ok()
    };
    let chain = certificates("fullchain.pem")?;
    let roots = certificates("root.pem")?;
    let anchors: Vec<_> = roots
        .iter()
        .filter_map(|root| webpki::anchor_from_trusted_cert(root).ok())
        .collect();
    let lists: Vec<webpki::CertRevocationList<'_>> = match case.file("crl.pem") {
        path if path.exists() => CertificateRevocationListDer::pem_file_iter(path)
            .ok()?
            .filter_map(Result::ok)
            .map(|der| webpki::OwnedCertRevocationList::from_der(&der).map(Into::into))
            .collect::<Result<_, _>>()
            .ok()?,
        _ => Vec::new(),
    };
    let lists: Vec<_> = lists.iter().collect();
    let depth = match lists.len() {
        0 | 1 => webpki::RevocationCheckDepth::EndEntity,
        _ => webpki::RevocationCheckDepth::Chain,
    };
    let revocation = webpki::RevocationOptionsBuilder::new(&lists).ok().map(|options| {
        options
            .with_depth(depth)
            .with_status_policy(webpki::UnknownStatusPolicy::Deny)
            .with_expiration_policy(webpki::ExpirationPolicy::Enforce)
            .build()
    });
    let leaf = webpki::EndEntityCert::try_from(chain.first()?).ok()?;
    leaf.verify_for_usage(
        webpki::ALL_VERIFICATION_ALGS,
        &anchors,
        &chain[1..],
        UnixTime::now(),
        match case.text("purpose") {
            "client" => webpki::KeyUsage::client_auth(),
            _ => webpki::KeyUsage::server_auth(),
        },
        revocation,
        None,
    )
    .ok()?;
    if case.text("purpose") == "client" {
        return Some(true);
    }
    let host = ServerName::try_from(case.text("host")).ok()?;
    Some(leaf.verify_is_valid_for_subject_name(&host).is_ok())
}

/// What a browser made of every case, by id.
pub(super) struct Browser(BTreeMap<String, bool>);

impl Browser {
    pub(super) fn accepts(&self, id: &str) -> bool {
        *self
            .0
            .get(id)
            .unwrap_or_else(|| panic!("the browser did not try `{id}`"))
    }
}

/// Opens the index in a browser of its own, which trusts the anchors and nothing else of ours, has it try
/// every case, and reads the page when it is done.
pub(super) fn chromium(port: u16, anchors: &Path, scratch: &Path) -> Browser {
    let home = scratch.join("home");
    for place in [".pki/nssdb", ".local/share/pki/nssdb"] {
        let database = home.join(place);
        std::fs::create_dir_all(&database).expect("a place for the browser's roots");
        let database = format!("sql:{}", database.display());
        done(Command::new("certutil").args(["-N", "--empty-password", "-d", &database]));
        let text = std::fs::read_to_string(anchors).expect("the anchors");
        for (number, anchor) in text.split_inclusive("-----END CERTIFICATE-----\n").enumerate() {
            let file = scratch.join(format!("anchor-{number}.pem"));
            std::fs::write(&file, anchor).expect("written");
            let name = format!("anchor {number}");
            let mut add = Command::new("certutil");
            add.args(["-A", "-d", &database, "-t", "C,,", "-n", &name, "-i"]);
            done(add.arg(&file));
        }
    }
    let mut browser = Command::new("chromium");
    browser
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--dump-dom"])
        .args(["--virtual-time-budget=600000", "--timeout=60000"])
        .arg(format!("--user-data-dir={}", home.join("profile").display()))
        .arg(format!("https://localhost:{port}/#try"))
        .env("HOME", &home)
        .env_remove("XDG_DATA_HOME");
    let output = run(&mut browser);
    let page = String::from_utf8_lossy(&output.stdout);
    let tried: BTreeMap<String, bool> = page
        .split("<tr ")
        .filter_map(|row| {
            let id = row.split("data-case=\"").nth(1)?.split('"').next()?;
            let accepted = match row {
                row if row.contains(">accepted<") => true,
                row if row.contains(">refused<") => false,
                _ => return None,
            };
            Some((id.to_owned(), accepted))
        })
        .collect();
    assert!(!tried.is_empty(), "the browser tried nothing: {page}");
    Browser(tried)
}

/// What the server says without TLS.
pub(super) fn in_the_clear(port: u16, path: &str) -> Vec<u8> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).expect("the server listens");
    stream.set_read_timeout(Some(HANG)).expect("a time-out");
    let request = format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).expect("it reads");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("it answers");
    let head = answer
        .windows(4)
        .position(|four| four == b"\r\n\r\n")
        .expect("a head");
    assert!(
        answer.starts_with(b"HTTP/1.1 200 "),
        "{}",
        String::from_utf8_lossy(&answer[..head])
    );
    answer.split_off(head + 4)
}

fn run(command: &mut Command) -> Output {
    let program = command.get_program().to_owned();
    command
        .stdin(std::process::Stdio::null())
        .output()
        .unwrap_or_else(|e| panic!("{program:?} is not there: {e}; tests/run installs it"))
}

fn done(command: &mut Command) {
    let output = run(command);
    assert!(
        output.status.success(),
        "{command:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
}
