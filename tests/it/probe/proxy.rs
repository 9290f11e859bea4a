//! Probing through a proxy: real ones, and scripted ones that count, refuse, and speak anything but what they
//! should. What leaves the machine by another way than the proxy is a fault.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use super::peer::{Daemon, Peer, Pki, hear, place, relay, swallow};
use super::report;
use super::starttls::aiosmtpd;
use super::trust::{issuer_web, leaf_alone};
use crate::tlsctl::{HANG, tlsctl};

/// A proxy for CONNECT that keeps where it was asked to connect to, and with what name and password. It sends
/// its consent together with what a server says first, where one does within a moment.
fn counting() -> (Peer, Arc<Mutex<Vec<String>>>) {
    let asked = Arc::new(Mutex::new(Vec::new()));
    let kept = asked.clone();
    let peer = Peer::scripted(move |mut client| {
        let request = String::from_utf8(hear(&mut client)).expect("a request is text");
        let target = request.split(' ').nth(1).expect("a target").to_owned();
        kept.lock().expect("whole").push(target.clone());
        let Ok(mut server) = TcpStream::connect(target) else {
            let _ = client.write_all(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n");
            return;
        };
        let _ = server.set_read_timeout(Some(Duration::from_millis(300)));
        let mut consent = b"HTTP/1.1 200 Connection established\r\n\r\n".to_vec();
        if !request.contains(":443 ") {
            consent.extend(hear(&mut server));
        }
        let _ = server.set_read_timeout(None);
        let _ = client.write_all(&consent);
        relay(&client, &server);
    });
    (peer, asked)
}

fn nginx(pki: &Pki) -> Peer {
    let servers = format!("server {{ listen LISTEN ssl; {} }}", pki.nginx("localhost"));
    Peer::nginx(pki.directory.path(), &servers)
}

/// `tinyproxy` that wants a name and a password.
fn tinyproxy(pki: &Pki) -> (Daemon, SocketAddr) {
    let address = place();
    let configuration = format!(
        "Listen {}\nPort {}\nTimeout 60\nMaxClients 50\nLogLevel Error\nBasicAuth me secret\n",
        address.ip(),
        address.port()
    );
    let file = pki.path("tinyproxy.conf");
    std::fs::write(&file, configuration).expect("writable");
    let mut command = Command::new("tinyproxy");
    (
        Daemon::start(address, command.args(["-d", "-c"]).arg(file)),
        address,
    )
}

/// `microsocks`, which wants a name and a password where some are given.
fn microsocks(credentials: &[&str]) -> (Daemon, SocketAddr) {
    let address = place();
    let (ip, port) = (address.ip().to_string(), address.port().to_string());
    let mut command = Command::new("microsocks");
    command.args(["-i", &ip, "-p", &port]).args(credentials);
    (Daemon::start(address, &mut command), address)
}

#[test]
fn every_connection_of_a_scan_goes_through_the_proxy() {
    let pki = Pki::new(&[&["localhost"]]);
    let server = nginx(&pki);
    let (proxy, asked) = counting();
    let url = format!("http://{}", proxy.address);
    let target = format!("localhost:{}", server.address.port());
    let scans = "protocol,handshake,certificate,sni,http,resumption";
    let arguments = [&target, "--proxy", &url, "--insecure", "--scan", scans];
    let report = report(&arguments);
    let asked = asked.lock().expect("whole");
    assert_eq!(report["sections"]["connections"]["connections"], asked.len());
    assert!(asked.len() > 10, "{asked:?}");
    assert!(
        asked.iter().all(|place| *place == target),
        "an HTTP proxy resolves names: {asked:?}"
    );
    assert_eq!(report["sections"]["target"]["proxy"], url);
    assert_eq!(report["sections"]["target"].get("address"), None);
    assert_eq!(report["sections"]["protocol"]["tls1_2"]["accepted"], true);
    assert_eq!(report["sections"]["http"]["spoken"], true, "{report:#}");
}

#[test]
fn what_certificates_point_at_is_fetched_through_the_proxy() {
    let pki = Pki::with_intermediates(1, &[]);
    let web = issuer_web(&pki);
    let server = leaf_alone(&pki, &web);
    let (proxy, asked) = counting();
    let url = format!("http://{}", proxy.address);
    let (target, root) = (server.target(), pki.text("ca/root.pem"));
    let common = [&target, "--proxy", &url, "--sni", "localhost", "--roots", &root];
    let common = [&common[..], &["--scan", "verification"]].concat();
    let place = web.target();
    let refused = report(&[&common[..], &["--aia"]].concat());
    assert_eq!(refused["sections"]["verification"]["accepted"], false);
    assert!(
        !asked.lock().expect("whole").contains(&place),
        "loopback is not public"
    );
    let with = report(&[&common[..], &["--aia=private"]].concat());
    assert_eq!(with["sections"]["verification"]["accepted"], true, "{with:#}");
    assert!(asked.lock().expect("whole").contains(&place));
}

#[test]
fn tinyproxy_lets_those_through_who_know_the_password() {
    let pki = Pki::new(&[&["localhost"]]);
    let server = nginx(&pki);
    let (_daemon, address) = tinyproxy(&pki);
    let target = format!("localhost:{}", server.address.port());
    let url = format!("http://me:secret@{address}");
    let arguments = [
        &target,
        "--insecure",
        "--scan",
        "protocol,handshake",
        "--proxy",
        &url,
    ];
    let report = report(&arguments);
    assert_eq!(report["sections"]["handshake"]["completed"], true, "{report:#}");
    assert!(!report.to_string().contains("secret"), "{report:#}");
    // The same from the environment, where `ps` does not show it.
    let output = tlsctl(["probe", &target, "--insecure", "--fast"])
        .env("TLSCTL_PROXY", &url)
        .run();
    assert_eq!(output.code, 0, "{output:#?}");
    let said = output.stdout + &output.stderr;
    assert!(
        said.contains(&address.to_string()) && !said.contains("secret"),
        "{said}"
    );
    for (url, hint) in [
        (
            format!("http://me:wrong-word@{address}"),
            "check the name and the password",
        ),
        (format!("http://{address}"), "TLSCTL_PROXY="),
    ] {
        let stderr = tlsctl(["probe", &target, "--insecure", "--proxy", &url]).fails(4);
        assert!(
            stderr.contains("does not connect to") && stderr.contains("it answers 4"),
            "{stderr}"
        );
        assert!(stderr.contains(hint), "{stderr}");
        assert!(!stderr.contains("wrong-word"), "{stderr}");
    }
}

#[test]
fn microsocks_is_reached_with_and_without_a_password() {
    let pki = Pki::new(&[&["localhost"]]);
    let server = nginx(&pki);
    let target = format!("localhost:{}", server.address.port());
    let (_open, free) = microsocks(&[]);
    let (_closed, guarded) = microsocks(&["-u", "me", "-P", "secret"]);
    for (url, knows_address) in [
        (format!("socks5://{free}"), true),
        (format!("socks5h://{free}"), false),
        (format!("socks5h://me:secret@{guarded}"), false),
    ] {
        let arguments = [
            &target,
            "--insecure",
            "--scan",
            "protocol,handshake",
            "--proxy",
            &url,
        ];
        let report = report(&arguments);
        assert_eq!(report["sections"]["handshake"]["completed"], true, "{report:#}");
        assert_eq!(
            report["sections"]["target"].get("address").is_some(),
            knows_address,
            "{report:#}"
        );
    }
    for url in [
        format!("socks5://me:wrong-word@{guarded}"),
        format!("socks5://{guarded}"),
    ] {
        let stderr = tlsctl(["probe", &target, "--insecure", "--proxy", &url]).fails(4);
        assert!(
            stderr.contains("does not connect to") && stderr.contains("hint:"),
            "{stderr}"
        );
        assert!(!stderr.contains("wrong-word"), "{stderr}");
    }
    let stderr = tlsctl([
        "probe",
        "127.0.0.1:1",
        "--insecure",
        "--proxy",
        &format!("socks5://{free}"),
    ])
    .fails(4);
    assert!(stderr.contains("the server refused the connection"), "{stderr}");
}

#[test]
fn what_a_server_says_first_is_not_lost_in_the_tunnel() {
    let pki = Pki::new(&[&["localhost"]]);
    let server = aiosmtpd(&pki);
    let (proxy, _) = counting();
    let url = format!("http://{}", proxy.address);
    let target = server.target();
    let arguments = [
        &target,
        "--proxy",
        &url,
        "--starttls",
        "smtp",
        "--insecure",
        "--fast",
    ];
    let report = report(&arguments);
    assert_eq!(report["sections"]["handshake"]["completed"], true, "{report:#}");
}

#[test]
fn quic_does_not_go_past_a_proxy() {
    let pki = Pki::new(&[&["localhost"]]);
    let server = nginx(&pki);
    let (_open, free) = microsocks(&[]);
    let url = format!("socks5://{free}");
    let report = report(&[
        &server.target(),
        "--proxy",
        &url,
        "--insecure",
        "--scan",
        "handshake,quic",
    ]);
    assert_eq!(report["sections"]["handshake"]["completed"], true, "{report:#}");
    let said = report["sections"]["quic"].to_string();
    assert!(said.contains("the proxy carries no QUIC"), "{report:#}");
}

#[test]
fn certificates_are_read_through_a_proxy() {
    let pki = Pki::new(&[&["localhost"]]);
    let server = nginx(&pki);
    let (proxy, asked) = counting();
    let url = format!("http://{}", proxy.address);
    let said = tlsctl(["inspect", &server.target(), "--proxy", &url, "--short"]).ok();
    assert!(said.contains("localhost"), "{said}");
    assert_eq!(*asked.lock().expect("whole"), [server.target()]);
}

/// A proxy that gives this answer to whatever it is asked, and the error that this leads to.
#[track_caller]
fn answered(scheme: &str, answer: &'static [u8]) -> String {
    let peer = Peer::scripted(move |mut stream| {
        hear(&mut stream);
        let _ = stream.write_all(answer);
    });
    refused(scheme, &peer)
}

#[track_caller]
fn refused(scheme: &str, peer: &Peer) -> String {
    let url = format!("{scheme}://me:secret@{}", peer.address);
    let stderr = tlsctl([
        "probe",
        "example.com",
        "--insecure",
        "--timeout",
        "1s",
        "--proxy",
        &url,
    ])
    .fails(4);
    assert!(
        stderr.contains("the proxy `") && stderr.contains("hint:"),
        "{stderr}"
    );
    assert!(!stderr.contains("secret"), "{stderr}");
    stderr
}

#[test]
fn what_a_proxy_answers_instead_of_leading_on_is_told() {
    for (answer, why) in [
        (
            &b"HTTP/1.1 407 x\r\nContent-Length: 0\r\n\r\n"[..],
            "407 Proxy Authentication Required",
        ),
        (b"HTTP/1.1 403 x\r\nContent-Length: 900\r\n\r\n", "403 Forbidden"),
        (b"HTTP/1.1 502 x\r\n\r\n", "502 Bad Gateway"),
        (b"SSH-2.0-OpenSSH_9.2\r\n", "does not answer in HTTP"),
        (b"", "does not answer in HTTP"),
    ] {
        let stderr = answered("http", answer);
        assert!(stderr.contains(why), "{why}: {stderr}");
    }
    // socks5h, since the name is not to be looked up here.
    for (answer, why) in [
        (&b"\x05\xff"[..], "wants to know who asks"),
        (b"\x05\x02\x01\x01", "does not take the name and the password"),
        (b"\x05\x00\x05\x02\x00\x01", "its rules do not allow it"),
        (b"\x05\x00\x05\x04\x00\x01", "host unreachable"),
        (b"\x05\x00\x05\x05\x00\x01", "refused the connection"),
        (b"HTTP/1.1 400 Bad Request\r\n\r\n", "does not answer in SOCKS 5"),
        (b"", "does not answer in SOCKS 5"),
    ] {
        let stderr = answered("socks5h", answer);
        assert!(stderr.contains(why), "{why}: {stderr}");
    }
}

#[test]
fn a_proxy_that_never_comes_to_an_end_costs_a_bounded_time_and_space() {
    let start = Instant::now();
    for scheme in ["http", "socks5h"] {
        let stderr = refused(scheme, &Peer::scripted(swallow));
        assert!(stderr.contains("does not answer within 1 s"), "{stderr}");
    }
    let dripping = Peer::scripted(|mut stream| {
        hear(&mut stream);
        for byte in b"HTTP/1.1 200 OK\r\nX: ".iter().chain(std::iter::repeat(&b'x')) {
            if stream.write_all(&[*byte]).is_err() {
                return;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    });
    assert!(refused("http", &dripping).contains("does not answer within 1 s"));
    let endless = Peer::scripted(|mut stream| {
        hear(&mut stream);
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n");
        while stream.write_all(b"X: y\r\n").is_ok() {}
        let _ = stream.read(&mut [0; 1]);
    });
    assert!(refused("http", &endless).contains("does not answer in HTTP"));
    assert!(start.elapsed() < HANG);
}

#[test]
fn a_proxy_that_is_not_there_is_told_from_a_server_that_is_not() {
    let (proxy, _) = counting();
    let alive = format!("http://{}", proxy.address);
    let dead = place();
    let stderr = tlsctl([
        "probe",
        "example.com",
        "--insecure",
        "--proxy",
        &format!("http://{dead}"),
    ])
    .fails(4);
    assert!(
        stderr.contains("the proxy") && stderr.contains("connection refused"),
        "{stderr}"
    );
    let stderr = tlsctl(["probe", &dead.to_string(), "--insecure", "--proxy", &alive]).fails(4);
    assert!(
        stderr.contains("502 Bad Gateway") && stderr.contains(&dead.to_string()),
        "{stderr}"
    );
}

#[test]
fn what_is_no_proxy_is_refused_before_anything_is_asked() {
    for url in [
        "https://me:secret@127.0.0.1:1",
        "http://me:secret@127.0.0.1:0",
        "socks4://127.0.0.1",
    ] {
        let stderr = tlsctl(["probe", "127.0.0.1:1", "--insecure", "--proxy", url]).fails(2);
        assert!(
            stderr.contains("is not a proxy") && stderr.contains("socks5h://"),
            "{stderr}"
        );
        assert!(!stderr.contains("secret"), "{stderr}");
    }
    let arguments = [
        "probe",
        "a.test",
        "-6",
        "--insecure",
        "--proxy",
        "socks5h://127.0.0.1:1",
    ];
    let stderr = tlsctl(arguments).fails(2);
    assert!(
        stderr.contains("resolves names") && stderr.contains("socks5://"),
        "{stderr}"
    );
}
