//! What stands above TLS on a web server: its answer, where plain HTTP leads, and what it does with a Host
//! that is not the name of the connection (RFC 9110 §7.4).

pub(super) mod cookies;
pub(super) mod hsts;

use rustls::AlertDescription;

use super::proof;
use super::simple::Simple;
use crate::model::{Fact, Finding, Rule, Section, Severity, Value};
use crate::probe::survey::http::{Exchange, Head, Purpose, inquiry};
use crate::probe::{Ending, Evidence, Inquiry, Reply};

static NO_REDIRECT: Rule = Rule {
    id: "http-not-redirected",
    severity: Severity::Warning,
    citation: "RFC 6797 §7.2",
    summary: "plain HTTP should lead to HTTPS and do nothing else",
};

/// The scan.
pub(in crate::probe::scan) static HTTP: Simple = Simple {
    id: "http",
    summary: "status, server, plain HTTP, and a Host that is not the connection's name",
    section: "http",
    facts: &[
        ("http.spoken", "whether HTTP/1.1 is spoken"),
        ("http.status", "the status of the target's page"),
        ("http.location", "where it leads"),
        ("http.server", "what the server calls itself"),
        ("http.alt_svc", "where else it says that it can be reached"),
        (
            "http.other_host",
            "what a request for another host gets over this connection",
        ),
        ("http.plain", "what the same request gets in the clear"),
    ],
    rules: &[&NO_REDIRECT],
    plan,
    conclude,
};

/// The request that the scans of HTTP share.
pub(super) fn main(seen: &Evidence) -> Vec<Box<dyn Inquiry>> {
    if seen.task.starttls.is_some() {
        return Vec::new();
    }
    vec![inquiry(Purpose::Main, seen)]
}

/// The head of the target's page.
pub(super) fn head(seen: &Evidence) -> Option<&Head> {
    seen.http(Purpose::Main)?.head.as_ref()
}

fn plan(seen: &Evidence) -> Vec<Box<dyn Inquiry>> {
    let mut plan = main(seen);
    if head(seen).is_some() {
        if seen.task.sni.is_some() {
            plan.push(inquiry(Purpose::OtherHost, seen));
        }
        if seen.task.http_port.is_some() {
            plan.push(inquiry(Purpose::Plain, seen));
        }
    }
    plan
}

fn conclude(seen: &Evidence, section: &mut Section, findings: &mut Vec<Finding>) {
    let Some(main) = seen.http(Purpose::Main) else {
        return;
    };
    let Some(head) = &main.head else {
        let spoken = unspoken(seen, &main.reply);
        return section.push("spoken", spoken);
    };
    section.push("spoken", true);
    section.push("status", head.status);
    for (id, field) in [
        ("location", "location"),
        ("server", "server"),
        ("alt_svc", "alt-svc"),
    ] {
        if let Some(value) = head.first(field) {
            section.push(id, value);
        }
    }
    if let Some(other) = seen.http(Purpose::OtherHost) {
        section.push("other_host", other_host(seen, head, other));
    }
    if let Some(plain) = seen.http(Purpose::Plain) {
        let (value, finding) = in_the_clear(plain);
        section.push("plain", value);
        findings.extend(finding);
    }
}

/// What an answer without a head means: no HTTP where something else was said, or the end of the connection was all.
fn unspoken(seen: &Evidence, reply: &Reply) -> Value {
    let Some(session) = reply.session.as_deref() else {
        let unconnected = || "there was no connection".to_owned();
        return Value::Inconclusive(reply.ending.inconclusive().unwrap_or_else(unconnected));
    };
    if !session.answer.is_empty() || session.alert == Some(AlertDescription::NoApplicationProtocol) {
        return false.into();
    }
    match (reply.ending.inconclusive(), seen.unheard(reply)) {
        (Some(why), _) | (None, Some(why)) => Value::Inconclusive(why),
        (None, None) => false.into(),
    }
}

/// 421 is what a server should say that has no such host here; else the same page or another.
fn other_host(seen: &Evidence, main: &Head, other: &Exchange) -> Value {
    let Some(head) = &other.head else {
        return Value::Inconclusive(
            other
                .reply
                .ending
                .inconclusive()
                .or_else(|| seen.unheard(&other.reply))
                .unwrap_or_else(|| "the answer was no HTTP".to_owned()),
        );
    };
    let marks = |head: &Head| {
        ["location", "content-length", "etag", "content-type"]
            .map(|field| head.first(field).map(str::to_owned))
    };
    let answer = match head.status {
        421 => "misdirected",
        status if status == main.status && marks(head) == marks(main) => "same-site",
        _ => "other-site",
    };
    Value::map([Fact::new("status", head.status), Fact::new("answer", answer)])
}

fn in_the_clear(plain: &Exchange) -> (Value, Option<Finding>) {
    let Some(head) = &plain.head else {
        return match plain.reply.ending.inconclusive() {
            // Nobody there is an answer, and a good one.
            Some(_) if matches!(plain.reply.ending, Ending::Unconnected(_)) => (Value::Absent, None),
            Some(why) => (Value::Inconclusive(why), None),
            None => (Value::Absent, None),
        };
    };
    let location = head.first("location").unwrap_or_default();
    let leads = (300..400).contains(&head.status) && location.to_ascii_lowercase().starts_with("https://");
    let value = Value::map([
        Fact::new("status", head.status),
        Fact::new("to_https", leads),
        Fact::new("location", head.first("location")),
    ]);
    let finding = (!leads && head.status < 400).then(|| {
        let told = format!("plain HTTP answers {} and does not lead to HTTPS", head.status);
        proof::by_http(Finding::new(&NO_REDIRECT, told), Some(plain))
            .advice("answer 308 with a Location that begins with https://")
    });
    (value, finding)
}
