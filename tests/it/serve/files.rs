//! A directory: what it gives, and what it never gives.

use super::peer::{curl, peer, status};
use super::pki::Pki;
use crate::tlsctl::Server;

fn site() -> (Pki, Server) {
    let pki = Pki::new();
    pki.write("secret.txt", "outside");
    pki.write("www/a.txt", "0123456789");
    pki.write("www/empty", "");
    pki.write(
        "www/big.bin",
        (0..300_000_u32).map(|i| i as u8).collect::<Vec<u8>>(),
    );
    pki.write("www/sub/index.html", "<h1>index</h1>");
    pki.write("www/list/sp ace.html", "x");
    pki.write("www/list/<b>.txt", "x");
    pki.write("www/.env", "hidden");
    pki.write("www/.git/config", "hidden");
    pki.write("www/privkey.pem", "key");
    pki.write("www/site.key", "key");
    let server = pki.serve(&["www", "--tls", "certs/b"]);
    (pki, server)
}

fn get(server: &Server, path: &str, more: &[&str]) -> String {
    let url = format!("{}{path}", server.url());
    curl(&[&["--http1.1", "-i", "--path-as-is"], more, &[&url]].concat())
}

fn code(server: &Server, path: &str, more: &[&str]) -> u16 {
    let url = format!("{}{path}", server.url());
    status(&[&["--path-as-is"], more, &[&url]].concat())
}

#[test]
fn files_come_whole_with_their_type_over_both_versions_of_http() {
    let (pki, server) = site();
    for version in ["--http1.1", "--http2"] {
        let out = pki.at("got");
        curl(&[version, "-o", &out, &format!("{}/big.bin", server.url())]);
        assert_eq!(
            std::fs::read(&out).expect("read"),
            std::fs::read(pki.file("www/big.bin")).expect("read")
        );
    }
    let text = get(&server, "/a.txt", &[]);
    assert!(
        text.starts_with("HTTP/1.1 200 OK") && text.ends_with("\r\n\r\n0123456789"),
        "{text}"
    );
    assert!(
        text.contains("content-type: text/plain; charset=utf-8\r\n"),
        "{text}"
    );
    assert!(get(&server, "/empty", &[]).contains("content-length: 0\r\n"));
}

#[test]
fn a_directory_is_its_index_or_a_listing() {
    let (_pki, server) = site();
    assert!(get(&server, "/sub/", &[]).ends_with("<h1>index</h1>"));
    let moved = get(&server, "/sub?q=1", &[]);
    assert!(
        moved.contains("308 Permanent") && moved.contains("location: /sub/?q=1\r\n"),
        "{moved}"
    );
    let listing = get(&server, "/list/", &[]);
    assert!(
        listing.contains("href=\"./sp%20ace.html\"") && listing.contains("&lt;b&gt;.txt"),
        "{listing}"
    );
    assert!(!listing.contains("<b>.txt"));
    let root = get(&server, "/", &[]);
    assert!(root.contains(">a.txt<"));
    for never in [".env", ".git", "privkey.pem", "site.key"] {
        assert!(!root.contains(never), "{never}");
    }
    let json = peer(
        "curl",
        &[
            "-sk",
            "-H",
            "Accept: application/json",
            &format!("{}/list/", server.url()),
        ],
        "",
    )
    .json();
    assert_eq!(json["entries"][0]["type"], "file");
    assert_eq!(code(&server, "/a.txt/", &[]), 404);
}

#[test]
fn head_says_what_get_would_without_a_body() {
    let (_pki, server) = site();
    for version in ["--http1.1", "--http2"] {
        for path in ["/a.txt", "/big.bin", "/list/", "/none"] {
            let url = format!("{}{path}", server.url());
            let fields = |head: String| -> Vec<String> {
                let mut fields: Vec<_> = head
                    .lines()
                    .filter(|l| !l.starts_with("date"))
                    .map(str::to_owned)
                    .collect();
                fields.sort();
                fields
            };
            let head = fields(curl(&[version, "-I", &url]));
            let full = fields(curl(&[version, "-D", "-", "-o", "/dev/null", &url]));
            assert_eq!(head, full, "{version} {path}");
        }
    }
}

#[test]
fn ranges_give_one_part_several_or_none() {
    let (_pki, server) = site();
    let ask = |range: &str| get(&server, "/a.txt", &["-r", range]);
    let one = ask("2-4");
    assert!(
        one.contains("206 Partial")
            && one.contains("content-range: bytes 2-4/10\r\n")
            && one.ends_with("\r\n\r\n234"),
        "{one}"
    );
    assert!(ask("-3").ends_with("789") && ask("7-").ends_with("789"));
    let many = ask("0-0,-1");
    assert!(
        many.contains("content-type: multipart/byteranges; boundary="),
        "{many}"
    );
    assert!(
        many.contains("content-range: bytes 0-0/10\r\n\r\n0\r\n--")
            || many.contains("Content-Range: bytes 0-0/10\r\n\r\n0\r\n--"),
        "{many}"
    );
    assert!(
        many.contains("Content-Range: bytes 9-9/10\r\n\r\n9\r\n--"),
        "{many}"
    );
    let none = ask("10-");
    assert!(
        none.contains("416 Range") && none.contains("content-range: bytes */10\r\n"),
        "{none}"
    );
    assert!(ask("5-4").contains("200 OK"));
}

#[test]
fn of_head_a_range_is_ignored() {
    let (_pki, server) = site();
    let head = get(&server, "/a.txt", &["-I", "-H", "Range: bytes=2-4"]);
    assert!(
        head.starts_with("HTTP/1.1 200") && head.contains("content-length: 10\r\n"),
        "{head}"
    );
}

#[test]
fn a_name_that_no_path_may_hold_is_not_listed() {
    let (pki, server) = site();
    pki.write("www/list/a\nb.txt", "x");
    let listing = get(&server, "/list/", &["-H", "Accept: application/json"]);
    assert!(
        listing.contains("sp ace.html") && !listing.contains("b.txt\","),
        "{listing}"
    );
}

#[test]
fn conditional_requests_save_what_the_client_has() {
    let (_pki, server) = site();
    let first = get(&server, "/a.txt", &[]);
    let field = |name: &str| {
        let line = first.lines().find(|line| line.starts_with(name)).expect("there");
        line[name.len() + 2..].trim().to_owned()
    };
    let (etag, modified) = (field("etag"), field("last-modified"));
    let with = |field: &str, value: &str, more: &[&str]| {
        code(
            &server,
            "/a.txt",
            &[&["-H", &format!("{field}: {value}")], more].concat(),
        )
    };
    assert_eq!(with("If-None-Match", &etag, &[]), 304);
    assert_eq!(with("If-None-Match", "\"other\"", &[]), 200);
    assert_eq!(with("If-Modified-Since", &modified, &[]), 304);
    assert_eq!(with("If-Match", "\"other\"", &[]), 412);
    assert_eq!(
        with("If-Unmodified-Since", "Thu, 01 Jan 1970 00:00:00 GMT", &[]),
        412
    );
    assert_eq!(with("If-Range", &etag, &["-r", "0-1"]), 206);
    assert_eq!(with("If-Range", "\"other\"", &["-r", "0-1"]), 200);
}

#[test]
fn other_methods_are_not_allowed() {
    let (_pki, server) = site();
    for method in ["POST", "PUT", "DELETE", "TRACE", "OPTIONS", "PATCH"] {
        let answer = get(&server, "/a.txt", &["-X", method]);
        assert!(
            answer.contains("405 Method") && answer.contains("allow: GET, HEAD\r\n"),
            "{method}: {answer}"
        );
    }
}

#[test]
fn nothing_hidden_and_no_key_is_served() {
    let (_pki, server) = site();
    for path in [
        "/.env",
        "/%2eenv",
        "/.git/config",
        "/.git/",
        "/privkey.pem",
        "/site.key",
        "/sub/../.env",
    ] {
        assert!(matches!(code(&server, path, &[]), 400 | 404), "{path}");
    }
}

#[test]
fn a_private_key_is_not_served_under_any_name() {
    let pki = Pki::new();
    let made = [
        "gen",
        "key.test",
        "--out",
        "www/made",
        "--der",
        "--combined",
        "--k8s-secret",
    ];
    pki.run(&made);
    let key = std::fs::read_to_string(pki.file("www/made/privkey.pem")).expect("read");
    pki.write("www/foo.txt", format!("notes\n{key}"));
    pki.write("www/site.toml", format!("[tls]\nkey_pem = {key:?}\n"));
    pki.write(
        "www/page.html",
        "<code>-----BEGIN PRIVATE KEY-----</code> is how a key begins.",
    );
    pki.write("www/long.txt", "-".repeat(300_000));
    let server = pki.serve(&["www", "--tls", "certs/b"]);
    let secrets = [
        "/made/combined.pem",
        "/made/privkey.der",
        "/made/secret.yaml",
        "/foo.txt",
        "/site.toml",
    ];
    for path in secrets {
        assert_eq!(code(&server, path, &[]), 404, "{path}");
        assert_eq!(code(&server, path, &["-r", "5-9"]), 404, "{path}");
        assert_eq!(code(&server, path, &["-I"]), 404, "{path}");
    }
    for path in ["/made/cert.der", "/made/fullchain.pem", "/page.html", "/long.txt"] {
        assert_eq!(code(&server, path, &[]), 200, "{path}");
    }
    let listing = get(&server, "/made/", &[]) + &get(&server, "/", &[]);
    assert!(listing.contains(">cert.der<") && listing.contains(">page.html<"));
    for name in ["combined.pem", "privkey", "secret.yaml", "foo.txt", "site.toml"] {
        assert!(!listing.contains(name), "{name}");
    }
    // What was none becomes one, and the other way round.
    pki.write("www/page.html", &key);
    assert_eq!(code(&server, "/page.html", &[]), 404);
    pki.write("www/foo.txt", "notes");
    assert_eq!(code(&server, "/foo.txt", &[]), 200);
    let asked = pki.serve(&["www", "--tls", "certs/b", "--hidden"]);
    assert_eq!(code(&asked, "/made/combined.pem", &[]), 200);
}

#[test]
fn the_servers_own_certificate_and_key_are_never_served_under_any_name() {
    let pki = Pki::new();
    let server = pki.serve(&[".", "--tls", "certs/b"]);
    assert_eq!(code(&server, "/certs/b/fullchain.pem", &[]), 404);
    assert_eq!(code(&server, "/certs/b/privkey.pem", &[]), 404);
    std::fs::hard_link(pki.file("certs/b/privkey.pem"), pki.file("innocent.txt")).expect("linked");
    std::os::unix::fs::symlink("certs/b/fullchain.pem", pki.file("link.txt")).expect("linked");
    assert_eq!(code(&server, "/innocent.txt", &[]), 404);
    assert_eq!(code(&server, "/link.txt", &[]), 404);
    assert_eq!(code(&server, "/certs/a/fullchain.pem", &[]), 200);
    let asked = pki.serve(&[".", "--tls", "certs/b", "--hidden"]);
    assert_eq!(code(&asked, "/innocent.txt", &[]), 200);
}

#[test]
fn what_the_server_reads_and_writes_for_itself_is_neither_given_nor_listed() {
    let pki = Pki::new();
    for (file, text) in [
        ("login.txt", "hunter2\n"),
        ("ticket.txt", "0123456789012345678901234567890123456789"),
        ("pw.txt", "hush-hush\n"),
        ("page.txt", "for all"),
    ] {
        pki.write(&format!("www/{file}"), text);
    }
    pki.openssl(
        "pkcs8 -topk8 -v2 aes-256-cbc -in certs/b/privkey.pem -passout pass:hush-hush -out www/enc.txt",
    );
    pki.write(
        "www/ca.txt",
        std::fs::read(pki.file("ca/cert.pem")).expect("read"),
    );
    pki.run(&[
        "gen",
        "ocsp",
        "certs/b/cert.pem",
        "--ca",
        "ca",
        "--out",
        "www/staple.txt",
    ]);
    pki.write(
        "www/tlsctl.toml",
        "auth = ['joe:www/login.txt']\nticket_key = 'www/ticket.txt'\nkeylog = 'www/secrets.txt'\n[tls]\ncert_pem_file = 'certs/b/fullchain.pem'\nkey_pem_file = 'www/enc.txt'\npassword_file = 'www/pw.txt'\nclient_ca_pem_file = 'www/ca.txt'\nclient_auth = 'request'\nocsp_file = 'www/staple.txt'\n",
    );
    std::fs::hard_link(pki.file("www/tlsctl.toml"), pki.file("www/other.txt")).expect("linked");
    let server = pki.serve(&["www", "--config", "www/tlsctl.toml"]);
    let login = ["-u", "joe:hunter2"];
    assert_eq!(code(&server, "/page.txt", &login), 200);
    let listing = get(&server, "/", &login);
    assert!(listing.contains("page.txt"), "{listing}");
    for own in [
        "tlsctl.toml",
        "other.txt",
        "login.txt",
        "ticket.txt",
        "secrets.txt",
        "enc.txt",
        "pw.txt",
        "ca.txt",
        "staple.txt",
    ] {
        assert!(pki.file(&format!("www/{own}")).exists(), "{own}");
        assert_eq!(code(&server, &format!("/{own}"), &login), 404, "{own}");
        assert!(!listing.contains(own), "{own}: {listing}");
    }
}

#[test]
fn nothing_outside_the_root_is_served_however_it_is_written() {
    let (pki, server) = site();
    let link = |to: &str, name: &str| std::os::unix::fs::symlink(to, pki.file(name)).expect("linked");
    link("../secret.txt", "www/out.txt");
    link("/etc/hostname", "www/etc.txt");
    link("..", "www/up");
    link("/", "www/root");
    link("a.txt", "www/in.txt");
    link("loop", "www/loop");
    let secret = std::fs::read_to_string("/etc/hostname").expect("read");
    for path in [
        "/../secret.txt",
        "/..%2fsecret.txt",
        "/%2e%2e/secret.txt",
        "/%2e%2e%2fsecret.txt",
        "/.%2e/secret.txt",
        "/..%5csecret.txt",
        "/..\\secret.txt",
        "/sub/../../secret.txt",
        "/sub/%2e%2e/%2e%2e/secret.txt",
        "//etc/hostname",
        "/%2fetc/hostname",
        "/%2f%2fetc/hostname",
        "/etc/hostname",
        "/C:/etc/hostname",
        "/%c0%ae%c0%ae/secret.txt",
        "/..%c0%afsecret.txt",
        "/....//secret.txt",
        "/..;/secret.txt",
        "/a.txt%00.html",
        "/a.txt%00",
        "/%00",
        "/out.txt",
        "/etc.txt",
        "/up/",
        "/up/secret.txt",
        "/root/etc/hostname",
        "/loop",
        "/..",
        "/..%00/",
        "/./../secret.txt",
        "/%252e%252e/secret.txt",
        "/a.txt/../../secret.txt",
    ] {
        let answer = get(&server, path, &[]);
        let status = answer.split(' ').nth(1).unwrap_or_default();
        assert!(matches!(status, "400" | "404"), "{path}: {answer}");
        assert!(
            !answer.contains("outside") && !answer.contains(secret.trim()),
            "{path}: {answer}"
        );
    }
    assert!(get(&server, "/in.txt", &[]).ends_with("0123456789"));
}

#[test]
fn a_pipe_or_device_is_not_there_and_keeps_nobody_waiting() {
    let (pki, server) = site();
    let made = std::process::Command::new("mkfifo")
        .arg(pki.file("www/pipe"))
        .status()
        .expect("mkfifo");
    assert!(made.success());
    assert_eq!(code(&server, "/pipe", &[]), 404);
    assert_eq!(code(&server, "/a.txt", &[]), 200);
    assert!(!get(&server, "/", &[]).contains("pipe"));
}

#[test]
fn a_file_that_is_not_there_or_may_not_be_read_is_not_found() {
    let (_pki, server) = site();
    assert_eq!(code(&server, "/none", &[]), 404);
    let long = format!("/{}", "a".repeat(5000));
    assert_eq!(code(&server, &long, &[]), 404);
}
