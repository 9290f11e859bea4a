//! The names that badssl.com has for its hosts, which many people know by heart: those of certificates stand
//! for cases, and of the others is said what they are about.

/// The case that badssl.com calls so, where it has another name here.
pub(super) fn case(name: &str) -> Option<&'static str> {
    let case = CASES.iter().find(|(theirs, _)| *theirs == name);
    case.map(|(_, ours)| *ours)
}

/// What a host of badssl.com is about that shows no certificate of its own.
pub(super) fn about(name: &str) -> Option<&'static str> {
    let topic = TOPICS.iter().find(|(names, _)| names.contains(&name));
    topic.map(|(_, about)| *about)
}

/// In alphabetical order of their name.
const CASES: &[(&str, &str)] = &[
    ("1000-sans", "good-many-names"),
    ("10000-sans", "good-ten-thousand-names"),
    ("blocked-interception", "good-blocked-interception"),
    ("client", "good-client-demanded"),
    ("client-cert-missing", "good-client-of-nobody"),
    ("ecc256", "good-usage"),
    ("ecc384", "good-p384-key"),
    ("extended-validation", "good-extended-validation"),
    ("incomplete-chain", "missing-intermediate"),
    ("invalid-expected-sct", "timestamp-not-signed"),
    ("known-interception", "good-known-interception"),
    (
        "long-extended-subdomain-name-containing-many-letters-and-dashes",
        "good-long-label-with-dashes",
    ),
    (
        "longextendedsubdomainnamewithoutdashesinordertotestwordwrapping",
        "good-long-label",
    ),
    ("no-common-name", "good-no-common-name"),
    ("no-san", "common-name-only"),
    ("no-sct", "no-timestamps"),
    ("no-subject", "good-no-subject"),
    ("pinning-test", "good-pinned"),
    ("rsa1024", "rsa-1024"),
    ("rsa2048", "good-rsa-key"),
    ("rsa3072", "good-rsa-3072-key"),
    ("rsa4096", "good-rsa-4096-key"),
    ("rsa512", "rsa-512"),
    ("rsa8192", "good-rsa-8192-key"),
    ("sha256", "good-sha256"),
    ("sha384", "good-sha384"),
    ("sha512", "good-sha512"),
    ("spoof", "homograph"),
    ("wrong.host", "wrong-host"),
    ("xn--n1aae7f7o", "homograph"),
];

/// What is not about certificates.
const TOPICS: &[(&[&str], &str)] = &[
    (
        &[
            "3des",
            "cbc",
            "mozilla-intermediate",
            "mozilla-modern",
            "mozilla-old",
            "null",
            "rc4",
            "rc4-md5",
        ],
        "it is about the cipher, and the catalogue is one of certificates",
    ),
    (
        &[
            "dh-composite",
            "dh-small-subgroup",
            "dh1024",
            "dh2048",
            "dh480",
            "dh512",
            "static-rsa",
        ],
        "it is about the key exchange, and the catalogue is one of certificates",
    ),
    (
        &["ssl-v2", "ssl-v3", "tls-v1-0", "tls-v1-1", "tls-v1-2"],
        "it is about the version of TLS: see `--min-tls` and `--max-tls` of `tlsctl serve`",
    ),
    (
        &[
            "hsts",
            "https-everywhere",
            "preloaded-expect-ct",
            "preloaded-hsts",
            "subdomain.preloaded-hsts",
            "upgrade",
        ],
        "it is about a header: see `--hsts` of `tlsctl serve`",
    ),
    (
        &[
            "http",
            "http-credit-card",
            "http-dynamic-login",
            "http-login",
            "http-password",
            "http-textarea",
            "lock-title",
            "mixed",
            "mixed-favicon",
            "mixed-form",
            "mixed-script",
            "spoofed-favicon",
            "very",
        ],
        "it is about a page, and the catalogue is one of certificates",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pki::bad;

    #[test]
    fn every_name_stands_for_a_case_and_is_none_itself() {
        for (theirs, ours) in CASES {
            assert!(bad::all().any(|case| case.id == *ours), "{ours}");
            assert!(bad::all().all(|case| case.id != *theirs), "{theirs}");
            assert!(about(theirs).is_none(), "{theirs}");
        }
    }
}
