//! Requests that a strict parser refuses (`tests/data/http-cases.json`, from llhttp): none of them may end
//! in an answer as if it had been understood.

use std::io::{Read as _, Write as _};
use std::net::Shutdown;

use base64::Engine as _;
use serde_json::Value;

use super::peer::{connect, curl};
use super::pki::Pki;

/// What is accepted here, and why that is right.
const DIVERGENCES: &[(&str, &str)] = &[(
    "No restart when keep-alive is off (1.0)",
    "bytes after a request that ends the connection are not read as a request: ignoring them is what \
     RFC 9112 section 9.6 asks for, and there is nobody left to refuse them to",
)];

/// The request with the Host that the cases leave out, so that no other fault than theirs is refused.
fn with_host(request: &str) -> String {
    let has_host = request.to_ascii_lowercase().contains("\nhost:");
    match request.split_once("\r\n") {
        Some((line, rest)) if !has_host && line.ends_with("HTTP/1.1") => {
            format!("{line}\r\nHost: a.test\r\n{rest}")
        }
        _ => request.to_owned(),
    }
}

#[test]
fn what_a_strict_parser_refuses_is_refused() {
    let pki = Pki::new();
    let server = pki.serve(&[
        "--echo",
        "--plain",
        "--header-timeout",
        "1",
        "--stall-timeout",
        "1",
    ]);
    let cases: Vec<Value> = serde_json::from_str(include_str!("../../data/http-cases.json")).expect("JSON");
    assert_eq!(cases.len(), 49);
    let mut accepted = Vec::new();
    for case in &cases {
        let request = base64::engine::general_purpose::STANDARD
            .decode(case["input_b64"].as_str().expect("text"))
            .expect("base64");
        let request = match String::from_utf8(request) {
            Ok(text) => with_host(&text).into_bytes(),
            Err(bytes) => bytes.into_bytes(),
        };
        let mut stream = connect(&server);
        let _ = stream.write_all(&request);
        let _ = stream.shutdown(Shutdown::Write);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let last = answer.rfind("HTTP/1.").map_or("", |at| &answer[at..]);
        let refused = last.get(8..10).is_none_or(|status| status == " 4");
        let title = case["title"].as_str().expect("text");
        if !refused {
            accepted.push(title.to_owned());
        }
    }
    let stated: Vec<&str> = DIVERGENCES.iter().map(|(title, _)| *title).collect();
    assert_eq!(accepted, stated);
    assert!(curl(&[server.url()]).contains("\"method\": \"GET\""), "it lives");
}
