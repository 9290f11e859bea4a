//! Fields that protect: Strict-Transport-Security on every answer over TLS (RFC 6797 §7.1) and on none
//! without, and cookies that keep to TLS (RFC 6265 §4.1.2).

use hyper::header::{HeaderMap, HeaderValue, SET_COOKIE, STRICT_TRANSPORT_SECURITY};

use crate::error::{Error, Result};

/// What is added to answers.
#[derive(Clone, Debug, Default)]
pub(crate) struct Protection {
    /// The value of Strict-Transport-Security.
    pub(crate) hsts: Option<HeaderValue>,
    /// Whether cookies get `Secure`, `HttpOnly` and `SameSite=Lax` where they lack them.
    pub(crate) cookies: bool,
}

impl Protection {
    /// Adds it to the head of an answer.
    pub(crate) fn apply(&self, headers: &mut HeaderMap, is_secure: bool) {
        if let Some(value) = &self.hsts {
            // One field, ours: a client takes the first of several (RFC 6797 §8.1).
            headers.remove(STRICT_TRANSPORT_SECURITY);
            if is_secure {
                headers.insert(STRICT_TRANSPORT_SECURITY, value.clone());
            }
        }
        if self.cookies && headers.contains_key(SET_COOKIE) {
            let cookies: Vec<HeaderValue> = headers.get_all(SET_COOKIE).iter().map(hardened).collect();
            headers.remove(SET_COOKIE);
            for cookie in cookies {
                headers.append(SET_COOKIE, cookie);
            }
        }
    }
}

/// Reads `[SECONDS][,includeSubDomains][,preload]` into the field's value.
///
/// # Errors
///
/// A usage error with an example.
pub(crate) fn hsts(text: &str) -> Result<HeaderValue> {
    let mut parts = text
        .split(',')
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .peekable();
    let seconds = match parts.peek().map(|part| part.parse::<u64>()) {
        Some(Ok(seconds)) => {
            parts.next();
            seconds
        }
        _ => YEAR,
    };
    let mut value = format!("max-age={seconds}");
    for part in parts {
        let directive = DIRECTIVES.iter().find(|known| known.eq_ignore_ascii_case(part));
        value.push_str("; ");
        value.push_str(directive.ok_or_else(|| not_hsts(text))?);
    }
    HeaderValue::try_from(value).map_err(|_| not_hsts(text))
}

fn not_hsts(text: &str) -> Error {
    Error::usage(format!("`--hsts={text}` is not understood"))
        .hint("write seconds and directives: --hsts=31536000,includeSubDomains,preload")
}

/// A cookie with every protection that it lacks. Its own words stay as they are.
fn hardened(cookie: &HeaderValue) -> HeaderValue {
    let bytes = cookie.as_bytes();
    let has = |attribute: &str| {
        bytes.split(|byte| *byte == b';').skip(1).any(|part| {
            let name = part
                .split(|byte| *byte == b'=')
                .next()
                .unwrap_or_default()
                .trim_ascii();
            name.eq_ignore_ascii_case(attribute.as_bytes())
        })
    };
    let mut hardened = bytes.to_vec();
    for (attribute, text) in [
        ("secure", "; Secure"),
        ("httponly", "; HttpOnly"),
        ("samesite", "; SameSite=Lax"),
    ] {
        if !has(attribute) {
            hardened.extend_from_slice(text.as_bytes());
        }
    }
    HeaderValue::from_bytes(&hardened).unwrap_or_else(|_| cookie.clone())
}

/// What browsers ask of a site before they preload it.
const YEAR: u64 = 31_536_000;
const DIRECTIVES: &[&str] = &["includeSubDomains", "preload"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cookies_get_what_they_lack_and_nothing_twice() {
        let harden = |text: &'static str| {
            hardened(&HeaderValue::from_static(text))
                .to_str()
                .expect("text")
                .to_owned()
        };
        assert_eq!(
            harden("s=1; Path=/"),
            "s=1; Path=/; Secure; HttpOnly; SameSite=Lax"
        );
        assert_eq!(
            harden("s=1; secure; SAMESITE=None"),
            "s=1; secure; SAMESITE=None; HttpOnly"
        );
        assert_eq!(harden("secure=1"), "secure=1; Secure; HttpOnly; SameSite=Lax");
        let whole = "s=1; Secure; HttpOnly; Path=/; SameSite=Strict";
        assert_eq!(harden(whole), whole);
    }

    #[test]
    fn hsts_is_a_year_unless_said_otherwise() {
        assert_eq!(hsts("").expect("default"), "max-age=31536000");
        assert_eq!(
            hsts("300,includesubdomains,preload").expect("full"),
            "max-age=300; includeSubDomains; preload"
        );
        assert_eq!(
            hsts("includeSubDomains").expect("no seconds"),
            "max-age=31536000; includeSubDomains"
        );
        assert!(hsts("forever").is_err() && hsts("1,x").is_err());
    }

    #[test]
    fn the_field_is_there_once_over_tls_and_never_without() {
        let protection = Protection {
            hsts: Some(hsts("1").expect("ok")),
            cookies: false,
        };
        let mut headers = HeaderMap::new();
        headers.append(STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=5"));
        headers.append(STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=6"));
        protection.apply(&mut headers, true);
        assert_eq!(
            headers
                .get_all(STRICT_TRANSPORT_SECURITY)
                .iter()
                .collect::<Vec<_>>(),
            ["max-age=1"]
        );
        protection.apply(&mut headers, false);
        assert!(headers.is_empty());
    }
}
