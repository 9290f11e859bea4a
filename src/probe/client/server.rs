//! What decides whom a server can talk to, gathered from what the surveys found out.

use std::collections::{BTreeMap, BTreeSet};

use super::negotiation::{Choice, Nameless, Server};
use crate::pki::cert::Cert;
use crate::pki::public_key::KeyKind;
use crate::probe::Evidence;
use crate::probe::survey::ffdhe::Fields;
use crate::probe::survey::fields13::with_fields;
use crate::probe::survey::groups::{Parameters, own_curve};
use crate::probe::survey::name::{Answer, Asked, Manner};
use crate::probe::survey::order::{Order, Question};
use crate::probe::survey::schemes13::Signatures;
use crate::probe::survey::suites::SuiteList;
use crate::wire::key_exchange::bits;
use crate::wire::suite::Suite;
use crate::wire::version::Version;

impl Server {
    /// What is known so far.
    pub(crate) fn of(seen: &Evidence) -> Self {
        let parameters: Option<&Parameters> = seen.all().find(|found: &&Parameters| !found.groups.is_empty());
        let lists = with_fields(seen);
        let lists = lists.as_ref();
        let signatures: Option<&Signatures> = seen
            .first()
            .filter(|found: &&Signatures| found.incomplete.is_none());
        let mut server = Self {
            spoken: Version::ALL
                .iter()
                .filter_map(|version| Some((*version, seen.version(*version)?)))
                .collect(),
            suites: seen
                .all::<SuiteList>()
                .map(|list| (list.version, choice(seen, list)))
                .collect(),
            groups: parameters.map(|found| Choice {
                items: found.groups.clone(),
                by: found.group_preference(seen),
                tuples: Vec::new(),
                incomplete: found.incomplete.clone(),
            }),
            groups13: lists.map(|lists| Choice {
                items: lists.groups.clone(),
                by: lists.group_preference,
                tuples: lists.group_tuples.clone(),
                incomplete: lists.incomplete.clone(),
            }),
            fields: seen
                .first()
                .map(|fields: &Fields| fields.groups.clone())
                .unwrap_or_default(),
            schemes: parameters
                .filter(|found| found.incomplete.is_none() && found.version == Some(Version::TLS1_2))
                .map(|found| found.schemes.clone())
                .unwrap_or_default(),
            schemes13: signatures.map(|found| found.schemes.clone()).unwrap_or_default(),
            gives_way: gives_way(seen),
            curve: None,
            rsa_bits: None,
            prime_bits: prime_bits(seen),
            nameless: nameless(seen),
            insists_on: parameters
                .filter(|found| found.insists_on_alpn == Ok(true))
                .map(|found| found.alpn.clone()),
        };
        if let Some(lists) = lists {
            let suites = Choice {
                items: lists.suites.clone(),
                by: lists.suite_preference,
                tuples: Vec::new(),
                incomplete: lists.incomplete.clone(),
            };
            server.suites.insert(Version::TLS1_3, suites);
        }
        for leaf in leaves(seen) {
            server.shows(&leaf);
        }
        server
    }

    fn shows(&mut self, leaf: &Cert) {
        match leaf.public_key().kind() {
            KeyKind::Ec(_) => self.curve = own_curve(leaf.der()),
            KeyKind::Rsa { bits, .. } => self.rsa_bits = u16::try_from(*bits).ok(),
            _ => {}
        }
    }
}

fn choice(seen: &Evidence, list: &SuiteList) -> Choice<Suite> {
    Choice {
        items: list.picked.clone(),
        by: seen.preference(list.version),
        tuples: Vec::new(),
        incomplete: list.incomplete.clone(),
    }
}

/// The versions in which ChaCha20 comes first for clients that put it first.
fn gives_way(seen: &Evidence) -> BTreeMap<Version, bool> {
    seen.all::<Order>()
        .filter(|order| order.question == Question::ChachaFirst)
        .map(|order| (order.version, order.picked == order.offered.first().copied()))
        .collect()
}

fn prime_bits(seen: &Evidence) -> BTreeSet<u16> {
    seen.accepted()
        .filter_map(|answer| answer.flight.key_exchange.as_ref()?.field.as_ref())
        .filter_map(|field| u16::try_from(bits(&field.prime)).ok())
        .collect()
}

/// What becomes of a client that sends no name.
fn nameless(seen: &Evidence) -> Nameless {
    let Some(right) = seen.named_rightly() else {
        return Nameless::Unknown("not asked".to_owned());
    };
    if seen.task.sni.is_none() {
        return Nameless::Served;
    }
    match seen.all::<Asked>().find(|asked| asked.manner == Manner::None) {
        None => Nameless::Unknown("what the server does without a name was not asked".to_owned()),
        Some(Asked {
            answer: Answer::Inconclusive(why),
            ..
        }) => Nameless::Unknown(why.clone()),
        Some(asked) if asked.answer.is_refusal() => match right {
            Answer::Inconclusive(why) => Nameless::Unknown(why),
            right if right.is_refusal() => Nameless::Unknown("the right name is refused too".to_owned()),
            _ => Nameless::Refused,
        },
        // A refusal of the right name, or none that could be asked for, shows no other certificate to compare with.
        Some(asked)
            if asked.answer.is_clear()
                && right
                    .sha256()
                    .is_some_and(|right| asked.answer.sha256() != Some(right)) =>
        {
            Nameless::OtherCertificate
        }
        Some(_) => Nameless::Served,
    }
}

/// The certificates that the server has for the name, as far as they were shown.
fn leaves(seen: &Evidence) -> Vec<Cert> {
    let mut ders: Vec<&[u8]> = seen.leaves().collect();
    ders.sort();
    ders.dedup();
    ders.into_iter().filter_map(|der| Cert::parse(der).ok()).collect()
}
