//! The application protocols that a server speaks (RFC 7301), found by removal in the clear of TLS 1.2, or in
//! TLS 1.3 where there is nothing else.

use super::simple::Simple;
use crate::model::{Finding, Section, Value};
use crate::probe::survey::groups::Parameters;
use crate::probe::survey::known;
use crate::probe::survey::schemes13::Signatures;
use crate::probe::{Evidence, Inquiry};

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
    plan
}

/// The protocols that were found, once they were asked for.
pub(super) fn protocols(seen: &Evidence) -> Option<&Vec<Vec<u8>>> {
    let newer = seen.first::<Signatures>();
    older(seen)
        .map(|found| &found.alpn)
        .or(newer.map(|found| &found.alpn))
}

/// What was found before TLS 1.3.
fn older(seen: &Evidence) -> Option<&Parameters> {
    seen.all::<Parameters>()
        .find(|found| !found.groups.is_empty() || !found.alpn.is_empty())
}

fn conclude(seen: &Evidence, section: &mut Section, _: &mut Vec<Finding>) {
    let Some(protocols) = protocols(seen) else {
        return;
    };
    let names = protocols
        .iter()
        .map(|name| String::from_utf8_lossy(name).into_owned());
    section.push("protocols", Value::list(names));
    if let Some(found) = older(seen) {
        section.push("required", found.insists_on_alpn);
    }
}
