//! What is asked of the leaf whatever path it has: sound, for the host, for the purpose. All that is wrong
//! is said, not only the first: who renews a certificate wants to do it once.

use super::{Check, Purpose, Question, about, issuer, strict};
use crate::model::{Finding, Severity};
use crate::pki::cert::Cert;
use crate::pki::extensions::KeyUsage;
use crate::pki::host::Host;
use crate::pki::oid;
use crate::pki::rule;

/// Everything that is wrong with the leaf by itself.
pub(crate) fn judge(question: &Question<'_>) -> Vec<Finding> {
    let leaf = question.leaf;
    let checks = [
        issuer::well_formed(leaf),
        issuer::current(leaf, question.now),
        issuer::critical(leaf),
        issuer::key(leaf),
        purpose(question),
        role(leaf),
        name(question),
    ];
    let mut findings: Vec<Finding> = checks
        .into_iter()
        .filter_map(Check::err)
        .map(|boxed| *boxed)
        .collect();
    if question.is_strict() {
        findings.extend(strict::leaf(leaf));
    }
    findings
}

/// The purpose by extended key usage. anyExtendedKeyUsage does for RFC 5280 §4.2.1.12, and not for TLS
/// clients that speak for a host: webpki and NSS want serverAuth by name (CABF BR 7.1.2.7.10).
fn purpose(question: &Question<'_>) -> Check {
    let leaf = question.leaf;
    issuer::purpose(leaf, question.purpose)?;
    let (Some(wanted), Some(usages)) = (question.purpose.usage(), &leaf.extensions().extended_key_usage)
    else {
        return Ok(());
    };
    if question.host.is_none() || usages.iter().any(|usage| usage.is(wanted)) {
        return Ok(());
    }
    let message = format!(
        "`{}` has anyExtendedKeyUsage in place of the usage for TLS {}",
        leaf.label(),
        question.purpose.id()
    );
    Err(about(leaf, &rule::WRONG_PURPOSE, message))
}

/// A CA's certificate may stand as a leaf (RFC 5280 says nothing against it, and `openssl req -x509` makes
/// them), unless it contradicts itself: basic constraints and key usage must agree on whether it is a CA
/// (§4.2.1.3, §4.2.1.9).
fn role(leaf: &Cert) -> Check {
    let basic = leaf.extensions().basic_constraints;
    let signs = leaf
        .extensions()
        .key_usage
        .map(|usage| usage.has(KeyUsage::KEY_CERT_SIGN));
    let contradiction = match (leaf.is_ca(), signs) {
        (true, Some(false)) => "it is a CA by its basic constraints, and not by its key usage",
        (false, Some(true)) => {
            "it may sign certificates by its key usage, and is no CA by its basic constraints"
        }
        (false, _) if basic.is_some_and(|basic| basic.path_len.is_some()) => {
            "it has a path length, and is no CA"
        }
        _ => return Ok(()),
    };
    let message = format!("`{}` contradicts itself: {contradiction}", leaf.label());
    Err(about(leaf, &rule::WRONG_KEY_USAGE, message))
}

fn name(question: &Question<'_>) -> Check {
    let leaf = question.leaf;
    let has_names = leaf.extensions().find(oid::SUBJECT_ALT_NAME).is_some();
    match question.host {
        None if has_names || question.purpose != Purpose::Server => Ok(()),
        None => Err(Box::new(no_names(leaf).severity(Severity::Warning))),
        Some(_) if !has_names => Err(Box::new(no_names(leaf))),
        Some(host) if host.matches(leaf) => Ok(()),
        Some(host) => Err(Box::new(mismatch(leaf, host))),
    }
}

fn no_names(leaf: &Cert) -> Finding {
    let message = match leaf.subject().common_name() {
        Some(name) => {
            format!("the certificate has no alternative names; its common name `{name}` does not count")
        }
        None => "the certificate has no alternative names".to_owned(),
    };
    Finding::new(&rule::NO_SAN, message)
        .on(leaf.label())
        .advice("issue it with a subject alternative name for every name that it is to serve")
}

fn mismatch(leaf: &Cert, host: &Host) -> Finding {
    let names: Vec<String> = leaf.sans().iter().map(ToString::to_string).collect();
    let shown = names
        .iter()
        .take(3)
        .map(|name| format!("`{name}`"))
        .collect::<Vec<_>>()
        .join(", ");
    let more = match names.len().saturating_sub(3) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    Finding::new(
        &rule::NAME_MISMATCH,
        format!("the certificate is for {shown}{more}, not for `{host}`"),
    )
    .on(leaf.label())
    .evidence("host", host.to_string())
    .evidence("names", names)
    .advice(format!(
        "issue it for `{host}` too, or reach the server by a name that it has"
    ))
}
