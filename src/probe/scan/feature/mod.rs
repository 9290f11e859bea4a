//! What a server makes of single features of the protocol: one scan each, all in one section. Most read it
//! off answers to hellos that were sent anyway.

pub(super) mod compression;
pub(super) mod downgrade;
pub(super) mod encrypt_then_mac;
pub(super) mod extended_master_secret;
pub(super) mod fallback;
pub(super) mod heartbeat;
pub(super) mod renegotiation;

use crate::probe::Evidence;
use crate::probe::survey::answer::Answer;
use crate::wire::extension::ExtensionType;
use crate::wire::version::Version;

/// The accepted answers of SSL 3.0 to TLS 1.2, in which everything is in the clear.
fn classic(seen: &Evidence) -> impl Iterator<Item = &Answer> {
    seen.accepted()
        .filter(|answer| answer.wanted < Version::TLS1_3 && answer.flight.server_hello.is_some())
}

/// Whether the server answered this extension in any of those; none where there was no such answer.
fn answered(seen: &Evidence, kind: ExtensionType) -> Option<bool> {
    let mut answers = classic(seen)
        .filter(|answer| answer.hello.extension(kind).is_some())
        .peekable();
    answers.peek()?;
    Some(answers.any(|answer| {
        let hello = answer.flight.server_hello.as_ref();
        hello.is_some_and(|hello| hello.extension(kind).is_some())
    }))
}
