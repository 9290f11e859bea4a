//! What can be said of a single certificate on a path, wherever it stands: well-formed, within its
//! validity, nothing critical that is unknown, a key that is strong enough; and whether it may issue
//! (RFC 5280 §6.1.3 (a)(2), §6.1.4 (k), (n), (o)).

use jiff::Timestamp;

use super::{Check, Purpose, Question, about};
use crate::model::Finding;
use crate::pki::cert::Cert;
use crate::pki::extensions::{Extension, KeyUsage};
use crate::pki::format::der::hex;
use crate::pki::oid;
use crate::pki::primitive::Oid;
use crate::pki::public_key::{Curve, KeyKind};
use crate::pki::rule;

/// Well-formed, current, with nothing critical that is unknown, and a key that counts.
pub(crate) fn sound(cert: &Cert, now: Timestamp) -> Check {
    well_formed(cert)?;
    current(cert, now)?;
    critical(cert)?;
    key(cert)
}

/// Whether it may issue certificates for `question`'s purpose.
pub(crate) fn may_issue(cert: &Cert, question: &Question<'_>) -> Check {
    ca(cert)?;
    key_cert_sign(cert)?;
    purpose(cert, question.purpose)
}

/// DER in the form of RFC 5280 §4.1, extensions included.
pub(crate) fn well_formed(cert: &Cert) -> Check {
    let fault = cert.faults().first().map(ToString::to_string).or_else(|| {
        let (kind, fault) = cert.extensions().faults.first()?;
        Some(format!("extension {kind}: {fault}"))
    });
    match fault {
        Some(fault) => Err(about(
            cert,
            &rule::MALFORMED,
            format!("`{}` is malformed: {fault}", cert.label()),
        )),
        None => Ok(()),
    }
}

/// Within its validity at `now`, both ends included (RFC 5280 §4.1.2.5).
pub(crate) fn current(cert: &Cert, now: Timestamp) -> Check {
    let name = cert.label();
    if now > cert.not_after() {
        let message = format!("`{name}` expired at {}", cert.not_after());
        return Err(Box::new(
            Finding::new(&rule::EXPIRED, message)
                .on(name)
                .evidence("not_after", cert.not_after())
                .evidence("at", now)
                .advice("renew it"),
        ));
    }
    if now < cert.not_before() {
        let message = format!("`{name}` is valid from {} only", cert.not_before());
        return Err(Box::new(
            Finding::new(&rule::NOT_YET_VALID, message)
                .on(name)
                .evidence("not_before", cert.not_before())
                .evidence("at", now)
                .advice("wait, or set the clock right"),
        ));
    }
    Ok(())
}

/// No critical extension that is not processed here (RFC 5280 §4.2).
pub(crate) fn critical(cert: &Cert) -> Check {
    // Microsoft's application policies repeat the extended key usage, which is heeded (as by BoringSSL).
    let repeats =
        |kind: &Oid| kind.is(oid::MS_APPLICATION_POLICIES) && cert.extensions().extended_key_usage.is_some();
    let unknown = |extension: &&Extension| {
        let kind = &extension.oid;
        extension.critical && !PROCESSED.contains(&kind.octets()) && !repeats(kind)
    };
    if let Some(extension) = cert.extensions().all.iter().find(unknown) {
        let message = format!(
            "`{}` has the critical extension {}, which is unknown",
            cert.label(),
            extension.oid
        );
        return Err(about(cert, &rule::UNKNOWN_CRITICAL_EXTENSION, message));
    }
    let policies = cert.extensions().policies.iter().flatten();
    let qualifiers = policies.flat_map(|policy| &policy.qualifiers);
    let strange = qualifiers
        .map(|(kind, _)| kind)
        .find(|kind| !kind.is(oid::CPS) && !kind.is(oid::USER_NOTICE));
    match strange {
        Some(kind) if cert.extensions().is_critical(oid::CERTIFICATE_POLICIES) => {
            let message = format!(
                "`{}` has critical policies with the unknown qualifier {kind}",
                cert.label()
            );
            Err(about(cert, &rule::UNKNOWN_CRITICAL_EXTENSION, message))
        }
        _ => Ok(()),
    }
}

/// A key of a kind and size that is still worth something.
pub(crate) fn key(cert: &Cert) -> Check {
    let kind = cert.public_key().kind();
    let fault = match kind {
        KeyKind::Rsa { bits, .. } if *bits < 2048 => &rule::WEAK_KEY,
        KeyKind::Rsa { exponent, .. } if !is_good_exponent(exponent) => &rule::RSA_EXPONENT,
        KeyKind::Ec(Curve::Explicit) => &rule::EC_EXPLICIT_CURVE,
        KeyKind::Rsa { .. } | KeyKind::Ec(Curve::P256 | Curve::P384 | Curve::P521) => return Ok(()),
        KeyKind::Ed25519 | KeyKind::Ed448 | KeyKind::MlDsa(_) => return Ok(()),
        KeyKind::Dsa | KeyKind::Ec(_) | KeyKind::Other(_) => &rule::WEAK_KEY,
    };
    let what = match kind {
        KeyKind::Rsa { exponent, .. } if fault.id == rule::RSA_EXPONENT.id => {
            format!("RSA with the exponent 0x{}", hex(exponent))
        }
        kind => kind.to_string(),
    };
    let message = format!("`{}` has a key that does not count: {what}", cert.label());
    Err(Box::new(
        Finding::new(fault, message)
            .on(cert.label())
            .advice("use P-256, or RSA of at least 2048 bits"),
    ))
}

/// Odd, and at least 3 (CABF BR 6.1.6).
fn is_good_exponent(exponent: &[u8]) -> bool {
    exponent.last().is_some_and(|last| last & 1 == 1) && exponent != [1]
}

/// The key's purpose, where extended key usage limits it; on a CA it limits everything below
/// (CABF BR 7.1.2.10.6; OpenSSL, Go, webpki, NSS and CryptoAPI all nest it).
pub(crate) fn purpose(cert: &Cert, purpose: Purpose) -> Check {
    let (Some(wanted), Some(usages)) = (purpose.usage(), &cert.extensions().extended_key_usage) else {
        return Ok(());
    };
    if usages
        .iter()
        .any(|usage| usage.is(wanted) || usage.is(oid::ANY_USAGE))
    {
        return Ok(());
    }
    let message = format!("`{}` is not for use as TLS {}", cert.label(), purpose.id());
    let has: Vec<String> = usages.iter().map(ToString::to_string).collect();
    Err(Box::new(
        Finding::new(&rule::WRONG_PURPOSE, message)
            .on(cert.label())
            .evidence("extended_key_usage", has),
    ))
}

/// Basic constraints that call it a CA; certificates of version 1 and 2 cannot, and are none.
fn ca(cert: &Cert) -> Check {
    if cert.is_ca() {
        return Ok(());
    }
    let why = match cert.extensions().basic_constraints {
        Some(_) => "its basic constraints say that it is no CA",
        None => "it has no basic constraints",
    };
    let message = format!("`{}` issued a certificate, and {why}", cert.label());
    Err(about(cert, &rule::NOT_A_CA, message))
}

/// keyCertSign, where there is a key usage at all.
pub(crate) fn key_cert_sign(cert: &Cert) -> Check {
    match cert.extensions().key_usage {
        Some(usage) if !usage.has(KeyUsage::KEY_CERT_SIGN) => Err(about(
            cert,
            &rule::WRONG_KEY_USAGE,
            format!(
                "`{}` issued a certificate, and its key usage lacks keyCertSign",
                cert.label()
            ),
        )),
        _ => Ok(()),
    }
}

/// The extensions that are processed, or that a client may ignore knowingly.
const PROCESSED: &[&[u8]] = &[
    oid::AUTHORITY_INFO_ACCESS,
    oid::AUTHORITY_KEY_ID,
    oid::BASIC_CONSTRAINTS,
    oid::CERTIFICATE_POLICIES,
    oid::CRL_DISTRIBUTION_POINTS,
    oid::EXTENDED_KEY_USAGE,
    oid::FRESHEST_CRL,
    oid::INHIBIT_ANY_POLICY,
    oid::ISSUER_ALT_NAME,
    oid::KEY_USAGE,
    oid::NAME_CONSTRAINTS,
    oid::OCSP_NO_CHECK,
    oid::POLICY_CONSTRAINTS,
    oid::POLICY_MAPPINGS,
    oid::SCT_LIST,
    oid::SUBJECT_ALT_NAME,
    oid::SUBJECT_KEY_ID,
    oid::TLS_FEATURE,
];
