//! The parts of a URI that lints ask about (RFC 3986 §3). Must not fetch, resolve or normalise.

/// The scheme, where there is one.
pub(super) fn scheme(uri: &str) -> Option<&str> {
    let (scheme, _) = uri.split_once(':')?;
    let first = scheme.bytes().next()?.is_ascii_alphabetic();
    let rest = scheme
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'));
    (first && rest).then_some(scheme)
}

/// The host of a URI that has an authority, without user, port and brackets.
pub(super) fn host(uri: &str) -> Option<&str> {
    let (_, rest) = uri.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let place = authority.rsplit_once('@').map_or(authority, |(_, place)| place);
    if let Some(bracketed) = place.strip_prefix('[') {
        return bracketed.split(']').next();
    }
    Some(place.rsplit_once(':').map_or(place, |(host, _)| host))
}

/// Whether it has a scheme and something after it, and nothing that no URI has.
pub(super) fn is_whole(uri: &str) -> bool {
    let rest = scheme(uri).map(|scheme| &uri[scheme.len() + 1..]);
    let named = match rest {
        Some(rest) if rest.starts_with("//") => host(uri).is_some_and(|host| !host.is_empty()),
        Some(rest) => !rest.is_empty() && !rest.starts_with('/'),
        None => false,
    };
    named && !uri.contains(|c: char| c.is_whitespace() || c.is_control())
}

/// Whether what follows the scheme, or the whole where there is none, is a path rather than an opaque name
/// such as `mailto:` has.
pub(super) fn is_hierarchical(uri: &str) -> bool {
    scheme(uri).is_none_or(|scheme| uri[scheme.len() + 1..].starts_with('/'))
}

/// Whether it is an address, or a name with a domain, a wildcard in front allowed.
pub(super) fn is_host(host: &str) -> bool {
    let host = host.strip_prefix("*.").unwrap_or(host);
    let label = |label: &str| {
        let clean = label
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
        !label.is_empty() && clean
    };
    host.parse::<std::net::IpAddr>().is_ok() || (host.contains('.') && host.split('.').all(label))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_host_stands_between_the_user_and_the_port() {
        assert_eq!(host("https://user@host.example:8443/path"), Some("host.example"));
        assert_eq!(host("https://[2001:db8::1]:443"), Some("2001:db8::1"));
        assert_eq!(host("mailto:a@b.example"), None);
    }

    #[test]
    fn a_whole_uri_names_something() {
        for whole in ["spiffe://trust.example/a", "mailto:a@b.example", "urn:uuid:1"] {
            assert!(is_whole(whole), "{whole}");
        }
        for broken in [
            "",
            "no-scheme",
            "http://",
            "http:/one-slash",
            "://x",
            "http://a b/",
        ] {
            assert!(!is_whole(broken), "{broken}");
        }
    }
}
