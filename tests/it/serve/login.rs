//! Basic authentication: who may ask, in every mode, and that nobody else gets to see a password.

use super::peer::{curl, status};
use super::pki::Pki;

/// `open sesame`, hashed as `htpasswd -nbB -C 4` does.
const HASH: &str = "$2y$04$abcdefghijklmnopqrstuu/LVz6MZlItEy42I2juLihZ66HnQx/cy";

#[test]
fn who_knows_the_password_is_let_in_and_nobody_else() {
    let pki = Pki::new();
    pki.write("www/a.txt", "a");
    pki.write("plain", "p:ss wörd\nsecond line");
    pki.write("hash", format!("{HASH}\n"));
    pki.write("htpasswd", format!("other:x\ncarol:{HASH}\n"));
    let users = [
        "--auth",
        "ann:plain",
        "--auth",
        "bob:hash",
        "--auth",
        "carol:htpasswd",
    ];
    let server = pki.serve(&[&["www", "--tls", "certs/b"], &users[..]].concat());
    let url = format!("{}/a.txt", server.url());
    for right in [
        "ann:p:ss wörd",
        "bob:open sesame",
        "bob:open sesame",
        "carol:open sesame",
    ] {
        assert_eq!(curl(&["-u", right, &url]), "a", "{right}");
    }
    for wrong in [
        "ann:",
        "ann:second line",
        "bob:x",
        "dora:open sesame",
        "ann:open sesame",
        "bob:",
    ] {
        assert_eq!(status(&["-u", wrong, &url]), 401, "{wrong}");
    }
    let said = curl(&["-i", "--http1.1", &url]);
    assert!(said.starts_with("HTTP/1.1 401"), "{said}");
    assert!(
        said.contains("www-authenticate: Basic realm=\"tlsctl\", charset=\"UTF-8\""),
        "{said}"
    );
    for header in ["Basic", "Basic !", "Bearer YW5uOng=", "Basic YW5u"] {
        assert_eq!(
            status(&["-H", &format!("Authorization: {header}"), &url]),
            401,
            "{header}"
        );
    }
}

#[test]
fn a_changed_password_holds_without_a_restart_and_a_broken_file_changes_nothing() {
    let pki = Pki::new();
    pki.write("password", "old");
    let server = pki.serve(&["--echo", "--tls", "certs/b", "--auth", "ann:password"]);
    let status = |login: &str| status(&["-u", login, server.url()]);
    assert_eq!((status("ann:old"), status("ann:new")), (200, 401));
    pki.write("password", HASH);
    server.log("were read again");
    assert_eq!((status("ann:old"), status("ann:open sesame")), (401, 200));
    pki.write("password", "");
    server.log("the old ones stay");
    assert_eq!(status("ann:open sesame"), 200);
    pki.write("password", "new");
    server.signal("HUP");
    server.log("were read again");
    assert_eq!((status("ann:new"), status("ann:open sesame")), (200, 401));
}

#[test]
fn a_password_goes_no_further_than_the_door() {
    let pki = Pki::new();
    pki.write("password", "open sesame");
    let echo = pki.serve(&[
        "--echo",
        "--tls",
        "certs/b",
        "--auth",
        "ann:password",
        "--access-log",
        "json",
    ]);
    let login = ["-u", "ann:open sesame"];
    let said = curl(&[&login[..], &[echo.url()]].concat());
    let hidden = |text: &str| {
        let text = text.to_ascii_lowercase();
        !text.contains("authorization") && !text.contains("sesame") && !text.contains("yw5uom9wzw4gc2vzyw1l")
    };
    assert!(said.contains("\"method\": \"GET\"") && hidden(&said), "{said}");
    assert!(hidden(&echo.log("\"status\":200")));
    let open = pki.serve(&["--echo", "--tls", "certs/b"]);
    let proxy = [
        "--proxy",
        open.url(),
        "--upstream-insecure",
        "--tls",
        "certs/b",
        "--auth",
        "ann:password",
    ];
    let proxy = pki.serve(&proxy);
    assert_eq!(status(&[proxy.url()]), 401);
    let said = curl(&[&login[..], &[proxy.url()]].concat());
    assert!(said.contains("x-forwarded-for") && hidden(&said), "{said}");
}

#[test]
fn what_holds_no_password_is_refused_before_anything_is_bound() {
    let pki = Pki::new();
    pki.write("www/password", "secret");
    pki.write("empty", "");
    pki.write("md5", "ann:$apr1$x$y");
    pki.write("cut", "$2y$10$short");
    pki.write("long", format!("{HASH}x\n"));
    pki.write("cost", HASH.replace("$04$", "$99$"));
    pki.write("kind", "$7$x$y");
    pki.write("others", format!("bob:{HASH}\n"));
    for (text, code, word) in [
        ("ann", 2, "write --auth USER:FILE"),
        (":file", 2, "write --auth USER:FILE"),
        ("ann:none", 3, "`none`"),
        ("ann:empty", 3, "is empty"),
        ("ann:md5", 3, "bcrypt is"),
        ("ann:cut", 3, "bcrypt is"),
        ("ann:long", 3, "not whole"),
        ("ann:cost", 3, "not whole"),
        ("ann:kind", 3, "bcrypt is"),
        ("ann:others", 3, "has no line for `ann`"),
    ] {
        let stderr = pki.refuses(code, &["--echo", "--auth", text]);
        assert!(
            stderr.contains(word) && !stderr.contains("apr1"),
            "{text}: {stderr}"
        );
    }
    let server = pki.serve(&["www", "--plain", "--auth", "ann:www/password"]);
    assert!(server.log("warning:").contains("in the clear"));
    let url = format!("{}/password", server.url());
    assert_eq!(
        status(&["-u", "ann:secret", &url]),
        404,
        "the file itself is never served"
    );
}
