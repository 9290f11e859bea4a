//! Files that clients send: off unless asked for, whole or not at all, and never over what is not theirs.

use std::io::Write as _;
use std::path::Path;

use super::peer::{connect, curl, peer, status};
use super::pki::Pki;
use crate::tlsctl::Server;

fn site(more: &[&str]) -> (Pki, Server) {
    let pki = Pki::new();
    pki.write("www/sub/a.txt", "old");
    pki.write("www/.env", "hidden");
    pki.write("secret", "outside");
    let server = pki.serve(&[&["www", "--plain"], more].concat());
    (pki, server)
}

/// The status that sending `text` to `path` gets.
fn put(server: &Server, path: &str, text: &str, more: &[&str]) -> u16 {
    let url = format!("{}{path}", server.url());
    status(
        &[
            &["--path-as-is", "-X", "PUT", "--data-binary", text],
            more,
            &[&url],
        ]
        .concat(),
    )
}

fn names(directory: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(directory).expect("there");
    let mut names: Vec<String> = entries
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    names.sort();
    names
}

#[test]
fn nothing_is_taken_in_unless_asked_for() {
    let (pki, server) = site(&[]);
    assert_eq!(put(&server, "/new.txt", "x", &[]), 405);
    assert!(!curl(&[&format!("{}/sub/", server.url())]).contains("<script"));
    assert_eq!(names(&pki.file("www")), [".env", "sub"]);
}

#[test]
fn a_file_is_made_replaced_and_told_apart() {
    let (pki, server) = site(&["--upload"]);
    let url = format!("{}/sub/b%20c.txt", server.url());
    let said = curl(&["-i", "--http1.1", "-X", "PUT", "--data-binary", "one", &url]);
    assert!(
        said.starts_with("HTTP/1.1 201") && said.contains("location: /sub/b%20c.txt\r\n"),
        "{said}"
    );
    let tag = said
        .lines()
        .find_map(|line| line.strip_prefix("etag: "))
        .expect("a tag");
    assert_eq!(std::fs::read(pki.file("www/sub/b c.txt")).expect("there"), b"one");
    let condition = |field: &str, tag: &str| format!("{field}: {tag}");
    assert_eq!(
        put(
            &server,
            "/sub/b%20c.txt",
            "two",
            &["-H", &condition("If-Match", "\"other\"")]
        ),
        412
    );
    assert_eq!(
        put(&server, "/sub/b%20c.txt", "two", &["-H", "If-None-Match: *"]),
        412
    );
    assert_eq!(
        put(
            &server,
            "/sub/b%20c.txt",
            "two",
            &["-H", &condition("If-Match", tag)]
        ),
        204
    );
    assert_eq!(put(&server, "/sub/new.txt", "x", &["-H", "If-Match: *"]), 412);
    assert_eq!(
        put(&server, "/sub/new.txt", "x", &["-H", "If-None-Match: *"]),
        201
    );
    assert_eq!(curl(&[&url]), "two");
    assert_eq!(names(&pki.file("www/sub")), ["a.txt", "b c.txt", "new.txt"]);
    let big = pki.at("big");
    std::fs::write(&big, vec![b'x'; 5 << 20]).expect("written");
    let url = format!("{}/big", server.url());
    assert_eq!(status(&["-T", &big, "-H", "Expect: 100-continue", &url]), 201);
    assert_eq!(
        std::fs::metadata(pki.file("www/big")).expect("there").len(),
        5 << 20
    );
}

#[test]
fn what_is_not_theirs_is_never_written() {
    let pki = Pki::new();
    pki.write("www/sub/a.txt", "old");
    pki.write("www/.env", "hidden");
    pki.write("secret", "outside");
    let link = |to: &str, name: &str| std::os::unix::fs::symlink(to, pki.file(name)).expect("linked");
    link("../secret", "www/link");
    link("..", "www/up");
    pki.run(&["gen", "own.test", "--out", "www/own"]);
    let before = std::fs::read(pki.file("www/own/fullchain.pem")).expect("there");
    let server = pki.serve(&["www", "--tls", "www/own", "--upload"]);
    for (path, code) in [
        ("/.env", 403),
        ("/.new", 403),
        ("/.git/config", 403),
        ("/site.key", 403),
        ("/privkey.pem", 403),
        ("/privkey.pem.gz", 403),
        ("/own/fullchain.pem", 403),
        ("/sub/", 400),
        ("/", 400),
        ("/sub", 409),
        ("/none/file", 409),
        ("/sub/a.txt/b", 409),
        ("/up/secret", 409),
        ("/../secret", 400),
        ("/..%2fsecret", 400),
        ("/a%00b", 400),
    ] {
        assert_eq!(put(&server, path, "stolen", &[]), code, "{path}");
    }
    assert_eq!(
        put(&server, "/part", "x", &["-H", "Content-Range: bytes 0-0/5"]),
        400
    );
    assert_eq!(
        put(&server, "/coded", "x", &["-H", "Content-Encoding: gzip"]),
        415
    );
    // A link is replaced; what it led to stays.
    assert_eq!(put(&server, "/link", "mine", &[]), 204);
    assert!(!pki.file("www/link").is_symlink());
    assert_eq!(std::fs::read(pki.file("secret")).expect("there"), b"outside");
    assert_eq!(std::fs::read(pki.file("www/.env")).expect("there"), b"hidden");
    assert_eq!(
        std::fs::read(pki.file("www/own/fullchain.pem")).expect("there"),
        before
    );
    assert_eq!(names(&pki.file("www")), [".env", "link", "own", "sub", "up"]);
}

#[test]
fn what_is_too_large_or_breaks_off_leaves_nothing_behind() {
    let (pki, server) = site(&["--upload=1K"]);
    let text = "x".repeat(1025);
    assert_eq!(put(&server, "/large", &text, &[]), 413);
    assert_eq!(
        put(&server, "/large", &text, &["-H", "Transfer-Encoding: chunked"]),
        413
    );
    assert_eq!(put(&server, "/fits", &text[1..], &[]), 201);
    let mut stream = connect(&server);
    write!(
        stream,
        "PUT /half HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhalf"
    )
    .expect("sent");
    drop(stream);
    // Later requests show that the server has noticed.
    for _ in 0..20 {
        assert_eq!(put(&server, "/fits", "again", &[]), 204);
        if names(&pki.file("www")) == [".env", "fits", "sub"] {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    assert_eq!(names(&pki.file("www")), [".env", "fits", "sub"]);
    let stderr = pki.refuses(2, &["www", "--upload=lots"]);
    assert!(stderr.contains("`lots` is no size"), "{stderr}");
}

#[test]
fn a_full_disk_is_507_and_leaves_nothing_behind() {
    let (pki, _server) = site(&[]);
    // The largest file that a process may write stands in for the disk.
    let script = "ulimit -f 8; trap '' XFSZ; exec \"$@\"";
    let program = env!("CARGO_BIN_EXE_tlsctl");
    let mut child = std::process::Command::new("bash")
        .args([
            "-c",
            script,
            "-",
            program,
            "serve",
            "www",
            "--plain",
            "--upload",
            "--listen",
            "127.0.0.1:0",
        ])
        .current_dir(pki.path())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::null())
        .spawn()
        .expect("bash is there");
    let mut line = String::new();
    let stdout = child.stdout.take().expect("piped");
    std::io::BufRead::read_line(&mut std::io::BufReader::new(stdout), &mut line).expect("a ready line");
    let url = line.split_whitespace().last().expect("a URL").to_owned();
    let big = pki.at("big");
    std::fs::write(&big, vec![b'x'; 100 << 10]).expect("written");
    let code = status(&["-T", &big, &format!("{url}big")]);
    child.kill().expect("ended");
    child.wait().expect("ended");
    assert_eq!(code, 507);
    assert_eq!(names(&pki.file("www")), [".env", "sub"]);
}

#[test]
fn the_listing_sends_files_by_its_one_script() {
    let (_pki, server) = site(&["--upload"]);
    let said = curl(&["-i", &format!("{}/sub/", server.url())]);
    assert!(
        said.contains("script-src 'sha256-") && said.contains("connect-src 'self'"),
        "{said}"
    );
    assert!(said.contains("<input type=file"), "{said}");
}

#[test]
fn a_browser_sends_files_from_the_listing() {
    let (pki, server) = site(&["--upload"]);
    // What the button does, without a person to press it.
    let page = "<iframe src=/sub/ onload=\"if (!window.done) { done = 1; \
        frames[0].send([new File(['by hand'], 'from a browser.txt')]) }\"></iframe>";
    pki.write("www/driver.html", page);
    let url = format!("{}/driver.html", server.url());
    let arguments = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--virtual-time-budget=10000",
        "--dump-dom",
        &url,
    ];
    let said = peer("chromium", &arguments, "");
    let sent = std::fs::read(pki.file("www/sub/from a browser.txt"));
    assert!(sent.is_ok_and(|sent| sent == b"by hand"), "{said:#?}");
}
