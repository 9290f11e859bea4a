//! The primes that a server uses for Diffie-Hellman in finite fields: their size, whether they are known from
//! elsewhere, and whether the server makes a key for each connection.

use std::collections::BTreeSet;

use super::proof;
use super::simple::Simple;
use crate::model::{Finding, Rule, Section, Severity, Value};
use crate::probe::survey::answer::Answer;
use crate::probe::survey::known;
use crate::probe::{Evidence, Inquiry};
use crate::wire::key_exchange::{Field, ServerKeyExchange, bits};
use crate::wire::prime;

static SHORT: Rule = Rule {
    id: "dh-prime-short",
    severity: Severity::Warning,
    citation: "RFC 9325 section 4.1",
    summary: "a Diffie-Hellman prime should have 2048 bits or more",
};
static BREAKABLE: Rule = Rule {
    id: "dh-prime-breakable",
    severity: Severity::Error,
    citation: "CVE-2015-4000 (Logjam); weakdh.org",
    summary: "a Diffie-Hellman prime below 1024 bits is broken within minutes",
};
static SHARED: Rule = Rule {
    id: "dh-prime-shared",
    severity: Severity::Warning,
    citation: "weakdh.org section 4",
    summary: "a prime of up to 1024 bits that many servers share is worth breaking once for all",
};
static REUSED: Rule = Rule {
    id: "dh-key-reused",
    severity: Severity::Warning,
    citation: "RFC 9325 section 7.4",
    summary: "a server should make a new Diffie-Hellman key for each connection",
};

/// The scan.
pub(super) static DIFFIE_HELLMAN: Simple = Simple {
    id: "diffie-hellman",
    summary: "Diffie-Hellman primes: size, origin, reuse of keys",
    section: "diffie_hellman",
    facts: &[
        ("diffie_hellman.prime_bits", "the sizes of the primes, in bits"),
        ("diffie_hellman.primes", "where each prime is known from"),
        (
            "diffie_hellman.reuses_keys",
            "whether a key was seen in more than one connection",
        ),
    ],
    rules: &[&SHORT, &BREAKABLE, &SHARED, &REUSED],
    plan,
    conclude,
};

fn plan(seen: &Evidence) -> Vec<Box<dyn Inquiry>> {
    let mut plan = known::lists(seen);
    plan.extend(known::fields(seen));
    plan
}

fn conclude(seen: &Evidence, section: &mut Section, findings: &mut Vec<Finding>) {
    let exchanges: Vec<&ServerKeyExchange> = seen
        .accepted()
        .filter_map(|answer| answer.flight.key_exchange.as_ref())
        .collect();
    let fields: Vec<&Field> = exchanges
        .iter()
        .filter_map(|exchange| exchange.field.as_ref())
        .collect();
    if !fields.is_empty() {
        let sizes: BTreeSet<u32> = fields.iter().map(|field| bits(&field.prime)).collect();
        let origins: BTreeSet<String> = fields.iter().map(|field| origin(field)).collect();
        section.push("prime_bits", Value::list(sizes.iter().copied()));
        section.push("primes", Value::list(origins));
        let found = sizes.first().and_then(|smallest| judge(*smallest));
        let is_smallest = |answer: &Answer| {
            let size = field(answer).map(|field| bits(&field.prime));
            size.is_some() && size == sizes.first().copied()
        };
        findings.extend(found.map(|finding| proof::by_answer(finding, seen, is_smallest)));
        let shared = fields
            .iter()
            .find(|field| bits(&field.prime) <= 1024 && prime::origin(&field.prime).is_some());
        findings.extend(shared.map(|shared| {
            let finding = Finding::new(&SHARED, format!("the prime is that of {}", origin(shared)));
            let is_it = |answer: &Answer| field(answer).is_some_and(|field| field.prime == shared.prime);
            proof::by_answer(finding, seen, is_it)
        }));
    }
    let public: Vec<&Vec<u8>> = exchanges
        .iter()
        .map(|exchange| &exchange.public)
        .filter(|key| !key.is_empty())
        .collect();
    if public.len() > 1 {
        let distinct: BTreeSet<_> = public.iter().collect();
        let reuses = distinct.len() < public.len();
        section.push("reuses_keys", reuses);
        if reuses {
            let finding = Finding::new(
                &REUSED,
                "the same ephemeral key was sent on more than one connection",
            );
            let is_again = |answer: &Answer| {
                let key = answer
                    .flight
                    .key_exchange
                    .as_ref()
                    .map(|exchange| &exchange.public);
                let again =
                    |key: &&Vec<u8>| !key.is_empty() && public.iter().filter(|one| *one == key).count() > 1;
                key.is_some_and(|key| again(&key))
            };
            findings.push(proof::by_answer(finding, seen, is_again));
        }
    }
}

fn field(answer: &Answer) -> Option<&Field> {
    answer.flight.key_exchange.as_ref()?.field.as_ref()
}

fn judge(smallest: u32) -> Option<Finding> {
    let rule = match smallest {
        ..1024 => &BREAKABLE,
        1024..2048 => &SHORT,
        _ => return None,
    };
    let finding = Finding::new(rule, format!("Diffie-Hellman with a prime of {smallest} bits"));
    Some(finding.advice("use ECDHE alone, or ffdhe2048 and above of RFC 7919"))
}

fn origin(field: &Field) -> String {
    let size = bits(&field.prime);
    prime::origin(&field.prime).map_or_else(|| format!("its own, {size} bits"), str::to_owned)
}
