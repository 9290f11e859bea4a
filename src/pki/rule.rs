//! The rules that several commands can find broken: about time, names, chains and signatures. Each has one
//! id wherever it fires. Rules that only one lint or scan knows live in its file.

use crate::model::{Rule, Severity};

use Severity::{Error, Notice, Warning};

/// Every rule of this file.
pub(crate) const ALL: &[&Rule] = &[
    &ANCHOR_EXPIRED,
    &BAD_SIGNATURE,
    &CHAIN_DUPLICATE,
    &CHAIN_INCOMPLETE,
    &CHAIN_ORDER,
    &CHAIN_ROOT_INCLUDED,
    &CHAIN_UNRELATED,
    &CRL_INVALID,
    &CRL_NUMBER,
    &EC_EXPLICIT_CURVE,
    &EXPIRED,
    &EXPIRES_SOON,
    &EXTENSION_PROFILE,
    &GAVE_UP,
    &ISSUER_NAME_FOLDED,
    &KEY_CERT_SIGN_WITHOUT_CA,
    &KEY_ID_MISMATCH,
    &KEY_MISMATCH,
    &KEY_USAGE_EMPTY,
    &MALFORMED,
    &MUST_STAPLE,
    &NAME_CONSTRAINTS,
    &NAME_MISMATCH,
    &NOT_A_CA,
    &NOT_YET_VALID,
    &NO_SAN,
    &OCSP_INVALID,
    &OCSP_NOCHECK_MISSING,
    &PATH_LENGTH,
    &PATH_LENGTH_WITHOUT_CA,
    &POLICY,
    &PUBLIC_PROFILE,
    &PUBLIC_SUFFIX_WILDCARD,
    &REVOCATION_UNKNOWN,
    &REVOKED,
    &RSA_EXPONENT,
    &RSA_SHARED_PRIME,
    &SELF_SIGNED,
    &SERIAL_REUSED,
    &SIGNATURE_UNSUPPORTED,
    &UNKNOWN_CRITICAL_EXTENSION,
    &UNTRUSTED,
    &WEAK_KEY,
    &WEAK_SIGNATURE,
    &WRONG_KEY_USAGE,
    &WRONG_PURPOSE,
];

macro_rules! rules {
    ($($name:ident = $id:literal, $severity:expr, $citation:literal, $summary:literal;)*) => {$(
        #[doc = $summary]
        pub(crate) static $name: Rule = Rule {
            id: $id,
            severity: $severity,
            citation: $citation,
            summary: $summary,
        };
    )*};
}

rules! {
    ANCHOR_EXPIRED = "anchor-expired", Warning, "RFC 5280 §6.1.1 (d); X.509 leaves it to the client",
        "a trust anchor should be within its validity: OpenSSL, Go and GnuTLS refuse one that is not";
    BAD_SIGNATURE = "bad-signature", Error, "RFC 5280 §6.1.3 (a)(1)",
        "a certificate's signature must verify with its issuer's key";
    CHAIN_DUPLICATE = "chain-duplicate", Warning, "RFC 8446 §4.4.2",
        "a certificate should be sent once";
    CHAIN_INCOMPLETE = "chain-incomplete", Error, "RFC 8446 §4.4.2, RFC 5246 §7.4.2",
        "every intermediate between the leaf and the root must be sent";
    CHAIN_ORDER = "chain-order", Warning, "RFC 5246 §7.4.2",
        "each certificate should be followed by the one that signed it";
    CHAIN_ROOT_INCLUDED = "chain-root-included", Notice, "RFC 8446 §4.4.2",
        "the root need not be sent: who trusts it has it";
    CHAIN_UNRELATED = "chain-unrelated", Warning, "RFC 8446 §4.4.2",
        "a chain should hold nothing that does not lead from the leaf to a root";
    CRL_INVALID = "crl-invalid", Error, "RFC 5280 §6.3.3",
        "a revocation list must be signed by its issuer, current and free of unknown critical extensions";
    CRL_NUMBER = "crl-number", Error, "RFC 5280 §5.2.3",
        "a revocation list must have a number, and not mark it critical";
    EC_EXPLICIT_CURVE = "ec-explicit-curve", Error, "RFC 5480 §2.1.1; CVE-2020-0601",
        "the curve of a key must be named, not spelled out";
    EXPIRED = "expired", Error, "RFC 5280 §4.1.2.5, §6.1.3 (a)(2)",
        "a certificate must not be used after its last day";
    EXPIRES_SOON = "expires-soon", Warning, "RFC 5280 §4.1.2.5",
        "a certificate should be renewed well before its last day";
    EXTENSION_PROFILE = "extension-profile", Error, "RFC 5280 §4.2",
        "extensions must be there, and critical or not, as RFC 5280 says";
    GAVE_UP = "gave-up", Error, "RFC 4158 §5",
        "a chain must be verifiable with bounded work";
    ISSUER_NAME_FOLDED = "issuer-name-folded", Notice, "RFC 5280 §4.1.2.4, §7.1",
        "issuer and subject should be the same bytes: some verifiers compare nothing else";
    KEY_CERT_SIGN_WITHOUT_CA = "key-cert-sign-without-ca", Error, "RFC 5280 §4.2.1.3, §4.2.1.9",
        "keyCertSign must not be set where basic constraints do not say CA";
    KEY_ID_MISMATCH = "key-id-mismatch", Notice, "RFC 5280 §4.2.1.1",
        "the authority key identifier should be the issuer's subject key identifier";
    KEY_MISMATCH = "key-mismatch", Error, "RFC 8446 §4.4.3",
        "a private key must belong to the certificate that it is used with";
    KEY_USAGE_EMPTY = "key-usage-empty", Error, "RFC 5280 §4.2.1.3",
        "key usage must have a bit set";
    MALFORMED = "malformed", Error, "RFC 5280 §4.1, X.690",
        "a certificate must be DER in the form that RFC 5280 defines";
    MUST_STAPLE = "must-staple", Error, "RFC 7633 §4.2.3",
        "a server must staple an OCSP response where its certificate promises one";
    NAME_CONSTRAINTS = "name-constraints", Error, "RFC 5280 §4.2.1.10, §6.1.3 (b), (c)",
        "names must lie within what every CA above them may name";
    NAME_MISMATCH = "name-mismatch", Error, "RFC 9525 §6, RFC 6125 §6",
        "a certificate must be for the name that the client wants to reach";
    NOT_A_CA = "not-a-ca", Error, "RFC 5280 §6.1.4 (k)",
        "only a certificate that basic constraints call a CA may issue others";
    NOT_YET_VALID = "not-yet-valid", Error, "RFC 5280 §4.1.2.5, §6.1.3 (a)(2)",
        "a certificate must not be used before its first day";
    NO_SAN = "san-missing", Error, "RFC 9525 §2, RFC 6125 §6.4.4, CABF BR 7.1.2.7.12",
        "a server's certificate must carry its names as alternative names: no client reads the common name";
    OCSP_INVALID = "ocsp-invalid", Error, "RFC 6960 §3.2, §4.2.2.2",
        "an OCSP response must be about this certificate, signed by who may say so, and current";
    OCSP_NOCHECK_MISSING = "ocsp-nocheck-missing", Warning, "CABF BR 4.9.9, 7.1.2.8; RFC 6960 §4.2.2.2.1",
        "an OCSP responder's certificate should say that its own status need not be asked about";
    PATH_LENGTH = "path-length", Error, "RFC 5280 §4.2.1.9, §6.1.4 (l), (m)",
        "no more CAs may stand below a CA than its path length allows";
    PATH_LENGTH_WITHOUT_CA = "path-length-without-ca", Error, "RFC 5280 §4.2.1.9",
        "a path length must only stand in a CA whose key signs certificates";
    POLICY = "policy", Error, "RFC 5280 §6.1.3 (d)-(f), §6.1.5",
        "where a CA requires it, certificates must share a policy down to the leaf";
    PUBLIC_PROFILE = "public-profile", Error, "CA/Browser Forum Baseline Requirements 7.1.2",
        "a publicly trusted certificate must follow the Baseline Requirements";
    PUBLIC_SUFFIX_WILDCARD = "public-suffix-wildcard", Error, "CA/Browser Forum Baseline Requirements 3.2.2.6",
        "a wildcard must not stand directly below a public suffix";
    REVOCATION_UNKNOWN = "revocation-unknown", Error, "RFC 5280 §6.3.3",
        "where revocation is checked, the status of the certificate must be known";
    REVOKED = "revoked", Error, "RFC 5280 §5.3, §6.1.3 (a)(3)",
        "a certificate must not be used once its issuer has revoked it";
    RSA_EXPONENT = "rsa-exponent", Error, "CABF BR 6.1.6",
        "an RSA exponent must be odd and at least 3";
    RSA_SHARED_PRIME = "rsa-shared-prime", Error, "CABF BR 6.1.1.3; Heninger et al., Mining Your Ps and Qs (2012)",
        "two RSA keys must not have a prime in common: who sees both has both";
    SELF_SIGNED = "self-signed", Error, "RFC 5280 §6.1",
        "a certificate that only vouches for itself must itself be trusted";
    SERIAL_REUSED = "serial-reused", Warning, "RFC 5280 §4.1.2.2",
        "an issuer should give a serial number once: Firefox refuses the second certificate that it sees";
    SIGNATURE_UNSUPPORTED = "signature-unsupported", Error, "RFC 5280 §6.1.3 (a)(1)",
        "a signature must be of a kind that the client can check: what cannot be checked is not trusted";
    UNKNOWN_CRITICAL_EXTENSION = "unknown-critical-extension", Error, "RFC 5280 §4.2, §6.1.4 (o), §6.1.5 (f)",
        "who does not know a critical extension must refuse the certificate";
    UNTRUSTED = "unknown-issuer", Error, "RFC 5280 §6.1",
        "a chain must end in a trusted root";
    WEAK_KEY = "weak-key", Error, "CA/Browser Forum Baseline Requirements 6.1.5; NIST SP 800-57",
        "a key must be RSA of at least 2048 bits, on P-256, P-384 or P-521, Ed25519 or ML-DSA";
    WEAK_SIGNATURE = "weak-signature", Error, "CA/Browser Forum Baseline Requirements 7.1.3.2; RFC 9155",
        "signatures must not rest on MD5 or SHA-1, for which collisions can be bought";
    WRONG_KEY_USAGE = "wrong-key-usage", Error, "RFC 5280 §4.2.1.3, §6.1.4 (n)",
        "a key must only be used as its key usage allows: keyCertSign to sign certificates";
    WRONG_PURPOSE = "wrong-purpose", Error, "RFC 5280 §4.2.1.12",
        "extended key usage, where there is one, must name the purpose: serverAuth for a server";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_unique_and_in_kebab_case() {
        let mut ids: Vec<&str> = ALL.iter().map(|rule| rule.id).collect();
        assert!(ids.iter().all(|id| {
            id.bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        }));
        let count = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), count);
    }
}
