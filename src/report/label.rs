//! Labels: what people call the facts whose id does not read well with its underscores taken out.

/// The words for a section or fact id: from the table, or the id with spaces for underscores.
pub(crate) fn label(id: &str) -> String {
    LABELS
        .iter()
        .find(|(known, _)| *known == id)
        .map_or_else(|| id.replace('_', " "), |(_, label)| (*label).to_owned())
}

/// In alphabetical order of the id.
const LABELS: &[(&str, &str)] = &[
    ("alpn", "ALPN"),
    ("alt_svc", "Alt-Svc"),
    ("beast", "BEAST"),
    ("before_tls1_3", "before TLS 1.3"),
    ("caa", "CAA"),
    ("client_auth", "client certificate"),
    ("diffie_hellman", "Diffie-Hellman"),
    ("dns", "DNS"),
    ("dnssec", "DNSSEC"),
    ("drown", "DROWN"),
    ("ech", "ECH"),
    ("ech_grease", "ECH (GREASE)"),
    ("encrypt_then_mac", "encrypt-then-MAC"),
    ("fallback_scsv", "fallback SCSV"),
    ("ffdhe", "FFDHE"),
    ("freak", "FREAK"),
    ("grease", "GREASE"),
    ("heartbleed", "Heartbleed"),
    ("hsts", "HSTS"),
    ("http", "HTTP"),
    ("http_only", "HttpOnly"),
    ("https", "HTTPS"),
    ("include_subdomains", "includeSubDomains"),
    ("ja3s", "JA3S"),
    ("ja4s", "JA4S"),
    ("jarm", "JARM"),
    ("logjam", "Logjam"),
    ("max_age_seconds", "max-age (s)"),
    ("null_cipher", "NULL cipher"),
    ("ocsp", "OCSP"),
    ("other_host", "other Host"),
    ("poodle", "POODLE"),
    ("post_quantum", "post-quantum"),
    ("psk", "PSK"),
    ("rc4", "RC4"),
    ("reuses_keys", "reuses keys"),
    ("robot", "ROBOT"),
    ("same_site", "SameSite"),
    ("secure", "Secure"),
    ("sha1", "SHA-1"),
    ("sha256", "SHA-256"),
    ("sni", "SNI"),
    ("spki_pin", "SPKI pin"),
    ("ssl2", "SSLv2"),
    ("ssl3", "SSLv3"),
    ("starttls", "STARTTLS"),
    ("sweet32", "SWEET32"),
    ("ticket_lifetime_seconds", "lifetime (s)"),
    ("ticketbleed", "Ticketbleed"),
    ("tls1_0", "TLS 1.0"),
    ("tls1_1", "TLS 1.1"),
    ("tls1_2", "TLS 1.2"),
    ("tls1_3", "TLS 1.3"),
    ("tlsa", "TLSA"),
    ("trailing_dot", "dot at end"),
    ("url", "URL"),
];
