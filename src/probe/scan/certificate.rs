//! The certificate that a server shows first and the chain as it was sent (RFC 8446 §4.4.2): whether it
//! can be read, its order, what is missing from it and what does not belong.

use super::verification::unfetched;
use crate::model::{Fact, Finding, Rule, Section, Value};
use crate::pki::anatomy::Anatomy;
use crate::pki::cert::Cert;
use crate::pki::{chain, describe, rule};
use crate::probe::{Evidence, Inquiry, Scan};
use crate::wire::version::Version;

static RULES: &[&Rule] = &[
    &rule::CHAIN_DUPLICATE,
    &rule::CHAIN_INCOMPLETE,
    &rule::CHAIN_ORDER,
    &rule::CHAIN_ROOT_INCLUDED,
    &rule::CHAIN_UNRELATED,
    &rule::MALFORMED,
];

/// The leaf.
pub(super) struct Certificate;

/// What came with it.
pub(super) struct Chain;

impl Scan for Certificate {
    fn id(&self) -> &'static str {
        "certificate"
    }

    fn summary(&self) -> &'static str {
        "the server's certificate"
    }

    fn facts(&self) -> &'static [(&'static str, &'static str)] {
        &[
            ("leaf.title", "what to call it: a name that it is about"),
            ("leaf.subject", "whom it is about"),
            ("leaf.issuer", "who issued it"),
            ("leaf.sha256", "its fingerprint"),
            ("leaf.key.name", "the kind and size of its key"),
            ("leaf.key.algorithm", "the kind of its key"),
            ("leaf.key.bits", "the size of its key"),
            ("leaf.validity", "valid, expired, not-yet-valid or unreadable"),
            ("leaf.not_before", "the first moment of its validity"),
            ("leaf.not_after", "the last moment of its validity"),
            ("leaf.lifetime_days", "how long it is valid in all"),
            (
                "leaf.starts_in_seconds",
                "how long it is not valid yet; below zero once it is",
            ),
            (
                "leaf.ends_in_seconds",
                "how long it is valid yet; below zero once it is expired",
            ),
            ("leaf.role", "leaf, intermediate or root"),
            ("leaf.names", "the alternative names, each with its kind"),
            ("leaf.signature", "how it is signed"),
            ("leaf.key_usage", "what its key may do"),
            ("leaf.extended_key_usage", "what it may be used for"),
            ("leaf.serial", "the serial number in hexadecimal"),
            ("leaf.version", "the version of X.509"),
            ("leaf.sha1", "its fingerprint of old"),
            ("leaf.spki_pin", "the pin of its key"),
            ("leaf.subject_attributes", "the parts of the subject"),
            ("leaf.issuer_attributes", "the parts of the issuer"),
            ("leaf.extensions", "every extension with what it says"),
        ]
    }

    fn rules(&self) -> &'static [&'static Rule] {
        &[]
    }

    fn is_free(&self) -> bool {
        true
    }

    fn plan(&self, _: &Evidence) -> Vec<Box<dyn Inquiry>> {
        Vec::new()
    }

    fn conclude(&self, seen: &Evidence) -> (Section, Vec<Finding>) {
        let mut section = Section::new("leaf");
        if let Some(der) = sent(seen).first()
            && let Ok(anatomy) = Anatomy::parse(der)
        {
            section.facts = describe::certificate(&anatomy, seen.task.now);
        }
        (section, Vec::new())
    }
}

impl Scan for Chain {
    fn id(&self) -> &'static str {
        "chain"
    }

    fn summary(&self) -> &'static str {
        "the chain as sent: order, what is missing, what does not belong"
    }

    fn facts(&self) -> &'static [(&'static str, &'static str)] {
        &[
            ("sent_chain.count", "how many certificates were sent"),
            ("sent_chain.leaf", "the place of the leaf"),
            (
                "sent_chain.certificates",
                "each in the order sent, with its role and who signed it",
            ),
            (
                "sent_chain.path",
                "the places from the leaf up, each signed by the next",
            ),
            (
                "sent_chain.unreadable",
                "certificates that do not parse, in base64",
            ),
        ]
    }

    fn rules(&self) -> &'static [&'static Rule] {
        RULES
    }

    fn is_free(&self) -> bool {
        true
    }

    fn plan(&self, _: &Evidence) -> Vec<Box<dyn Inquiry>> {
        Vec::new()
    }

    fn conclude(&self, seen: &Evidence) -> (Section, Vec<Finding>) {
        let sent = sent(seen);
        if sent.is_empty() {
            return (unseen(seen, "sent_chain", "count"), Vec::new());
        }
        let (certs, broken) = parse(sent);
        let diagnosis = chain::diagnose(&certs);
        let mut section = diagnosis.section();
        section.id = "sent_chain";
        let mut findings = diagnosis.findings;
        unfetched(seen, &mut findings);
        if !broken.is_empty() {
            section.push("unreadable", unreadable(&broken));
            findings.extend(broken.iter().map(|broken| {
                let message = format!(
                    "certificate {} of the chain cannot be read: {}",
                    broken.place + 1,
                    broken.why
                );
                Finding::new(&rule::MALFORMED, message).evidence("place", broken.place)
            }));
        }
        (section, findings)
    }
}

/// A certificate that does not parse.
pub(super) struct Broken<'a> {
    /// Counted from 0.
    pub(super) place: usize,
    der: &'a [u8],
    why: String,
}

/// The certificates that the server showed first, leaf first.
pub(super) fn sent(seen: &Evidence) -> &[Vec<u8>] {
    seen.shown().chain
}

/// The section where no certificate was seen: why not, in place of `fact`.
pub(super) fn unseen(seen: &Evidence, section: &'static str, fact: &'static str) -> Section {
    let mut section = Section::new(section);
    let best = seen.accepted().max_by_key(|answer| answer.wanted);
    // Up to TLS 1.2 a flight that came to its end held all that there is.
    let shown = best.filter(|best| best.wanted < Version::TLS1_3 && best.flight.is_done);
    let hello = shown.and_then(|best| best.flight.server_hello.as_ref());
    if let Some(why) = seen.out_of_reach() {
        let none = hello.map(|hello| format!("the server shows no certificate: it takes {}", hello.suite));
        section.push(fact, Value::Inconclusive(none.unwrap_or(why)));
    }
    section
}

/// The leaf that was shown first and what came with it, where the leaf can be read.
pub(super) fn served(seen: &Evidence) -> Option<(Cert, Vec<Cert>)> {
    let (leaf, others) = sent(seen).split_first()?;
    Some((Cert::parse(leaf).ok()?, parse(others).0))
}

/// Those that can be read, and those that cannot.
pub(super) fn parse(sent: &[Vec<u8>]) -> (Vec<Cert>, Vec<Broken<'_>>) {
    let mut certs = Vec::new();
    let mut broken = Vec::new();
    for (place, der) in sent.iter().enumerate() {
        match Cert::parse(der) {
            Ok(cert) => certs.push(cert),
            Err(error) => broken.push(Broken {
                place,
                der,
                why: error
                    .causes()
                    .first()
                    .cloned()
                    .unwrap_or_else(|| error.message().to_owned()),
            }),
        }
    }
    (certs, broken)
}

fn unreadable(broken: &[Broken<'_>]) -> Value {
    use base64::Engine as _;
    Value::list(broken.iter().map(|broken| {
        Value::map([
            Fact::new("place", broken.place),
            Fact::new("error", broken.why.clone()),
            Fact::new("base64", base64::prelude::BASE64_STANDARD.encode(broken.der)),
        ])
    }))
}
