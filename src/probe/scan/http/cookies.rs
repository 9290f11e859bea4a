//! Cookies that a page sets, and the attributes that keep them where they belong (RFC 6265 §4.1.2). Their
//! values are nobody's business and are not kept.

use super::{head, main};
use crate::model::{Fact, Finding, Rule, Section, Severity, Value};
use crate::probe::Evidence;
use crate::probe::scan::proof;
use crate::probe::scan::simple::Simple;
use crate::probe::survey::http::Purpose;

static NOT_SECURE: Rule = Rule {
    id: "cookie-not-secure",
    severity: Severity::Warning,
    citation: "RFC 6265 §8.3",
    summary: "a cookie set over TLS should never be sent without it",
};
static NOT_HTTP_ONLY: Rule = Rule {
    id: "cookie-not-httponly",
    severity: Severity::Notice,
    citation: "RFC 6265 §4.1.2.6",
    summary: "a cookie that scripts need not read should be kept from them",
};
static NO_SAME_SITE: Rule = Rule {
    id: "cookie-without-samesite",
    severity: Severity::Notice,
    citation: "RFC 6265bis §5.6.7",
    summary: "a cookie should say whether it goes along with requests from other sites",
};

/// The scan.
pub(in crate::probe::scan) static COOKIES: Simple = Simple {
    id: "cookies",
    summary: "cookies without Secure, HttpOnly or SameSite",
    section: "cookies",
    facts: &[(
        "cookies.set",
        "each cookie that the page sets: its name and whether it is secure, http_only and same_site",
    )],
    rules: &[&NOT_SECURE, &NOT_HTTP_ONLY, &NO_SAME_SITE],
    plan: main,
    conclude,
};

struct Cookie<'a> {
    name: &'a str,
    secure: bool,
    http_only: bool,
    same_site: Option<&'a str>,
}

impl<'a> Cookie<'a> {
    fn parse(field: &'a str) -> Self {
        let mut parts = field.split(';').map(str::trim);
        let name = parts
            .next()
            .unwrap_or_default()
            .split('=')
            .next()
            .unwrap_or_default();
        let attributes: Vec<(&str, &str)> = parts
            .map(|part| part.split_once('=').unwrap_or((part, "")))
            .collect();
        let of = |wanted: &str| {
            let found = attributes
                .iter()
                .find(|(name, _)| name.trim().eq_ignore_ascii_case(wanted));
            found.map(|(_, value)| value.trim())
        };
        Self {
            name: name.trim(),
            secure: of("secure").is_some(),
            http_only: of("httponly").is_some(),
            same_site: of("samesite"),
        }
    }
}

fn conclude(seen: &Evidence, section: &mut Section, findings: &mut Vec<Finding>) {
    let Some(head) = head(seen) else { return };
    let cookies: Vec<Cookie<'_>> = head.all("set-cookie").map(Cookie::parse).collect();
    if cookies.is_empty() {
        return;
    }
    for cookie in &cookies {
        let mut find = |rule, is_broken: bool, lacks: &str| {
            if is_broken {
                let message = format!("the cookie is set without {lacks}");
                let finding = Finding::new(rule, message).on(cookie.name);
                findings.push(proof::by_http(finding, seen.http(Purpose::Main)));
            }
        };
        find(&NOT_SECURE, !cookie.secure, "Secure");
        find(&NOT_HTTP_ONLY, !cookie.http_only, "HttpOnly");
        find(&NO_SAME_SITE, cookie.same_site.is_none(), "SameSite");
    }
    let facts = |cookie: &Cookie<'_>| {
        Value::map([
            Fact::new("name", cookie.name),
            Fact::new("secure", cookie.secure),
            Fact::new("http_only", cookie.http_only),
            Fact::new("same_site", cookie.same_site),
        ])
    };
    section.push("set", cookies.iter().map(facts).collect::<Vec<_>>());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_read_without_regard_to_case_and_order() {
        let cookie = Cookie::parse("session=eyJ.aw.TW; secure; HttpOnly; Path=/; samesite=Lax");
        assert_eq!(cookie.name, "session");
        assert!(cookie.secure && cookie.http_only);
        assert_eq!(cookie.same_site, Some("Lax"));
        let cookie = Cookie::parse("secure=1; Path=/httponly");
        assert!(!cookie.secure && !cookie.http_only && cookie.same_site.is_none());
    }
}
