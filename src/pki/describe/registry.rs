//! Object identifiers and what people call them: signature algorithms, usages, extensions, policies.

use crate::pki::anatomy::{algorithm_id, id};
use crate::pki::format::der::{Tlv, tag};

/// What people call the algorithm of an AlgorithmIdentifier: `ECDSA with SHA-256`.
pub(crate) fn signature_name(algorithm: &Tlv) -> String {
    let id = algorithm_id(algorithm);
    if id == id::RSA_PSS {
        return format!("RSA-PSS with {}", pss_hash(algorithm));
    }
    named(SIGNATURES, &id)
}

/// What people call an extended key usage.
pub(super) fn usage(id: &str) -> String {
    named(USAGES, id)
}

/// What people call a certificate policy.
pub(super) fn policy(id: &str) -> String {
    named(POLICIES, id)
}

/// What people call any other identifier that turns up in certificates.
pub(super) fn other(id: &str) -> String {
    named(OTHERS, id)
}

/// What people call a reason for revocation (RFC 5280 §5.3.1).
pub(super) fn reason(code: Option<u64>) -> String {
    let known = code
        .and_then(|code| usize::try_from(code).ok())
        .and_then(|code| REASONS.get(code));
    match (known, code) {
        (Some(name), _) => (*name).to_owned(),
        (None, Some(code)) => format!("reason {code}"),
        (None, None) => "unreadable".to_owned(),
    }
}

/// The hash of RSASSA-PSS-params (RFC 4055 §3.1), whose default is SHA-1.
fn pss_hash(algorithm: &Tlv) -> String {
    let hash = || {
        let mut fields = algorithm.reader();
        fields.any().ok()?;
        let mut parameters = fields.expect(tag::SEQUENCE, "the parameters").ok()?.reader();
        let explicit = parameters.optional(tag::constructed(0)).ok()??;
        Some(algorithm_id(&explicit.reader().any().ok()?))
    };
    hash().map_or_else(|| "SHA-1".to_owned(), |id| named(HASHES, &id))
}

fn named(table: &[(&str, &str)], id: &str) -> String {
    table
        .iter()
        .find(|(known, _)| *known == id)
        .map_or_else(|| id.to_owned(), |(_, name)| (*name).to_owned())
}

/// By code; 7 is not used.
const REASONS: &[&str] = &[
    "unspecified",
    "key compromise",
    "CA compromise",
    "affiliation changed",
    "superseded",
    "cessation of operation",
    "certificate hold",
    "reason 7",
    "remove from CRL",
    "privilege withdrawn",
    "AA compromise",
];

const HASHES: &[(&str, &str)] = &[
    ("1.3.14.3.2.26", "SHA-1"),
    ("2.16.840.1.101.3.4.2.1", "SHA-256"),
    ("2.16.840.1.101.3.4.2.2", "SHA-384"),
    ("2.16.840.1.101.3.4.2.3", "SHA-512"),
    ("2.16.840.1.101.3.4.2.4", "SHA-224"),
];

const SIGNATURES: &[(&str, &str)] = &[
    ("1.2.840.10040.4.3", "DSA with SHA-1"),
    ("1.2.840.10045.4.1", "ECDSA with SHA-1"),
    ("1.2.840.10045.4.3.1", "ECDSA with SHA-224"),
    ("1.2.840.10045.4.3.2", "ECDSA with SHA-256"),
    ("1.2.840.10045.4.3.3", "ECDSA with SHA-384"),
    ("1.2.840.10045.4.3.4", "ECDSA with SHA-512"),
    ("1.2.840.113549.1.1.2", "RSA with MD2"),
    ("1.2.840.113549.1.1.4", "RSA with MD5"),
    ("1.2.840.113549.1.1.5", "RSA with SHA-1"),
    ("1.2.840.113549.1.1.11", "RSA with SHA-256"),
    ("1.2.840.113549.1.1.12", "RSA with SHA-384"),
    ("1.2.840.113549.1.1.13", "RSA with SHA-512"),
    ("1.2.840.113549.1.1.14", "RSA with SHA-224"),
    ("1.3.101.112", "Ed25519"),
    ("1.3.101.113", "Ed448"),
    ("2.16.840.1.101.3.4.3.1", "DSA with SHA-224"),
    ("2.16.840.1.101.3.4.3.2", "DSA with SHA-256"),
    ("2.16.840.1.101.3.4.3.17", "ML-DSA-44"),
    ("2.16.840.1.101.3.4.3.18", "ML-DSA-65"),
    ("2.16.840.1.101.3.4.3.19", "ML-DSA-87"),
];

const USAGES: &[(&str, &str)] = &[
    (id::ANY_EXTENDED_KEY_USAGE, "any"),
    (id::SERVER_AUTH, "server authentication"),
    (id::CLIENT_AUTH, "client authentication"),
    ("1.3.6.1.5.5.7.3.3", "code signing"),
    ("1.3.6.1.5.5.7.3.4", "e-mail protection"),
    ("1.3.6.1.5.5.7.3.5", "IPsec end system"),
    ("1.3.6.1.5.5.7.3.6", "IPsec tunnel"),
    ("1.3.6.1.5.5.7.3.7", "IPsec user"),
    ("1.3.6.1.5.5.7.3.8", "time stamping"),
    (id::OCSP_SIGNING, "OCSP signing"),
    ("1.3.6.1.5.5.7.3.17", "IKE"),
    ("1.3.6.1.5.5.7.3.21", "SSH client"),
    ("1.3.6.1.5.5.7.3.22", "SSH server"),
    ("1.3.6.1.5.5.7.3.31", "brand indicator (BIMI)"),
    ("1.3.6.1.5.2.3.4", "Kerberos client (PKINIT)"),
    ("1.3.6.1.5.2.3.5", "Kerberos KDC (PKINIT)"),
    ("1.3.6.1.4.1.311.2.1.21", "Microsoft individual code signing"),
    ("1.3.6.1.4.1.311.2.1.22", "Microsoft commercial code signing"),
    ("1.3.6.1.4.1.311.10.3.3", "Microsoft server gated crypto"),
    ("1.3.6.1.4.1.311.10.3.4", "Microsoft encrypting file system"),
    ("1.3.6.1.4.1.311.10.3.12", "Microsoft document signing"),
    ("1.3.6.1.4.1.311.20.2.2", "Microsoft smart card logon"),
    ("1.3.6.1.4.1.311.54.1.2", "Microsoft remote desktop"),
    ("1.3.6.1.4.1.11129.2.4.4", "precertificate signing (CT)"),
    ("2.16.840.1.113730.4.1", "Netscape server gated crypto"),
];

const POLICIES: &[(&str, &str)] = &[
    ("2.5.29.32.0", "any policy"),
    ("2.23.140.1.1", "CA/B extended validation (EV)"),
    ("2.23.140.1.2.1", "CA/B domain validated (DV)"),
    ("2.23.140.1.2.2", "CA/B organization validated (OV)"),
    ("2.23.140.1.2.3", "CA/B individual validated (IV)"),
    ("2.23.140.1.3", "CA/B EV code signing"),
    ("2.23.140.1.4.1", "CA/B code signing"),
    ("1.3.6.1.5.5.7.2.1", "CPS"),
    ("1.3.6.1.5.5.7.2.2", "user notice"),
];

const OTHERS: &[(&str, &str)] = &[
    (id::ACCESS_OCSP, "OCSP"),
    (id::ACCESS_CA_ISSUERS, "CA issuers"),
    ("1.3.6.1.5.5.7.48.3", "time stamping"),
    ("1.3.6.1.5.5.7.48.5", "CA repository"),
    ("1.3.6.1.5.5.7.11.1", "qualified certificate syntax v1"),
    ("1.3.6.1.5.5.7.11.2", "qualified certificate syntax v2"),
    ("0.4.0.1862.1.1", "EU qualified certificate"),
    ("0.4.0.1862.1.2", "limit on the value of transactions"),
    ("0.4.0.1862.1.3", "retention period (years)"),
    ("0.4.0.1862.1.4", "key in a secure device (QSCD)"),
    ("0.4.0.1862.1.5", "disclosure statement (PDS)"),
    ("0.4.0.1862.1.6", "type of qualified certificate"),
    ("0.4.0.1862.1.6.1", "electronic signature"),
    ("0.4.0.1862.1.6.2", "electronic seal"),
    ("0.4.0.1862.1.6.3", "web authentication (QWAC)"),
    ("0.4.0.1862.1.7", "country of legislation"),
    ("0.4.0.19495.2", "PSD2 roles"),
];
