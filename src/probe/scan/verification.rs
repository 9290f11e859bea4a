//! Whether a client that trusts these anchors accepts the chain as sent, for this name and at this moment
//! (RFC 5280 §6, RFC 9525). The first handshake showed the chain, or a raw hello where there was none; with
//! `--aia`, what is missing from it is fetched.

use super::certificate::{parse, sent, unseen};
use crate::model::{Fact, Finding, Rule, Section, Value};
use crate::pki::cert::Cert;
use crate::pki::chain::diagnose;
use crate::pki::rule;
use crate::pki::verify::ocsp::{self, Response};
use crate::pki::verify::{Answer, Profile, Purpose, Question, Terms, verify};
use crate::probe::survey::issuer::{self, Fetched};
use crate::probe::{Evidence, Inquiry, Scan};
use crate::tlsconf::anchors::Store;

/// The scan.
pub(super) struct Verification;

impl Scan for Verification {
    fn id(&self) -> &'static str {
        "verification"
    }

    fn summary(&self) -> &'static str {
        "whether the certificate is trusted, for the name and at the time asked for"
    }

    fn facts(&self) -> &'static [(&'static str, &'static str)] {
        &[
            (
                "verification.accepted",
                "whether the certificate is trusted for the name",
            ),
            ("verification.leaf", "which certificate was judged"),
            ("verification.host", "the name that it has to cover"),
            ("verification.purpose", "what it has to be good for"),
            (
                "verification.path",
                "the certificates from the leaf to the anchor",
            ),
            ("verification.anchor", "the trust anchor that it leads to"),
            ("verification.anchor_sha256", "the anchor's fingerprint"),
            (
                "verification.stores",
                "each store of anchors on its own: whether it trusts the certificate, by which anchor, or why not",
            ),
            (
                "verification.staple",
                "what the stapled OCSP response says about the certificate",
            ),
            (
                "verification.fetched",
                "issuers that were fetched (--aia), and from where",
            ),
            (
                "verification.rejected_paths",
                "the other ways that were tried, each with its error",
            ),
        ]
    }

    fn rules(&self) -> &'static [&'static Rule] {
        rule::ALL
    }

    fn is_free(&self) -> bool {
        true
    }

    fn plan(&self, seen: &Evidence) -> Vec<Box<dyn Inquiry>> {
        let Some(anchors) = seen.task.anchors.as_ref().filter(|_| seen.task.fetches_issuers) else {
            return Vec::new();
        };
        let (certs, _) = parse(sent(seen));
        let top = diagnose(&certs).top().cloned();
        top.map(|top| issuer::inquiry(&top, anchors))
            .into_iter()
            .collect()
    }

    fn conclude(&self, seen: &Evidence) -> (Section, Vec<Finding>) {
        let section = Section::new("verification");
        let Some(anchors) = &seen.task.anchors else {
            return (section, Vec::new());
        };
        let (certs, broken) = parse(sent(seen));
        // A leaf that cannot be read is never trusted, whatever came with it.
        if broken.iter().any(|broken| broken.place == 0) {
            return (section.with("accepted", false), Vec::new());
        }
        let Some((leaf, others)) = certs.split_first() else {
            return (unseen(seen, "verification", "accepted"), Vec::new());
        };
        let staple = staple(seen);
        let answer = judge(seen, anchors, leaf, others, &staple);
        let mut findings = answer.findings().to_vec();
        unfetched(seen, &mut findings);
        // What is wrong with a staple that is there, the answer says.
        findings.extend(staple.is_empty().then(|| ocsp::missing_staple(leaf)).flatten());
        let says = answer
            .path()
            .and_then(|path| Some(says(staple.first()?, leaf, path.get(1)?)));
        let mut section = answer.section().with("staple", says);
        let stores: Vec<Value> = seen
            .task
            .stores
            .iter()
            .map(|store| stated(store, &judge(seen, &store.anchors, leaf, others, &staple)))
            .collect();
        if !stores.is_empty() {
            section.push("stores", stores);
        }
        if seen.task.fetches_issuers {
            section.push("fetched", Value::list(seen.all::<Fetched>().map(fetched)));
        }
        (section, findings)
    }
}

/// Judges a chain as sent, with what was fetched to complete it.
pub(super) fn judge(
    seen: &Evidence,
    anchors: &[Cert],
    leaf: &Cert,
    others: &[Cert],
    staple: &[Vec<u8>],
) -> Answer {
    let untrusted: Vec<Cert> = others.iter().chain(seen.fetched()).cloned().collect();
    verify(&Question {
        leaf,
        untrusted: &untrusted,
        anchors,
        host: seen.task.host.as_ref(),
        purpose: Purpose::Server,
        now: seen.task.now,
        crls: &seen.task.crls,
        ocsp: staple,
        profile: Profile::Dev,
        max_intermediates: None,
        policies: Terms::default(),
    })
}

/// What one store alone says.
fn stated(store: &Store, answer: &Answer) -> Value {
    let anchor = answer.path().and_then(<[Cert]>::last).map(Cert::label);
    let mut facts = vec![
        Fact::new("store", store.name.clone()),
        Fact::new("accepted", answer.is_accepted()),
    ];
    facts.extend(anchor.map(|anchor| Fact::new("anchor", anchor)));
    // That the name is another says nothing of the store.
    let is_of_trust = |error: &&Finding| ![rule::NAME_MISMATCH.id, rule::NO_SAN.id].contains(&error.rule.id);
    let error = answer
        .errors()
        .find(is_of_trust)
        .or_else(|| answer.errors().next());
    facts.extend(error.map(|error| Fact::new("rule", error.rule.id)));
    Value::Map(facts)
}

/// Says why an issuer is still missing that was to be fetched.
pub(super) fn unfetched(seen: &Evidence, findings: &mut [Finding]) {
    let Some(why) = seen
        .all::<Fetched>()
        .find_map(|fetched| fetched.certs.as_ref().err())
    else {
        return;
    };
    let missing = [rule::CHAIN_INCOMPLETE.id, rule::UNTRUSTED.id];
    for finding in findings
        .iter_mut()
        .filter(|finding| missing.contains(&finding.rule.id))
    {
        finding.message.push_str(&format!("; it was not fetched: {why}"));
    }
}

fn fetched(fetched: &Fetched) -> Value {
    let found = match &fetched.certs {
        Ok(certs) => Value::list(certs.iter().map(Cert::label)),
        Err(why) => Value::Inconclusive(why.clone()),
    };
    Value::map([
        Fact::new("url", fetched.url.clone()),
        Fact::new("certificates", found),
    ])
}

/// The OCSP response that came with the chain.
fn staple(seen: &Evidence) -> Vec<Vec<u8>> {
    let staple = seen.shown().staple;
    (!staple.is_empty())
        .then(|| staple.to_vec())
        .into_iter()
        .collect()
}

/// What a staple says about the leaf, in a word.
fn says(staple: &[u8], leaf: &Cert, issuer: &Cert) -> &'static str {
    let response = Response::parse(staple).ok();
    let single = response
        .as_ref()
        .and_then(|response| response.single(leaf, issuer));
    single.map_or("nothing", |single| single.status.id())
}
