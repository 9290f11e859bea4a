//! The application protocols that a server speaks (RFC 7301), found by removal in the clear of TLS 1.2, or in
//! TLS 1.3 where there is nothing else.

use super::simple::Simple;
use crate::model::{Finding, Section, Value};
use crate::probe::survey::alpn::{self, Protocols};
use crate::probe::survey::groups::Parameters;
use crate::probe::survey::known;
use crate::probe::survey::schemes13::Signatures;
use crate::probe::{Evidence, Inquiry};
use crate::wire::version::Version;

/// The scan.
pub(super) static ALPN: Simple = Simple {
    id: "alpn",
    summary: "application protocols",
    section: "alpn",
    facts: &[
        (
            "alpn.protocols",
            "the application protocols, in the server's order",
        ),
        (
            "alpn.required",
            "whether a client that shares none of them is refused",
        ),
        ("alpn.complete", "why protocols may be missing, where some may"),
    ],
    rules: &[],
    plan,
    conclude,
};

/// What asks for them.
pub(super) fn plan(seen: &Evidence) -> Vec<Box<dyn Inquiry>> {
    let mut plan = known::lists(seen);
    plan.extend(known::parameters(seen));
    plan.extend(known::signatures(seen));
    plan.extend(without_keys(seen));
    plan
}

/// The survey for a server that the one of groups found nothing of, in the best version before TLS 1.3.
fn without_keys(seen: &Evidence) -> Option<Box<dyn Inquiry>> {
    let asked: &Parameters = seen.first()?;
    let is_nothing = asked.groups.is_empty() && asked.alpn.is_empty() && asked.incomplete.is_none();
    let list = asked.version.and_then(|version| seen.suites(version))?;
    // SSL 3.0 ends before the extensions.
    let can_tell = is_nothing && list.version > Version::SSL3 && !list.picked.is_empty();
    can_tell.then(|| alpn::inquiry(list.version, &list.picked, seen.task.sni.clone()))
}

/// What is known of them.
struct Found<'a> {
    protocols: &'a Vec<Vec<u8>>,
    /// Whether the server refuses a client that shares none of them; the error is why that is not known, and none
    /// means that it was not asked.
    insists: Option<Result<bool, String>>,
    /// Why some may be missing, where some may.
    incomplete: Option<String>,
}

fn found(seen: &Evidence) -> Option<Found<'_>> {
    if let Some(found) = seen.first::<Protocols>() {
        return Some(Found {
            protocols: &found.found,
            insists: Some(match &found.incomplete {
                Some(why) if !found.insists => Err(why.clone()),
                _ => Ok(found.insists),
            }),
            incomplete: found.incomplete.clone(),
        });
    }
    let told = |found: &&Parameters| {
        !found.groups.is_empty() || !found.alpn.is_empty() || found.incomplete.is_some()
    };
    if let Some(found) = seen.all::<Parameters>().find(told) {
        return Some(Found {
            protocols: &found.alpn,
            insists: Some(found.insists_on_alpn.clone()),
            incomplete: found.incomplete.clone(),
        });
    }
    // Where an earlier version is spoken, it was not asked for here.
    let found = seen
        .first::<Signatures>()
        .filter(|_| seen.version(Version::TLS1_2) == Some(Ok(false)))?;
    Some(Found {
        protocols: &found.alpn,
        insists: None,
        incomplete: seen
            .out_of_reach()
            .filter(|_| found.incomplete.is_some())
            .or_else(|| found.incomplete.clone()),
    })
}

/// The protocols that were found, once they were asked for; none where an empty list means nothing.
pub(super) fn protocols(seen: &Evidence) -> Option<&Vec<Vec<u8>>> {
    let found = found(seen)?;
    let is_hollow = found.protocols.is_empty() && found.incomplete.is_some();
    (!is_hollow).then_some(found.protocols)
}

fn conclude(seen: &Evidence, section: &mut Section, _: &mut Vec<Finding>) {
    let Some(found) = found(seen) else {
        return;
    };
    if let Some(why) = found.incomplete.clone().filter(|_| found.protocols.is_empty()) {
        return section.push("protocols", Value::Inconclusive(why));
    }
    let names = found
        .protocols
        .iter()
        .map(|name| String::from_utf8_lossy(name).into_owned());
    section.push("protocols", Value::list(names));
    if let Some(insists) = found.insists {
        section.push("required", insists.map_or_else(Value::Inconclusive, Value::Bool));
    }
    if let Some(why) = found.incomplete {
        section.push("complete", Value::Inconclusive(why));
    }
}
