//! What a response says of the upstream's address, turned into the proxy's: an absolute Location, and the
//! domain of cookies. What is relative, or points elsewhere, is left alone.

use hyper::header::{CONTENT_LOCATION, HeaderMap, HeaderValue, LOCATION, SET_COOKIE};

use super::url::Url;
use crate::serve::authority::Authority;
use crate::serve::connection::Connection;

/// Rewrites the fields that name the upstream.
pub(super) fn rewrite(
    headers: &mut HeaderMap,
    upstream: &Url,
    authority: Option<&Authority>,
    connection: &Connection,
) {
    let Some(authority) = authority else { return };
    let scheme = if connection.is_secure() { "https" } else { "http" };
    for name in [LOCATION, CONTENT_LOCATION] {
        let moved = headers
            .get(&name)
            .and_then(|value| value.to_str().ok())
            .and_then(|url| here(url, upstream, authority, scheme))
            .and_then(|url| HeaderValue::try_from(url).ok());
        if let Some(moved) = moved {
            headers.insert(name, moved);
        }
    }
    if headers.contains_key(SET_COOKIE) {
        let cookies: Vec<HeaderValue> = headers
            .get_all(SET_COOKIE)
            .iter()
            .map(|cookie| at_home(cookie, upstream, authority))
            .collect();
        headers.remove(SET_COOKIE);
        for cookie in cookies {
            headers.append(SET_COOKIE, cookie);
        }
    }
}

/// A URL that points at the upstream, as the client can reach it.
fn here(url: &str, upstream: &Url, authority: &Authority, scheme: &str) -> Option<String> {
    let (given, rest) = url.split_once("://")?;
    let tls = given.eq_ignore_ascii_case("https");
    let (named, path) = rest
        .find(['/', '?', '#'])
        .map_or((rest, ""), |at| rest.split_at(at));
    if !upstream.is(&Authority::parse(named)?, tls) {
        return None;
    }
    let path = path.strip_prefix(upstream.prefix.as_str()).unwrap_or(path);
    Some(format!("{scheme}://{authority}{path}"))
}

/// A cookie for the upstream's host, made one for the host that the client asked.
fn at_home(cookie: &HeaderValue, upstream: &Url, authority: &Authority) -> HeaderValue {
    let Ok(text) = cookie.to_str() else {
        return cookie.clone();
    };
    let parts = text.split(';').enumerate().map(|(i, part)| {
        let domain = part
            .trim()
            .split_once('=')
            .filter(|(name, _)| i > 0 && name.trim().eq_ignore_ascii_case("domain"));
        match domain {
            Some((_, domain))
                if domain
                    .trim()
                    .trim_start_matches('.')
                    .eq_ignore_ascii_case(&upstream.host) =>
            {
                format!(" Domain={}", authority.host)
            }
            _ => part.to_owned(),
        }
    });
    let text = parts.collect::<Vec<_>>().join(";");
    HeaderValue::try_from(text).unwrap_or_else(|_| cookie.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn here_of(url: &str) -> Option<String> {
        let upstream = Url::parse("http://127.0.0.1:8000").expect("an upstream");
        here(
            url,
            &upstream,
            &Authority::parse("example.com:47443").expect("a host"),
            "https",
        )
    }

    #[test]
    fn only_what_points_at_the_upstream_is_turned() {
        assert_eq!(
            here_of("http://127.0.0.1:8000/next?a=b").as_deref(),
            Some("https://example.com:47443/next?a=b")
        );
        for url in [
            "/dash",
            "//127.0.0.1:8000/x",
            "http://127.0.0.1:8001/",
            "https://127.0.0.1:8000x/",
            "mailto:x",
        ] {
            assert_eq!(here_of(url), None, "{url}");
        }
    }

    #[test]
    fn cookies_for_the_upstreams_host_come_home() {
        let upstream = Url::parse("http://app.internal:8000").expect("an upstream");
        let home = |text: &'static str| {
            let cookie = at_home(
                &HeaderValue::from_static(text),
                &upstream,
                &Authority::parse("example.com").expect("a host"),
            );
            cookie.to_str().expect("text").to_owned()
        };
        assert_eq!(
            home("s=1; Domain=.app.internal; Path=/"),
            "s=1; Domain=example.com; Path=/"
        );
        assert_eq!(home("s=1;Domain=other.test"), "s=1;Domain=other.test");
        assert_eq!(home("domain=app.internal"), "domain=app.internal");
    }
}
