//! Flask as upstream of `--secure-cookies --hsts`: its session cookie by itself, behind nginx, and behind
//! tlsctl.

use serde_json::{Value, json};

use super::foreign::Python;
use super::nginx::{answers, both};
use super::peer::{curl, peer};
use super::pki::Pki;

const PROGRAM: &str = "
import json, logging, sys
from flask import Flask, redirect, request, session
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.serving import make_server
app = Flask('peer'); app.secret_key = 'k'; app.config.update(json.loads(sys.argv[1])); app.logger.disabled = True
logging.getLogger('werkzeug').disabled = True
app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1)
@app.after_request
def hsts(response): response.headers['Strict-Transport-Security'] = 'max-age=31536000; includeSubDomains'; return response
@app.route('/login')
def login(): session['user_id'] = '123'; return redirect('/dashboard')
@app.route('/forever')
def forever(): session.permanent = True; session['user_id'] = '123'; return 'for a month'
@app.route('/logout')
def logout(): session.pop('user_id', None); session.modified = True; return 'bye'
@app.route('/dashboard')
def dashboard(): return dict(user=session.get('user_id'), scheme=request.scheme, url=request.url)
@app.route('/api/data')
def data(): return dict(message='Secure API data')
@app.route('/broken')
def broken(): raise RuntimeError
server = make_server('127.0.0.1', 0, app, threaded=True); print(server.server_port, flush=True); server.serve_forever()";

/// Flask with this configuration.
#[track_caller]
fn flask(configuration: &Value) -> Python {
    Python::start(PROGRAM, &[&configuration.to_string()])
}

/// Each value of a field in a response.
fn fields(answer: &str, name: &str) -> Vec<String> {
    let lines = answer.lines().take_while(|line| !line.is_empty());
    lines
        .filter_map(|line| line.split_once(": "))
        .filter(|(field, _)| field.eq_ignore_ascii_case(name))
        .map(|(_, value)| value.to_owned())
        .collect()
}

/// The attributes of the one cookie in a response.
#[track_caller]
fn attributes(answer: &str) -> String {
    let cookies = fields(answer, "set-cookie");
    let [cookie] = cookies.as_slice() else {
        panic!("one cookie: {answer}")
    };
    assert!(cookie.starts_with("session="), "{cookie}");
    cookie
        .split_once("; ")
        .map(|(_, rest)| rest.to_owned())
        .unwrap_or_default()
}

#[test]
fn a_session_cookie_gets_what_it_lacks_and_nothing_twice() {
    let pki = Pki::new();
    let full = json!({"SESSION_COOKIE_SECURE": true, "SESSION_COOKIE_HTTPONLY": true, "SESSION_COOKIE_SAMESITE": "Lax"});
    let open = json!({"SESSION_COOKIE_SECURE": false, "SESSION_COOKIE_HTTPONLY": false});
    let strict = json!({"SESSION_COOKIE_SAMESITE": "Strict", "SESSION_COOKIE_DOMAIN": "example.com"});
    let parted = json!({"SESSION_COOKIE_PARTITIONED": true, "SESSION_COOKIE_SAMESITE": "None"});
    for (configuration, theirs, ours) in [
        (
            full,
            "Secure; HttpOnly; Path=/; SameSite=Lax",
            "Secure; HttpOnly; Path=/; SameSite=Lax",
        ),
        (
            json!({}),
            "HttpOnly; Path=/",
            "HttpOnly; Path=/; Secure; SameSite=Lax",
        ),
        (open, "Path=/", "Path=/; Secure; HttpOnly; SameSite=Lax"),
        (
            strict,
            "Domain=example.com; HttpOnly; Path=/; SameSite=Strict",
            "Domain=example.com; HttpOnly; Path=/; SameSite=Strict; Secure",
        ),
        (
            parted,
            "Secure; HttpOnly; Path=/; SameSite=None; Partitioned",
            "Secure; HttpOnly; Path=/; SameSite=None; Partitioned",
        ),
    ] {
        let flask = flask(&configuration);
        let fronts = both(&pki, flask.port, &["--secure-cookies"]);
        let direct = curl(&["-i", &format!("http://127.0.0.1:{}/login", flask.port)]);
        let [nginx, tlsctl] = answers(&fronts, "example.com", "/login", &["-i"]);
        assert_eq!(attributes(&direct), theirs, "{configuration}");
        assert_eq!(attributes(&nginx), theirs, "{configuration}");
        assert_eq!(attributes(&tlsctl), ours, "{configuration}");
        for answer in [direct, nginx, tlsctl] {
            assert!(answer.starts_with("HTTP/1.1 302 "), "{answer}");
            assert_eq!(fields(&answer, "location"), ["/dashboard"]);
            assert_eq!(fields(&answer, "vary"), ["Cookie"]);
        }
    }
}

#[test]
fn a_cookie_keeps_its_end_when_it_is_made_secure() {
    let pki = Pki::new();
    let flask = flask(&json!({}));
    let fronts = both(&pki, flask.port, &["--secure-cookies"]);
    let [_, forever] = answers(&fronts, "example.com", "/forever", &["-i"]).map(|answer| attributes(&answer));
    let date = forever
        .strip_prefix("Expires=")
        .and_then(|rest| rest.strip_suffix("; HttpOnly; Path=/; Secure; SameSite=Lax"))
        .unwrap_or_else(|| panic!("{forever}"));
    assert!(date.ends_with(" GMT") && !date.contains(';'), "{date}");
    let session = ["-i", "-H", "Cookie: session=x"];
    let [theirs, ours] =
        answers(&fronts, "example.com", "/logout", &session).map(|answer| attributes(&answer));
    assert_eq!(
        theirs,
        "Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; HttpOnly; Path=/"
    );
    assert_eq!(ours, format!("{theirs}; Secure; SameSite=Lax"));
}

#[test]
fn a_session_lasts_over_tls_and_is_never_shown_without() {
    let pki = Pki::new();
    let flask = flask(&json!({}));
    let fronts = both(&pki, flask.port, &["--secure-cookies"]);
    let jars = [pki.at("jar-nginx"), pki.at("jar-tlsctl")];
    let ports = [fronts.0.address.port(), fronts.1.port()];
    let seen = [0, 1].map(|i| {
        let (port, jar) = (ports[i], &jars[i]);
        let resolve = format!("example.com:{port}:127.0.0.1");
        let at = |path: &str| format!("https://example.com:{port}{path}");
        let ask = |path: &str, option: &str| curl(&["--resolve", &resolve, option, jar, &at(path)]);
        ask("/login", "-c");
        let me: Value = serde_json::from_str(&ask("/dashboard", "-b")).expect("JSON");
        assert_eq!(me["user"], "123");
        let line = std::fs::read_to_string(jar).expect("a jar");
        let secure = line.contains("\tTRUE\t0\tsession\t");
        // Straight to Flask, by the same name without TLS.
        let resolve = format!("example.com:{}:127.0.0.1", flask.port);
        let plain = format!("http://example.com:{}/dashboard", flask.port);
        let open = peer("curl", &["-s", "--resolve", &resolve, "-b", jar, &plain], "").json();
        (secure, me["scheme"].clone(), open["user"].clone())
    });
    // nginx says nothing of TLS to Flask, and lets the cookie go where all can read it.
    assert_eq!(seen[0], (false, "http".into(), "123".into()));
    assert_eq!(seen[1], (true, "https".into(), Value::Null));
}

#[test]
fn hsts_is_said_once_with_every_status_and_not_without_tls() {
    let pki = Pki::new();
    let flask = flask(&json!({}));
    let more = ["--hsts=600", "--http", "127.0.0.1:0", "--format", "json"];
    let fronts = both(&pki, flask.port, &more);
    for (path, status) in [
        ("/api/data", "200"),
        ("/login", "302"),
        ("/none", "404"),
        ("/broken", "500"),
    ] {
        // Flask says it to those, too, who come without TLS, who must not be told (RFC 6797 7.2).
        let direct = curl(&["-i", &format!("http://127.0.0.1:{}{path}", flask.port)]);
        let [nginx, tlsctl] = answers(&fronts, "example.com", path, &["-i"]);
        for (answer, said) in [
            (direct, "max-age=31536000; includeSubDomains"),
            (nginx, "max-age=31536000; includeSubDomains"),
            (tlsctl, "max-age=600"),
        ] {
            assert_eq!(answer.split(' ').nth(1), Some(status), "{answer}");
            assert_eq!(fields(&answer, "strict-transport-security"), [said], "{answer}");
        }
    }
    let ready: Value = serde_json::from_str(&fronts.1.ready).expect("JSON");
    let http = ready["http_urls"][0].as_str().expect("a URL");
    let redirect = curl(&["-i", "-H", "Host: example.com", http]);
    assert!(redirect.starts_with("HTTP/1.1 308 "), "{redirect}");
    assert!(
        fields(&redirect, "strict-transport-security").is_empty(),
        "{redirect}"
    );
}

#[test]
fn bodies_come_through_byte_for_byte() {
    let pki = Pki::new();
    let flask = flask(&json!({}));
    let fronts = both(&pki, flask.port, &[]);
    let path = "/api/data";
    let direct = curl(&[&format!("http://127.0.0.1:{}{path}", flask.port)]);
    assert_eq!(direct, "{\"message\":\"Secure API data\"}\n");
    for answer in answers(&fronts, "example.com", path, &["-i"]) {
        assert!(answer.ends_with(&format!("\r\n\r\n{direct}")), "{answer}");
        assert_eq!(fields(&answer, "content-type"), ["application/json"]);
        assert_eq!(fields(&answer, "content-length"), ["30"]);
    }
}
