//! What a server's answers tell of its software: JA3S and JA4S of the first handshake, at no cost.

use super::simple::Simple;
use crate::model::{Finding, Section};
use crate::probe::Evidence;
use crate::probe::preflight::DEFAULT;
use crate::wire::fingerprint::{ja3, ja4};
use crate::wire::flight::Flight;

/// The scan.
pub(super) static FINGERPRINT: Simple = Simple {
    id: "fingerprint",
    summary: "JA3S and JA4S of the first answer",
    section: "fingerprint",
    facts: &[
        ("fingerprint.ja3s", "JA3S of the answer to the first handshake"),
        ("fingerprint.ja4s", "JA4S of the answer to the first handshake"),
    ],
    rules: &[],
    plan: |_| Vec::new(),
    conclude,
};

fn conclude(seen: &Evidence, section: &mut Section, _: &mut Vec<Finding>) {
    let received = seen
        .handshake(DEFAULT)
        .map(|handshake| Flight::read(&handshake.reply.received));
    if let Some(hello) = received.and_then(|flight| flight.server_hello) {
        section.push("ja3s", ja3::server(&hello));
        section.push("ja4s", ja4::server(&hello));
    }
}
