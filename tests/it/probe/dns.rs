//! What the DNS says about a server, from real servers of it: knot with a signed zone and an unsigned one, and
//! unbound, which validates. What is expected follows from the zone and the certificate.

use std::net::{SocketAddr, UdpSocket};
use std::process::Command;

use serde_json::{Value, json};

use super::peer::{Daemon, Peer, Pki, place};
use super::{report, rules};
use crate::tlsctl::tlsctl;

/// The zones `test` (unsigned), `example.test` (signed) and `bogus.test` (which should be signed, and is not),
/// with these lines in each of the first two.
pub(super) struct Dns {
    _authority: Daemon,
    _resolver: Daemon,
    authority: SocketAddr,
    pub(super) resolver: SocketAddr,
    _directory: tempfile::TempDir,
}

impl Dns {
    pub(super) fn new(lines: &str) -> Self {
        let directory = tempfile::tempdir().expect("a directory can be made");
        let at = directory.path().display().to_string();
        let file = |name: &str| directory.path().join(name);
        let (authority, resolver) = (place(), place());
        let listen = |address: SocketAddr| format!("{}@{}", address.ip(), address.port());
        for zone in ["test", "example.test", "bogus.test"] {
            let content = if zone == "bogus.test" { "" } else { lines };
            let head = format!(
                "$ORIGIN {zone}.\n$TTL 300\n@ SOA ns hostmaster 1 3600 600 86400 300\n@ NS ns\nns A 127.0.0.1\n"
            );
            std::fs::write(file(&format!("{zone}.zone")), head + content).expect("writable");
        }
        let configuration = format!(
            "server:\n    listen: {}\n    rundir: {at}\ndatabase:\n    storage: {at}/db\n\
             policy:\n  - id: own\n    manual: on\n    single-type-signing: on\n\
             template:\n  - id: default\n    storage: {at}\n    semantic-checks: off\n\
             zone:\n  - domain: test\n    file: test.zone\n  - domain: bogus.test\n    file: bogus.test.zone\n  \
             - domain: example.test\n    file: example.test.zone\n    zonefile-sync: -1\n    dnssec-signing: on\n    \
             dnssec-policy: own\n",
            listen(authority)
        );
        std::fs::write(file("knot.conf"), configuration).expect("writable");
        std::fs::create_dir(file("db")).expect("writable");
        let keymgr = |arguments: &[&str]| {
            let mut command = Command::new("keymgr");
            command
                .arg("-c")
                .arg(file("knot.conf"))
                .arg("example.test")
                .args(arguments);
            let output = command.output().expect("knot is installed: tests/run does that");
            assert!(output.status.success(), "{output:?}");
            String::from_utf8_lossy(&output.stdout).into_owned()
        };
        keymgr(&["generate", "algorithm=ecdsap256sha256", "ksk=yes", "zsk=yes"]);
        let anchor = keymgr(&["ds"]).lines().next().expect("a DS").to_owned();
        let zones: String = ["test", "example.test", "bogus.test"]
            .iter()
            .map(|zone| {
                format!(
                    "stub-zone:\n  name: \"{zone}\"\n  stub-addr: {}\n",
                    listen(authority)
                )
            })
            .collect();
        let configuration = format!(
            "server:\n  interface: {}\n  do-ip6: no\n  access-control: 127.0.0.0/8 allow\n  chroot: \"\"\n  \
             username: \"\"\n  pidfile: \"{at}/pid\"\n  directory: \"{at}\"\n  use-syslog: no\n  \
             do-not-query-localhost: no\n  local-zone: \"test.\" nodefault\n  trust-anchor: \"{anchor}\"\n  \
             trust-anchor: \"bogus.test. DS 1 13 2 {}\"\n{zones}remote-control:\n  control-enable: no\n",
            listen(resolver),
            "00".repeat(32),
        );
        std::fs::write(file("unbound.conf"), configuration).expect("writable");
        let knot = Daemon::start(
            authority,
            Command::new("/usr/sbin/knotd").arg("-c").arg(file("knot.conf")),
        );
        let unbound = Daemon::start(
            resolver,
            Command::new("/usr/sbin/unbound")
                .args(["-d", "-c"])
                .arg(file("unbound.conf")),
        );
        Self {
            _authority: knot,
            _resolver: unbound,
            authority,
            resolver,
            _directory: directory,
        }
    }
}

/// The report on `name` at the peer, by this resolver.
#[track_caller]
fn asked(peer: &Peer, name: &str, resolver: SocketAddr, further: &[&str]) -> Value {
    let target = format!("{name}:{}", peer.address.port());
    let (place, resolver) = (peer.target(), resolver.to_string());
    let arguments = [&target, "--connect", &place, "--resolver", &resolver];
    report(
        &[
            &arguments[..],
            &["--scan", "handshake,caa,tlsa,https-record"],
            further,
        ]
        .concat(),
    )
}

fn openssl(arguments: &[&str]) -> Vec<u8> {
    let output = Command::new("openssl").args(arguments).output();
    let output = output.expect("openssl is installed: tests/run does that");
    assert!(output.status.success(), "{output:?}");
    output.stdout
}

/// The digest of a certificate or of its key, by another hand than ours.
fn digest(file: &str, of_key: bool) -> String {
    let directory = tempfile::tempdir().expect("a directory can be made");
    let at = directory.path().join("input");
    let der = if of_key {
        let key = openssl(&["x509", "-in", file, "-pubkey", "-noout"]);
        std::fs::write(&at, key).expect("writable");
        openssl(&["pkey", "-pubin", "-in", &at.to_string_lossy(), "-outform", "DER"])
    } else {
        openssl(&["x509", "-in", file, "-outform", "DER"])
    };
    std::fs::write(&at, der).expect("writable");
    let said = openssl(&["dgst", "-sha256", "-r", &at.to_string_lossy()]);
    String::from_utf8_lossy(&said)
        .split(' ')
        .next()
        .expect("a digest")
        .to_owned()
}

#[test]
fn each_tlsa_record_is_held_against_the_chain() {
    let names = ["right", "wrong", "partly", "anchor", "pkix", "odd"];
    let hosts: Vec<String> = names.iter().map(|name| format!("{name}.example.test")).collect();
    let hosts: Vec<&str> = hosts.iter().map(String::as_str).collect();
    let pki = Pki::with_intermediates(1, &[&hosts]);
    let peer = Peer::nginx(
        pki.directory.path(),
        &format!(
            "server {{ listen LISTEN ssl; {} }}",
            pki.nginx("right.example.test")
        ),
    );
    let port = peer.address.port();
    let leaf = pki.text("certs/right.example.test/cert.pem");
    let (leaf_key, leaf_whole) = (digest(&leaf, true), digest(&leaf, false));
    let (ca, root) = (
        digest(&pki.text("ca/cert.pem"), true),
        digest(&pki.text("ca/root.pem"), false),
    );
    let other = "ab".repeat(32);
    let dns = Dns::new(&format!(
        "_{port}._tcp.right TLSA 3 1 1 {leaf_key}\n\
         _{port}._tcp.wrong TLSA 3 1 1 {other}\n_{port}._tcp.wrong TLSA 2 0 1 {other}\n\
         _{port}._tcp.partly TLSA 3 1 1 {other}\n_{port}._tcp.partly TLSA 3 0 1 {leaf_whole}\n\
         _{port}._tcp.anchor TLSA 2 1 1 {ca}\n\
         _{port}._tcp.pkix TLSA 0 0 1 {root}\n_{port}._tcp.pkix TLSA 1 1 1 {leaf_key}\n\
         _{port}._tcp.odd TLSA 9 9 9 {other}\n"
    ));
    let trusted = pki.text("ca/root.pem");
    for (name, trust, matched, each) in [
        ("right", "none", json!(true), &[true][..]),
        ("wrong", "none", json!(false), &[false, false]),
        ("partly", "none", json!(true), &[false, true]),
        ("anchor", "none", json!(true), &[true]),
        ("pkix", &trusted, json!(true), &[true, true]),
        // What usages 0 and 1 ask besides: that the certificate be trusted.
        ("pkix", "none", json!(false), &[false, false]),
    ] {
        let host = format!("{name}.example.test");
        let report = asked(&peer, &host, dns.resolver, &["--roots", trust]);
        let tlsa = &report["sections"]["dns"]["tlsa"];
        assert_eq!(tlsa["matched"], matched, "{name}: {tlsa:#}");
        assert_eq!(tlsa["dnssec"], "validated", "{name}: {tlsa:#}");
        let mut found: Vec<bool> = tlsa["records"]
            .as_array()
            .expect("records")
            .iter()
            .map(|record| record["matches"] == true)
            .collect();
        found.sort_unstable();
        assert_eq!(found, each, "{name}: {tlsa:#}");
        let is_wrong = rules(&report).contains(&"tlsa-mismatch");
        assert_eq!(is_wrong, matched == json!(false), "{name}: {report:#}");
    }
    let odd = asked(&peer, "odd.example.test", dns.resolver, &["--roots", "none"]);
    assert!(
        odd["sections"]["dns"]["tlsa"]["matched"]["inconclusive"].is_string(),
        "{odd:#}"
    );
    assert!(!rules(&odd).contains(&"tlsa-mismatch"));
    // The same records in a zone that nobody signed, and signed but by way of who validates nothing.
    let unsigned = asked(&peer, "right.test", dns.resolver, &["--roots", "none"]);
    assert_eq!(
        unsigned["sections"]["dns"]["tlsa"]["dnssec"], "unsigned",
        "{unsigned:#}"
    );
    assert!(rules(&unsigned).contains(&"tlsa-unsigned"));
    let unvalidated = asked(&peer, "right.example.test", dns.authority, &["--roots", "none"]);
    assert_eq!(
        unvalidated["sections"]["dns"]["tlsa"]["dnssec"],
        "signed, not validated"
    );
    assert!(!rules(&unvalidated).contains(&"tlsa-unsigned"));
}

#[test]
fn caa_is_looked_for_up_the_tree_and_held_against_the_issuer() {
    let pki = Pki::new(&[]);
    let directory = pki.directory.path();
    // A CA that calls itself what a public one does.
    openssl(&[
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        "-days",
        "30",
        "-keyout",
        &pki.text("le.key"),
        "-out",
        &pki.text("le.pem"),
        "-subj",
        "/O=Let's Encrypt/CN=E1",
        "-addext",
        "subjectAltName=DNS:a.b.example.test",
    ]);
    let lines = format!(
        "ssl_certificate {}; ssl_certificate_key {};",
        pki.text("le.pem"),
        pki.text("le.key")
    );
    let peer = Peer::nginx(directory, &format!("server {{ listen LISTEN ssl; {lines} }}"));
    let dns = Dns::new(
        "b CAA 0 issue \"letsencrypt.org; validationmethods=dns-01\"\nb CAA 0 iodef \"mailto:x@example.test\"\n\
         c CAA 0 issue \"ca.example.net\"\nnobody CAA 128 issue \";\"\n",
    );
    let caa = |name: &str| {
        let report = asked(&peer, name, dns.resolver, &["--insecure"]);
        (report["sections"]["dns"]["caa"].clone(), report)
    };
    let (found, report) = caa("a.b.example.test");
    assert_eq!(found["name"], "b.example.test", "{found:#}");
    assert_eq!(found["allows_issuer"], true);
    assert_eq!(found["records"].as_array().map(Vec::len), Some(2));
    assert!(!rules(&report).contains(&"caa-other-issuer"));
    for name in ["x.y.c.example.test", "nobody.example.test"] {
        let (found, report) = caa(name);
        assert_eq!(found["allows_issuer"], false, "{name}: {found:#}");
        let finding = &report["findings"][0];
        assert_eq!(finding["rule"], "caa-other-issuer");
        assert_eq!(finding["severity"], "notice", "CAA binds at issuance");
    }
    // Nothing on the whole way up; and a name that is not there at all has parents too.
    assert_eq!(caa("d.example.test").0, Value::Null);
    assert_eq!(caa("there.is.no.such.test").0, Value::Null);
}

#[test]
fn an_issuer_that_goes_by_an_unknown_name_is_inconclusive() {
    let pki = Pki::new(&[&["www.example.test"]]);
    let servers = format!(
        "server {{ listen LISTEN ssl; {} }}",
        pki.nginx("www.example.test")
    );
    let peer = Peer::nginx(pki.directory.path(), &servers);
    let dns = Dns::new("@ CAA 0 issue \"ca.example.net\"\n");
    let report = asked(&peer, "www.example.test", dns.resolver, &["--insecure"]);
    let caa = &report["sections"]["dns"]["caa"];
    assert_eq!(caa["name"], "example.test");
    assert!(caa["allows_issuer"]["inconclusive"].is_string(), "{caa:#}");
    assert_eq!(rules(&report), Vec::<&str>::new());
}

#[test]
fn what_an_https_record_promises_is_held_against_what_is_spoken() {
    let names = ["web.example.test", "lies.example.test", "alias.example.test"];
    let pki = Pki::new(&[&names]);
    let servers = format!("server {{ listen LISTEN ssl http2; {} }}", pki.nginx(names[0]));
    let peer = Peer::nginx(pki.directory.path(), &servers);
    let port = peer.address.port();
    let dns = Dns::new(&format!(
        "_{port}._https.web HTTPS 1 . alpn=h2,h3 port={port} ipv4hint=127.0.0.1 ipv6hint=::1\n\
         _{port}._https.lies HTTPS 1 . alpn=h2,smux mandatory=alpn\n\
         _{port}._https.alias HTTPS 0 _{port}._https.web\n"
    ));
    let https = |name: &str| {
        let report = asked(&peer, name, dns.resolver, &["--insecure"]);
        (report["sections"]["dns"]["https"].clone(), report)
    };
    for name in ["web.example.test", "alias.example.test"] {
        let (found, report) = https(name);
        assert_eq!(
            found["name"],
            format!("_{port}._https.web.example.test"),
            "{found:#}"
        );
        let record = json!({
            "priority": 1, "target": ".", "alpn": ["h2", "h3"], "port": port,
            "hints": ["127.0.0.1", "::1"], "ech": false
        });
        assert_eq!(found["records"], json!([record]));
        assert_eq!(found["spoken"], true);
        assert_eq!(rules(&report), Vec::<&str>::new());
    }
    let (found, report) = https("lies.example.test");
    assert_eq!(found["spoken"], false, "{found:#}");
    assert_eq!(found["records"][0]["mandatory"], json!(["key1"]));
    assert_eq!(rules(&report), ["https-record-alpn"]);
    assert!(
        report["findings"][0]["message"]
            .as_str()
            .is_some_and(|said| said.contains("smux"))
    );
}

#[test]
fn what_the_resolver_does_not_say_is_never_a_no() {
    let pki = Pki::new(&[&["a.bogus.test"]]);
    let servers = format!("server {{ listen LISTEN ssl; {} }}", pki.nginx("a.bogus.test"));
    let peer = Peer::nginx(pki.directory.path(), &servers);
    let dns = Dns::new("");
    let deaf = UdpSocket::bind("127.0.0.1:0").expect("a port is free");
    let silent = deaf.local_addr().expect("bound");
    for (resolver, why) in [
        (dns.resolver, "SERVFAIL"),
        (silent, "in time"),
        (place(), "the resolver"),
    ] {
        let report = asked(
            &peer,
            "a.bogus.test",
            resolver,
            &["--insecure", "--timeout", "1s"],
        );
        for kind in ["caa", "tlsa", "https"] {
            let found = &report["sections"]["dns"][kind]["inconclusive"];
            assert!(
                found.as_str().is_some_and(|said| said.contains(why)),
                "{kind}: {report:#}"
            );
        }
        assert_eq!(rules(&report), Vec::<&str>::new());
    }
    let stderr = tlsctl(["probe", "127.0.0.1:1", "--resolver", "ns.example.test"]).fails(2);
    assert!(
        stderr.contains("is not an address") && stderr.contains("5353"),
        "{stderr}"
    );
}

#[test]
fn every_address_of_a_name_is_probed_or_those_of_one_kind() {
    let pki = Pki::new(&[&["www.example.test"]]);
    let identity = pki.text("certs/www.example.test");
    let arguments = ["serve", ".", "--listen", "localhost:0", "--tls", &identity];
    let server = tlsctl(arguments).within(pki.directory.path()).serve();
    let port = server.port();
    let dns = Dns::new("www A 127.0.0.1\nwww AAAA ::1\nhalf A 127.0.0.1\n");
    let resolver = dns.resolver.to_string();
    let addresses = |name: &str, flag: &str| {
        let target = format!("{name}.example.test:{port}");
        let arguments = [
            &target,
            "--resolver",
            &resolver,
            "--insecure",
            "--scan",
            "handshake",
            flag,
        ];
        let output = tlsctl(["probe", "--format", "jsonl"].iter().copied().chain(arguments)).run();
        let mut found: Vec<String> = output
            .stdout
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).expect("a report a line"))
            .filter_map(|report| {
                let address = &report["sections"]["target"]["address"];
                (report["sections"]["handshake"]["completed"] == true)
                    .then(|| address.as_str().unwrap_or_default().to_owned())
            })
            .collect();
        found.sort_unstable();
        (output.code, found)
    };
    let (four, six) = (format!("127.0.0.1:{port}"), format!("[::1]:{port}"));
    assert_eq!(
        addresses("www", "--all-ips"),
        (0, vec![four.clone(), six.clone()])
    );
    assert_eq!(addresses("www", "-4"), (0, vec![four.clone()]));
    assert_eq!(addresses("www", "-6"), (0, vec![six]));
    assert_eq!(addresses("half", "--all-ips"), (0, vec![four]));
    assert_eq!(addresses("half", "-6"), (4, Vec::new()));
    assert_eq!(addresses("nobody", "--all-ips"), (4, Vec::new()));
    // One handshake and no more takes its address from there too, and asks for nothing else.
    let target = format!("www.example.test:{port}");
    let fast = report(&[&target, "--resolver", &resolver, "--insecure", "--fast"]);
    assert_eq!(fast["sections"]["handshake"]["completed"], true);
    assert!(fast["sections"].get("dns").is_none(), "{fast:#}");
    // An address is what it is, and has one family.
    let output = tlsctl(["probe", &format!("[::1]:{port}"), "-4", "--insecure"]).fails(4);
    assert!(output.contains("has no IPv4 address"), "{output}");
}

#[test]
fn nothing_is_asked_of_the_dns_unless_the_user_says_so() {
    let pki = Pki::new(&[&["localhost"]]);
    let servers = format!("server {{ listen LISTEN ssl; {} }}", pki.nginx("localhost"));
    let peer = Peer::nginx(pki.directory.path(), &servers);
    let target = peer.target();
    let report = report(&[&target, "--sni", "localhost", "--insecure"]);
    assert_eq!(report["sections"].get("dns"), None);
    // To name the scan is not to say so.
    for scan in ["caa", "tlsa", "https-record", "ech"] {
        let said = tlsctl([
            "probe",
            &target,
            "--sni",
            "localhost",
            "--insecure",
            "--scan",
            scan,
        ])
        .fails(2);
        assert!(said.contains("without --dns"), "{said}");
    }
}
