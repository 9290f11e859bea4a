//! Which CA a CAA record means (RFC 8659 §4.2). The record names a CA by a domain that the CA chooses for
//! itself and states in its practice statement; no certificate says it.

use super::cert::Cert;
use super::oid;

/// The domains by which the issuer of `cert` goes in CAA records; `None` where that is not known.
pub(crate) fn domains(cert: &Cert) -> Option<&'static [&'static str]> {
    let organization = cert.issuer().values(oid::ORGANIZATION).next()?.to_lowercase();
    ISSUERS
        .iter()
        .find(|(name, _)| organization.starts_with(name))
        .map(|(_, domains)| *domains)
}

/// The beginning of the issuer's organization in lower case, and its domains, from the CAs' own statements
/// (CCADB's list of CAA identifiers).
static ISSUERS: &[(&str, &[&str])] = &[
    ("actalis", &["actalis.it"]),
    (
        "amazon",
        &["amazon.com", "amazontrust.com", "awstrust.com", "amazonaws.com"],
    ),
    ("apple", &["pki.apple.com"]),
    ("asseco", &["certum.pl", "certum.eu"]),
    ("buypass", &["buypass.com", "buypass.no"]),
    ("comodo", &["comodoca.com", "sectigo.com"]),
    ("d-trust", &["d-trust.net"]),
    (
        "digicert",
        &[
            "digicert.com",
            "www.digicert.com",
            "digicert.ne.jp",
            "symantec.com",
            "geotrust.com",
            "rapidssl.com",
            "thawte.com",
        ],
    ),
    ("entrust", &["entrust.net", "affirmtrust.com"]),
    ("globalsign", &["globalsign.com"]),
    ("godaddy", &["godaddy.com", "starfieldtech.com"]),
    ("google trust services", &["pki.goog", "google.com"]),
    ("hellenic academic", &["harica.gr"]),
    ("identrust", &["identrust.com"]),
    ("internet security research", &["letsencrypt.org"]),
    ("let's encrypt", &["letsencrypt.org"]),
    ("microsoft", &["microsoft.com"]),
    ("quovadis", &["quovadisglobal.com", "digicert.com"]),
    (
        "sectigo",
        &[
            "sectigo.com",
            "comodoca.com",
            "usertrust.com",
            "trust-provider.com",
        ],
    ),
    ("ssl corp", &["ssl.com"]),
    ("starfield", &["starfieldtech.com", "godaddy.com"]),
    ("swisssign", &["swisssign.com"]),
    ("telia", &["telia.com", "trust.telia.com"]),
    ("zerossl", &["sectigo.com", "zerossl.com"]),
];
