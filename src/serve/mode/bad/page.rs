//! The catalogue as pages for people: the index, with a button that tries every case in the browser that
//! shows it, and one page for each case. Pure: cases in, text out.

use crate::pki::bad::{Case, Expect, GROUPS};
use crate::pki::verify::Purpose;

/// What the pages may load: their own style and script, and connections to the hosts of the cases.
pub(super) const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src https:";

/// The index of `cases`, whose hosts stand below `name`.
pub(super) fn index(name: &str, port: u16, cases: &[&Case]) -> String {
    let controls = cases.iter().filter(|case| case.is_control()).count();
    let clients = cases
        .iter()
        .filter(|case| case.purpose == Purpose::Client)
        .count();
    let unserved = cases.iter().filter(|case| case.unserved.is_some()).count() - clients;
    let mut body = format!(
        "<header><h1>Broken certificates</h1>\n\
         <p>Each host below <b>{name}</b> shows one certificate with one thing wrong. Beside each group \
         stand good ones: a client that refuses those has another problem.\n\
         <p class=sum><b>{}</b> broken · <b>{controls}</b> good · <b>{unserved}</b> that cannot be served · \
         <b>{clients}</b> for clients to show · \
         <a href=/cases.json>cases.json</a> · <a href=/roots.pem>roots.pem</a>\n\
         <p><button id=go>Try them all in this browser</button> <span id=told></span>\n\
         <details><summary>From a script</summary><pre>curl -O http://127.0.0.1:{port}/roots.pem\n\
         curl --cacert roots.pem https://good-time.{name}:{port}/   # works\n\
         curl --cacert roots.pem https://expired.{name}:{port}/     # must not</pre>\n\
         <p>Trust these roots in the client under test, never in a browser that you use.</details></header>\n",
        cases.len() - controls,
    );
    for group in GROUPS {
        let own: Vec<&&Case> = cases
            .iter()
            .filter(|case| group.cases.iter().any(|other| other.id == case.id))
            .collect();
        if own.is_empty() {
            continue;
        }
        body.push_str(&format!(
            "<section id={}><h2>{}</h2><p class=sum>{}\n<table>\n",
            group.id, group.title, group.summary
        ));
        body.extend(own.iter().map(|case| row(name, port, case)));
        body.push_str("</table></section>\n");
    }
    page(
        &format!("Broken certificates for {name}"),
        &format!("{body}<script>{SCRIPT}</script>"),
    )
}

/// What who has come to the host of `case` gets to see.
pub(super) fn case(name: &str, port: u16, case: &Case) -> String {
    let verdict = match (case.is_control(), case.expect) {
        (true, _) => "You should see this page.",
        (false, Expect::Accept) => "Clients may show this page. A linter objects.",
        (false, Expect::Reject) => "Your client should not have shown this page.",
    };
    let rule = case
        .rule
        .map_or(String::new(), |rule| format!("<code>{rule}</code> "));
    let kind = if case.is_control() { "right" } else { "wrong" };
    let body = format!(
        "<header class={}><h1>{}</h1>\n<p class=verdict>{verdict}\n<p>What is {kind}: {}.\n\
         <p>What a client should do: {}.\n\
         <p class=sum>{rule}{}\n<p><a href=\"https://{name}:{port}/\">All cases</a></header>",
        class(case),
        case.id,
        escape(case.wrong),
        escape(case.client),
        escape(case.citation),
    );
    page(case.id, &body)
}

fn row(name: &str, port: u16, case: &Case) -> String {
    let host = case.host(name);
    let link = match case.unserved {
        None => format!(
            "<a href=\"https://{host}:{port}/\" data-expect={}>{}</a>",
            case.expect.id(),
            case.id
        ),
        Some(why) if case.purpose == Purpose::Client => format!(
            "<a href=\"/{}/client.pem\">{}</a><small>{}</small>",
            case.id,
            case.id,
            escape(why)
        ),
        Some(why) => format!(
            "<span>{}</span><small>not served: {}</small>",
            case.id,
            escape(why)
        ),
    };
    let rule = case
        .rule
        .map_or(String::new(), |rule| format!("<code>{rule}</code> "));
    format!(
        "<tr class={} data-case=\"{}\"><td class=n><i></i>{link}<td>{}<small>{}</small><td class=r>{rule}<small>{}</small>\
         <td class=o>\n",
        class(case),
        case.id,
        escape(case.wrong),
        escape(case.client),
        escape(case.citation),
    )
}

fn class(case: &Case) -> &'static str {
    match (case.is_control(), case.expect) {
        (true, _) => "good",
        (false, Expect::Accept) => "odd",
        (false, Expect::Reject) => "bad",
    }
}

fn page(title: &str, body: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=en>\n<meta charset=utf-8>\n\
         <meta name=viewport content=\"width=device-width,initial-scale=1\">\n\
         <meta name=color-scheme content=\"light dark\">\n\
         <title>{title}</title>\n<style>{STYLE}</style>\n<main>\n{body}\n\
         <footer>tlsctl {}</footer>\n</main>\n",
        env!("CARGO_PKG_VERSION"),
    )
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");
