//! What is asked of the leaf whatever path it has: sound, for the host, for the purpose. All that is wrong
//! is said, not only the first: who renews a certificate wants to do it once.

use super::{Check, Profile, Purpose, Question, about, issuer, strict};
use crate::model::{Finding, Severity};
use crate::pki::cert::Cert;
use crate::pki::extensions::KeyUsage;
use crate::pki::host::Host;
use crate::pki::oid;
use crate::pki::public_key::KeyKind;
use crate::pki::rule;

/// Everything that is wrong with the leaf by itself.
pub(crate) fn judge(question: &Question<'_>) -> Vec<Finding> {
    let leaf = question.leaf;
    let whole = issuer::well_formed(leaf);
    // Names that could not be read are not also missing.
    let name = if whole.is_ok() || !leaf.sans().is_empty() {
        name(question)
    } else {
        Ok(())
    };
    let checks = [
        whole,
        issuer::current(leaf, question.now),
        issuer::critical(leaf),
        issuer::key(leaf),
        issuer::purpose(leaf, question.purpose).and_then(|()| key_usage(question)),
        role(question),
        name,
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

/// What a TLS handshake does with the key, where key usage limits it: sign (RFC 8446 §4.4.2.2), or in TLS
/// 1.2 with RSA also decrypt.
fn key_usage(question: &Question<'_>) -> Check {
    let leaf = question.leaf;
    let needed = match leaf.public_key().kind() {
        KeyKind::Rsa { .. } => KeyUsage::DIGITAL_SIGNATURE | KeyUsage::KEY_ENCIPHERMENT,
        _ => KeyUsage::DIGITAL_SIGNATURE,
    };
    let rule = match leaf.extensions().key_usage {
        Some(KeyUsage(0)) => &rule::KEY_USAGE_EMPTY,
        Some(usage) if !usage.has(needed) && !leaf.is_ca() => &rule::WRONG_KEY_USAGE,
        _ => return Ok(()),
    };
    if question.host.is_none() {
        return Ok(());
    }
    let message = format!(
        "the key usage of `{}` lacks digitalSignature, which TLS needs",
        leaf.label()
    );
    Err(about(leaf, rule, message))
}

/// A CA's certificate may stand as a leaf (RFC 5280 says nothing against it, and `openssl req -x509` makes
/// them). Who is no CA must not have its key sign certificates (§4.2.1.3, §4.2.1.9), nor a path length:
/// BoringSSL refuses that, OpenSSL does not; here the public profile does. The converse, a CA whose key
/// signs no certificates, is allowed by RFC 5280 (it may sign revocation lists), and a remark; as a host's
/// it contradicts itself, and webpki, NSS and the Baseline Requirements (7.1.2.7.8) refuse it.
fn role(question: &Question<'_>) -> Check {
    let leaf = question.leaf;
    let basic = leaf.extensions().basic_constraints;
    let signs = leaf
        .extensions()
        .key_usage
        .map(|usage| usage.has(KeyUsage::KEY_CERT_SIGN));
    let (rule, contradiction) = match (leaf.is_ca(), signs) {
        (true, Some(false)) => {
            let message = "it is a CA by its basic constraints, and not by its key usage";
            let finding = about(
                leaf,
                &rule::WRONG_KEY_USAGE,
                format!("`{}`: {message}", leaf.label()),
            );
            return Err(match question.host {
                Some(_) => finding,
                None => Box::new(finding.severity(Severity::Warning)),
            });
        }
        (false, Some(true)) => (
            &rule::KEY_CERT_SIGN_WITHOUT_CA,
            "it may sign certificates, and is no CA",
        ),
        (false, _) if basic.is_some_and(|basic| basic.path_len.is_some()) => (
            &rule::PATH_LENGTH_WITHOUT_CA,
            "it has a path length, and is no CA",
        ),
        _ => return Ok(()),
    };
    let finding = about(leaf, rule, format!("`{}`: {contradiction}", leaf.label()));
    match question.profile {
        Profile::Public => Err(finding),
        Profile::Dev | Profile::Private => Err(Box::new(finding.severity(Severity::Warning))),
    }
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
