//! Files in the coding that the client likes best: compressed beforehand, or on their way.

use std::process::Command;

use super::peer::curl;
use super::pki::Pki;
use crate::tlsctl::Server;

/// Text that becomes much shorter.
fn prose() -> String {
    (0..5000)
        .map(|i| format!("line {i} of the same story\n"))
        .collect()
}

fn site() -> (Pki, Server) {
    let pki = Pki::new();
    pki.write("www/prose.txt", prose());
    pki.write("www/short.txt", "too short to bother");
    pki.write("www/noise.png", prose());
    // What stands in for a packed sibling is told apart by its content.
    pki.write("www/app.js", "plain script");
    for (ending, text) in [
        ("br", "brotli, or so it says"),
        ("gz", "gzip"),
        ("zst", "zstandard"),
    ] {
        pki.write(&format!("www/app.js.{ending}"), text);
    }
    pki.write("www/old.css.gz", "out of date");
    pki.write("www/old.css", "plain style");
    let old = pki.at("www/old.css.gz");
    let touched = Command::new("touch").args(["-d", "2001-01-01", &old]).status();
    assert!(touched.is_ok_and(|status| status.success()));
    pki.write("secret.gz", "outside");
    pki.write("www/link.txt", "inside");
    std::os::unix::fs::symlink("../secret.gz", pki.file("www/link.txt.gz")).expect("linked");
    pki.write("www/site.key", "a key");
    pki.write("www/site.key.gz", "a key");
    let server = pki.serve(&["www", "--tls", "certs/b"]);
    (pki, server)
}

/// The head and the body as they came.
fn get(server: &Server, path: &str, accept: &str, more: &[&str]) -> (String, String) {
    let accept = format!("Accept-Encoding: {accept}");
    let url = format!("{}{path}", server.url());
    let said = curl(&[&["--http1.1", "-i", "--raw", "-H", &accept], more, &[&url]].concat());
    let (head, body) = said.split_once("\r\n\r\n").expect("a head");
    (head.to_ascii_lowercase(), body.to_owned())
}

#[test]
fn a_sibling_is_served_in_the_coding_that_the_client_likes_best() {
    let (_pki, server) = site();
    for (accept, coding, body) in [
        ("gzip, deflate, br, zstd", "br", "brotli, or so it says"),
        ("gzip;q=0.9, br;q=0.1, zstd;q=0.5", "gzip", "gzip"),
        ("br;q=0, zstd", "zstd", "zstandard"),
        ("*;q=0.1", "br", "brotli, or so it says"),
    ] {
        let (head, got) = get(&server, "/app.js", accept, &[]);
        assert_eq!(got, body, "{accept}");
        assert!(
            head.contains(&format!("content-encoding: {coding}\r\n")),
            "{accept}: {head}"
        );
        assert!(head.contains("content-type: text/javascript"), "{head}");
        assert!(head.contains("vary: accept-encoding"), "{head}");
        assert!(
            head.contains(&format!("-{coding}\"\r\n")),
            "an entity tag of its own: {head}"
        );
        assert!(
            head.contains(&format!("content-length: {}", body.len())),
            "{head}"
        );
    }
    for accept in ["identity", "gzip;q=0, br;q=0, zstd;q=0", "", "snappy"] {
        let (head, got) = get(&server, "/app.js", accept, &[]);
        assert_eq!(got, "plain script", "{accept}");
        assert!(!head.contains("content-encoding"), "{head}");
        assert!(head.contains("vary: accept-encoding"), "{head}");
    }
}

#[test]
fn ranges_and_conditions_are_about_the_coding_that_is_served() {
    let (_pki, server) = site();
    let (head, got) = get(&server, "/app.js", "br", &["-r", "0-5"]);
    assert!(
        head.starts_with("http/1.1 206") && head.contains("content-range: bytes 0-5/21"),
        "{head}"
    );
    assert_eq!(got, "brotli");
    let (head, _) = get(&server, "/app.js", "br", &["-I"]);
    let tag = head
        .lines()
        .find_map(|line| line.strip_prefix("etag: "))
        .expect("a tag");
    let condition = format!("If-None-Match: {tag}");
    let (head, _) = get(&server, "/app.js", "br", &["-H", &condition]);
    assert!(
        head.starts_with("http/1.1 304") && head.contains("vary: accept-encoding"),
        "{head}"
    );
    let (head, got) = get(&server, "/app.js", "gzip", &["-H", &condition]);
    assert!(head.starts_with("http/1.1 200") && got == "gzip", "{head}");
}

#[test]
fn a_sibling_that_is_old_hidden_or_outside_is_passed_over() {
    let (_pki, server) = site();
    for (path, body) in [("/old.css", "plain style"), ("/link.txt", "inside")] {
        let (head, got) = get(&server, path, "gzip", &[]);
        assert!(
            !head.contains("content-encoding") && got == body,
            "{path}: {head} {got}"
        );
    }
    for path in ["/site.key", "/site.key.gz"] {
        assert!(
            get(&server, path, "gzip", &[]).0.starts_with("http/1.1 404"),
            "{path}"
        );
    }
}

#[test]
#[cfg(feature = "compression")]
fn what_is_worth_it_is_compressed_on_its_way() {
    let (_pki, server) = site();
    for coding in ["br", "gzip", "zstd"] {
        for version in ["--http1.1", "--http2"] {
            let accept = format!("Accept-Encoding: {coding}");
            let url = format!("{}/prose.txt", server.url());
            let written = "%{size_download} %{http_code}";
            let got = curl(&[version, "--compressed", "-H", &accept, "-w", written, &url]);
            let (text, said) = got.split_at(prose().len());
            assert!(text == prose(), "{coding}");
            let size = said
                .split(' ')
                .next()
                .and_then(|size| size.parse().ok())
                .unwrap_or(0);
            assert!(
                said.ends_with(" 200") && (1..20_000).contains(&size),
                "{coding}: {said}"
            );
        }
        let (head, _) = get(&server, "/prose.txt", coding, &["-I"]);
        assert!(head.contains(&format!("content-encoding: {coding}")), "{head}");
        assert!(
            !head.contains("content-length") && !head.contains("accept-ranges"),
            "{head}"
        );
        let tag = head
            .lines()
            .find_map(|line| line.strip_prefix("etag: "))
            .expect("a tag");
        assert!(
            tag.starts_with("w/\"") && tag.ends_with(&format!("-{coding}\"")),
            "{tag}"
        );
        let condition = format!("If-None-Match: {}", tag.replace("w/", "W/"));
        let (head, _) = get(&server, "/prose.txt", coding, &["-H", &condition]);
        assert!(head.starts_with("http/1.1 304"), "{head}");
    }
}

#[test]
fn what_is_short_packed_already_or_asked_for_in_parts_goes_as_it_is() {
    let (pki, server) = site();
    for path in ["/short.txt", "/noise.png"] {
        let (head, _) = get(&server, path, "gzip, br", &[]);
        assert!(!head.contains("content-encoding"), "{path}: {head}");
    }
    assert!(!get(&server, "/noise.png", "gzip", &["-I"]).0.contains("vary"));
    let (head, got) = get(&server, "/prose.txt", "gzip", &["-r", "0-3"]);
    assert!(head.starts_with("http/1.1 206") && got == "line", "{head}");
    let plain = pki.serve(&["www", "--tls", "certs/b", "--no-compression"]);
    let (head, _) = get(&plain, "/prose.txt", "gzip", &["-I"]);
    assert!(
        !head.contains("content-encoding") && head.contains("content-length"),
        "{head}"
    );
    let (head, got) = get(&plain, "/app.js", "gzip", &[]);
    assert!(head.contains("content-encoding: gzip") && got == "gzip", "{head}");
}
