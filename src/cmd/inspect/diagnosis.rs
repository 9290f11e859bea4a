//! What is wrong with the inputs as they are, whether or not anyone asked for a verdict: chains out of
//! order, duplicates, what is missing, and keys that belong to nothing. Unasked, it is a warning at most
//! and does not decide the exit code; but who names a key beside a certificate asks whether they match.

use super::gather::Input;
use super::index::{Index, place};
use crate::model::{Finding, Report, Severity, Verdict};
use crate::pki::cert::Cert;
use crate::pki::format::Kind;
use crate::pki::{chain, describe, rule};

/// Whether somebody asked for what is found.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Asked {
    /// The inputs lie where they lie.
    No,
    /// A key and a certificate were named side by side: do they belong together?
    Pair,
}

/// Adds what is wrong with the chain and the keys of an input to its report.
pub(super) fn add(report: &mut Report, input: &Input, index: &Index, asked: Asked) {
    let certs = certs(input);
    if certs.len() > 1 && certs.len() <= LONGEST && certs.iter().any(|cert| !cert.is_ca()) {
        report
            .findings
            .extend(chain::diagnose(&certs).findings.into_iter().map(unasked));
    }
    let strangers = strangers(input, index);
    if asked == Asked::Pair && !strangers.is_empty() {
        report.verdict = Some(Verdict::Fail);
        report.findings.extend(strangers);
    } else {
        report.findings.extend(strangers.into_iter().map(unasked));
    }
}

/// The certificates of an input, as verification takes them.
pub(super) fn certs(input: &Input) -> Vec<Cert> {
    let of_kind = input
        .pieces
        .iter()
        .filter(|piece| piece.kind == Kind::Certificate);
    of_kind.filter_map(|piece| Cert::parse(&piece.der).ok()).collect()
}

/// Private keys that belong to none of the certificates and requests, where there are any.
fn strangers(input: &Input, index: &Index) -> Vec<Finding> {
    let mut findings = Vec::new();
    let keys = input
        .pieces
        .iter()
        .filter(|p| matches!(p.kind, Kind::EncryptedKey | Kind::PrivateKey));
    for piece in keys {
        let Ok(key) = input.key(piece) else { continue };
        if index.has_owners() && index.owners(key.spki()).is_empty() {
            let message = format!(
                "this private key belongs to none of the certificates and requests: its SPKI pin is {}",
                describe::pin(key.spki())
            );
            let finding = Finding::new(&rule::KEY_MISMATCH, message).on(place(input, piece));
            findings.push(finding.advice("look for the key whose SPKI pin is that of the certificate"));
        }
    }
    findings
}

fn unasked(finding: Finding) -> Finding {
    let severity = finding.severity.min(Severity::Warning);
    finding.severity(severity)
}

/// More certificates than this are a store, not a chain.
const LONGEST: usize = 12;
