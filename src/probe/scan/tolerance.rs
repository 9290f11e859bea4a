//! What a server makes of hellos that are in order and unlike what it expects: numbers that nobody has
//! assigned, a great length, many small records, two segments. All in one hello first; only where that fails
//! are they asked for one by one.

use std::time::Duration;

use super::handshake::LARGE_HELLO;
use super::simple::Simple;
use crate::model::{Finding, Rule, Section, Severity, Value};
use crate::probe::survey::answer::{Answer, Outcome, attempt};
use crate::probe::survey::hello::{Offer, random};
use crate::probe::survey::tls13::Lists;
use crate::probe::survey::{groups, known, once};
use crate::probe::{Attempt, Evidence, Inquiry, Write};
use crate::wire::client_hello::{ClientHello, GAP};
use crate::wire::codec::Writer;
use crate::wire::extension::{Extension, ExtensionType};
use crate::wire::group::Group;
use crate::wire::record;
use crate::wire::suite::Suite;
use crate::wire::version::Version;

static GREASE: Rule = Rule {
    id: "grease-intolerant",
    severity: Severity::Warning,
    citation: "RFC 8701 section 4",
    summary: "a server must ignore suites, groups, versions and extensions that it does not know",
};
static VERSION: Rule = Rule {
    id: "version-intolerant",
    severity: Severity::Warning,
    citation: "RFC 5246 section E.1",
    summary: "a server must answer a client of a later version with the best it has",
};
static MEDIUM: Rule = Rule {
    id: "medium-hello-intolerant",
    severity: Severity::Warning,
    citation: "RFC 7685 section 1",
    summary: "a server must read a ClientHello of 256 to 511 bytes like any other",
};
static RECORDS: Rule = Rule {
    id: "fragmented-hello-intolerant",
    severity: Severity::Warning,
    citation: "RFC 8446 section 5.1",
    summary: "a server must read a ClientHello that is spread over several records",
};
static ECH: Rule = Rule {
    id: "ech-grease-intolerant",
    severity: Severity::Warning,
    citation: "RFC 9849 section 6.2",
    summary: "a server must ignore an encrypted_client_hello that it cannot open",
};

/// The scan.
pub(super) static TOLERANCE: Simple = Simple {
    id: "tolerance",
    summary: "tolerance of GREASE, later versions, long and split hellos, ECH",
    section: "tolerance",
    facts: &[
        ("tolerance.grease", "whether unassigned numbers are ignored"),
        (
            "tolerance.ech_grease",
            "whether an encrypted_client_hello that nobody can open is ignored",
        ),
        ("tolerance.long_hello", "whether a hello of 5,000 bytes is read"),
        (
            "tolerance.medium_hello",
            "whether a hello of 256 to 511 bytes is read, which some load balancers are silent to",
        ),
        (
            "tolerance.small_records",
            "whether a hello in records of 256 bytes is read",
        ),
        ("tolerance.split_hello", "whether a hello in two segments is read"),
        (
            "tolerance.later_version",
            "whether a client of a later version gets the best there is",
        ),
    ],
    rules: &[&GREASE, &VERSION, &RECORDS, &ECH, &LARGE_HELLO, &MEDIUM],
    plan,
    conclude,
};

/// One way in which a hello can be unlike the expected.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
struct Oddity {
    id: &'static str,
    inquiry: &'static str,
    rule: &'static Rule,
    message: &'static str,
}

const ODDITIES: &[Oddity] = &[
    Oddity {
        id: "grease",
        inquiry: "tolerance/grease",
        rule: &GREASE,
        message: "a hello with unassigned numbers is refused",
    },
    Oddity {
        id: "ech_grease",
        inquiry: "tolerance/ech",
        rule: &ECH,
        message: "a hello with an encrypted_client_hello is refused",
    },
    Oddity {
        id: "long_hello",
        inquiry: "tolerance/long",
        rule: &LARGE_HELLO,
        message: "a hello of 5,000 bytes is refused",
    },
    Oddity {
        id: "small_records",
        inquiry: "tolerance/records",
        rule: &RECORDS,
        message: "a hello in records of 256 bytes is refused",
    },
    Oddity {
        id: "split_hello",
        inquiry: "tolerance/split",
        rule: &LARGE_HELLO,
        message: "a hello in two segments is refused",
    },
];

const ALL_AT_ONCE: &str = "tolerance/all";
const MEDIUM_ALONE: &str = "tolerance/medium";
const LATER: &str = "tolerance/later-version";

fn plan(seen: &Evidence) -> Vec<Box<dyn Inquiry>> {
    let mut plan = known::lists(seen);
    let Some(version) = best(seen) else {
        return plan;
    };
    let wants = |id: &str, odd: &[&str]| {
        let hello = hello(seen, version, odd);
        let attempt = written(&hello, odd);
        once::inquiry(id.to_owned(), hello, version, attempt)
    };
    let all: Vec<&str> = ODDITIES.iter().map(|odd| odd.id).collect();
    plan.push(wants(ALL_AT_ONCE, &all));
    if seen
        .single(ALL_AT_ONCE)
        .is_some_and(|answer| !answer.is_accepted())
    {
        plan.extend(ODDITIES.iter().map(|odd| wants(odd.inquiry, &[odd.id])));
    }
    if let Some(hello) = medium(seen, version) {
        let attempt = attempt(&hello);
        plan.push(once::inquiry(MEDIUM_ALONE, hello, version, attempt));
    }
    if let Some(older) = best_before_tls13(seen) {
        let mut hello = Offer::whole(older, seen.task.sni.clone()).hello();
        hello.legacy_version = Version(0x03ff);
        let attempt = attempt(&hello);
        plan.push(once::inquiry(LATER, hello, older, attempt));
    }
    plan
}

fn conclude(seen: &Evidence, section: &mut Section, findings: &mut Vec<Finding>) {
    let Some(all) = seen.single(ALL_AT_ONCE) else {
        return;
    };
    for odd in ODDITIES {
        let value = if all.is_accepted() {
            Value::Bool(true)
        } else {
            seen.single(odd.inquiry)
                .map_or_else(|| Value::Inconclusive("not asked".to_owned()), tolerated)
        };
        if value == Value::Bool(false) {
            findings.push(Finding::new(odd.rule, odd.message));
        }
        section.push(odd.id, value);
    }
    if let Some(medium) = seen.single(MEDIUM_ALONE) {
        // Silence is how such servers answer: it tells where a longer hello is answered at the same time.
        let value = if medium.is_silence && all.is_accepted() {
            Value::Bool(false)
        } else {
            tolerated(medium)
        };
        if value == Value::Bool(false) {
            let message = if medium.is_silence {
                "a hello of 256 to 511 bytes gets no answer, a longer one does"
            } else {
                "a hello of 256 to 511 bytes is refused"
            };
            findings.push(
                Finding::new(&MEDIUM, message)
                    .advice("update the load balancer in front: its makers mended this in 2014"),
            );
        }
        section.push("medium_hello", value);
    }
    if let Some(later) = seen.single(LATER) {
        let value = tolerated(later);
        if value == Value::Bool(false) {
            findings.push(Finding::new(&VERSION, "a client of a later version is refused"));
        }
        section.push("later_version", value);
    }
}

fn tolerated(answer: &Answer) -> Value {
    match &answer.outcome {
        Outcome::Accepted => Value::Bool(true),
        Outcome::Inconclusive(why) => Value::Inconclusive(why.clone()),
        Outcome::Other(_) | Outcome::Refused(_) => Value::Bool(false),
    }
}

/// The best version, once TLS 1.3 and 1.2 are known.
fn best(seen: &Evidence) -> Option<Version> {
    are_known(seen, &[Version::TLS1_3, Version::TLS1_2])?;
    seen.versions().find(|version| *version > Version::SSL3)
}

fn best_before_tls13(seen: &Evidence) -> Option<Version> {
    are_known(seen, &[Version::TLS1_2])?;
    seen.versions()
        .find(|version| (Version::TLS1_0..Version::TLS1_3).contains(version))
}

fn are_known(seen: &Evidence, versions: &[Version]) -> Option<()> {
    let are_known = versions.iter().all(|version| seen.version(*version).is_some());
    are_known.then_some(())
}

/// Everything there is for the version, with no more suites than the server accepts.
fn offer(seen: &Evidence, version: Version) -> Offer {
    let mut offer = Offer::whole(version, seen.task.sni.clone());
    offer.suites = accepted(seen, version).unwrap_or(offer.suites);
    offer
}

/// The suites that the server accepts in `version`, once they are all known and where there are any.
fn accepted(seen: &Evidence, version: Version) -> Option<Vec<Suite>> {
    let picked = match version {
        Version::TLS1_3 => &seen.first::<Lists>()?.suites,
        _ => &seen.suites(version)?.picked,
    };
    (!picked.is_empty()).then(|| picked.clone())
}

/// The groups that the server used in answers of `version`, the most usual first, then those that others use. Up to
/// TLS 1.2 the curve of its own key comes before them: without it the key cannot be used (RFC 8422 §5.1).
fn usual(seen: &Evidence, version: Version) -> Vec<Group> {
    let used = seen.accepted().filter(|answer| answer.wanted == version);
    let used = used.filter_map(|answer| {
        let flight = &answer.flight;
        let exchanged = flight.key_exchange.as_ref().and_then(|exchange| exchange.group);
        exchanged.or_else(|| flight.server_hello.as_ref()?.group())
    });
    let mut groups: Vec<Group> = Vec::new();
    let own = seen.leaves().filter_map(groups::own_curve);
    let own = own.filter(|_| version < Version::TLS1_3);
    for group in own
        .chain(used)
        .chain(Group::all().filter(|group| group.is_for_tls13()))
    {
        if !groups.contains(&group) {
            groups.push(group);
        }
    }
    groups
}

fn hello(seen: &Evidence, version: Version, odd: &[&str]) -> ClientHello {
    let mut offer = offer(seen, version);
    if odd.contains(&"grease") {
        offer.suites.insert(0, Suite(0x5a5a));
        offer.groups.insert(0, Group(0x3a3a));
    }
    let mut hello = if odd.contains(&"long_hello") {
        offer.bare()
    } else {
        offer.hello()
    };
    if odd.contains(&"grease") {
        hello = hello.with(Extension::new(ExtensionType(0x4a4a), [0]));
        let versions = hello.extensions.iter_mut().flatten();
        for extension in versions.filter(|extension| extension.kind == ExtensionType::SUPPORTED_VERSIONS) {
            *extension = Extension::versions(&[Version(0x8a8a), Version(0x0309), version]);
        }
    }
    if odd.contains(&"ech_grease") {
        hello = hello.with(ech());
    }
    if odd.contains(&"long_hello") {
        hello = hello.padded(LONG);
    }
    hello
}

/// A hello of a length between 256 and 511 bytes, of what the server has accepted before: that it is refused can
/// then be for nothing but its length. None until that is known, and where its parts do not fit.
fn medium(seen: &Evidence, version: Version) -> Option<ClientHello> {
    let mut offer = Offer {
        suites: accepted(seen, version)?,
        groups: usual(seen, version),
        ..offer(seen, version)
    };
    offer.suites.truncate(FEW);
    offer.groups.truncate(FEW);
    let hello = offer.bare();
    let hello = if hello.to_message().len() < *GAP.start() {
        hello.padded(MIDDLE)
    } else {
        hello
    };
    GAP.contains(&hello.to_message().len()).then_some(hello)
}

/// An encrypted_client_hello that looks real and opens with no key (RFC 9849 §6.2.1).
fn ech() -> Extension {
    let mut body = Writer::new();
    // Outer; HKDF-SHA256 and AES-128-GCM; any configuration; an X25519 key; a payload of a usual length.
    body.u8(0).u16(1).u16(1).u8(random()[0]);
    body.vec16(|key| {
        key.bytes(&random());
    });
    body.vec16(|payload| {
        (0..5).for_each(|_| {
            payload.bytes(&random());
        });
    });
    Extension::new(ExtensionType::ENCRYPTED_CLIENT_HELLO, body.into_bytes())
}

/// The hello as the oddities want it on the wire.
fn written(hello: &ClientHello, odd: &[&str]) -> Attempt {
    let mut attempt = attempt(hello);
    if odd.contains(&"small_records") {
        let version = hello.legacy_version.min(Version::TLS1_0);
        attempt.writes[0].bytes = record::handshake(version, &hello.to_message(), SMALL);
    }
    if odd.contains(&"split_hello") {
        let all = std::mem::take(&mut attempt.writes[0].bytes);
        let (head, tail) = all.split_at(all.len() / 2);
        attempt.writes = vec![
            Write {
                bytes: head.to_vec(),
                after: Duration::ZERO,
            },
            Write {
                bytes: tail.to_vec(),
                after: PAUSE,
            },
        ];
    }
    attempt
}

/// Longer than three segments, and well below what a server may cap.
const LONG: usize = 5_000;
const SMALL: usize = 256;
/// Suites and groups in a hello that shall not be long.
const FEW: usize = 12;
/// Bytes of a hello that is padded into the middle of its range.
const MIDDLE: usize = 384;
/// Long enough for the server to see the first half alone.
const PAUSE: Duration = Duration::from_millis(30);
