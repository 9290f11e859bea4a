//! An application of one page: what a browser goes to is the page, what the page loads is what it is.

use super::peer::{curl, status};
use super::pki::Pki;

const NAVIGATION: [&str; 2] = ["-H", "Accept: text/html,application/xhtml+xml,*/*;q=0.8"];

#[test]
fn navigations_to_nowhere_get_the_index_and_nothing_else_does() {
    let pki = Pki::new();
    pki.write("www/index.html", "the application");
    pki.write("www/list/a.txt", "a");
    pki.write("www/docs/index.html", "documents");
    pki.write("www/.hidden", "h");
    let server = pki.serve(&["www", "--tls", "certs/b", "--spa"]);
    let url = |path: &str| format!("{}{path}", server.url());
    for path in [
        "/",
        "/users",
        "/users/john.doe",
        "/users/7/?tab=2",
        "/list/",
        "/users/",
    ] {
        let said = curl(&[&NAVIGATION[..], &["-i", "--http1.1", &url(path)]].concat());
        assert!(
            said.starts_with("HTTP/1.1 200") && said.ends_with("the application"),
            "{path}: {said}"
        );
    }
    let said = curl(&[&NAVIGATION[..], &["-i", &url("/users")]].concat());
    assert!(said.contains("vary: accept, accept-encoding"), "{said}");
    assert_eq!(curl(&[&NAVIGATION[..], &[&url("/docs/")]].concat()), "documents");
    assert_eq!(curl(&[&NAVIGATION[..], &[&url("/list/a.txt")]].concat()), "a");
    for path in ["/missing.js", "/missing.png", "/missing.pdf", "/.hidden"] {
        assert_eq!(status(&[&NAVIGATION[..], &[&url(path)]].concat()), 404, "{path}");
    }
    assert_eq!(status(&[&url("/users")]), 404, "a program did not ask for a page");
    assert_eq!(
        status(&["-X", "POST", "-H", "Accept: text/html", &url("/users")]),
        405
    );
    let head = curl(&[&NAVIGATION[..], &["-I", &url("/users")]].concat());
    assert!(head.contains("content-length: 15"), "{head}");
}

#[test]
fn without_an_index_there_is_no_application() {
    let pki = Pki::new();
    pki.write("www/a.txt", "a");
    let stderr = pki.refuses(3, &["www", "--tls", "certs/b", "--spa"]);
    assert!(stderr.contains("there is no `index.html` in `www`"), "{stderr}");
    let stderr = pki.refuses(2, &["--echo", "--spa"]);
    assert!(stderr.contains("about a directory"), "{stderr}");
}
