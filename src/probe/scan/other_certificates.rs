//! The further certificates of a server that has one for each kind of key. The surveys of suites and schemes
//! saw them: up to TLS 1.2 in the clear, in TLS 1.3 in the handshakes that find out its schemes. Those are asked
//! for here only where no earlier version is spoken.

use super::certificate::sent;
use super::simple::Simple;
use crate::model::{Fact, Finding, Section, Value};
use crate::pki::anatomy::Anatomy;
use crate::pki::cert::Cert;
use crate::pki::{chain, describe, rule};
use crate::probe::survey::known;
use crate::probe::survey::schemes13::Signatures;
use crate::probe::{Evidence, Inquiry};
use crate::wire::version::Version;

/// The scan.
pub(super) static OTHER_CERTIFICATES: Simple = Simple {
    id: "other-certificates",
    summary: "certificates that the server shows to clients of another kind",
    section: "other_certificates",
    facts: &[(
        "other_certificates.shown",
        "each with its names, key, validity and fingerprint",
    )],
    rules: rule::ALL,
    plan,
    conclude,
};

fn plan(seen: &Evidence) -> Vec<Box<dyn Inquiry>> {
    let mut plan = known::lists(seen);
    if seen.version(Version::TLS1_2) == Some(Ok(false)) {
        plan.extend(known::signatures(seen));
    }
    plan
}

fn conclude(seen: &Evidence, section: &mut Section, findings: &mut Vec<Finding>) {
    let first = sent(seen).first();
    let mut chains: Vec<&Vec<Vec<u8>>> = Vec::new();
    let clear = seen
        .accepted()
        .filter_map(|answer| answer.flight.certificates.as_ref());
    let encrypted = seen.all::<Signatures>().flat_map(|found| &found.chains);
    for chain in clear.chain(encrypted) {
        let is_known = chains.iter().any(|known| known.first() == chain.first());
        if !chain.is_empty() && chain.first() != first && !is_known {
            chains.push(chain);
        }
    }
    if chains.is_empty() {
        return;
    }
    for chain in &chains {
        judge(seen, chain, findings);
    }
    section.push(
        "shown",
        chains
            .iter()
            .map(|chain| describe(seen, chain))
            .collect::<Vec<_>>(),
    );
}

fn describe(seen: &Evidence, chain: &[Vec<u8>]) -> Value {
    let Ok(anatomy) = Anatomy::parse(&chain[0]) else {
        return Value::map([Fact::new("sha256", describe::sha256(&chain[0]))]);
    };
    let facts = describe::certificate(&anatomy, seen.task.now);
    let mut shown: Vec<Fact> = facts
        .into_iter()
        .filter(|fact| SHOWN.contains(&&*fact.id))
        .collect();
    shown.push(Fact::new("count", chain.len()));
    Value::Map(shown)
}

/// The same judgement as of the first certificate.
fn judge(seen: &Evidence, chain: &[Vec<u8>], findings: &mut Vec<Finding>) {
    let certs: Vec<Cert> = chain.iter().filter_map(|der| Cert::parse(der).ok()).collect();
    findings.extend(chain::diagnose(&certs).findings);
    let Some((leaf, others)) = certs.split_first() else {
        return;
    };
    if let Some(anchors) = &seen.task.anchors {
        let answer = super::verification::judge(seen, anchors, leaf, others, &[]);
        findings.extend(answer.findings().to_vec());
    }
}

/// Of everything that can be said of a certificate, what tells it from the first.
const SHOWN: &[&str] = &["subject", "issuer", "names", "key", "signature", "sha256"];
