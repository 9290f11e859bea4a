//! What a server proves about its certificate unasked: the OCSP response stapled to the handshake (RFC 6066
//! §8, RFC 6960) and the timestamps of transparency logs (RFC 6962 §3.3). Facts only: whether the response
//! may be relied on is part of the verification.

use super::certificate::{parse, sent};
use super::simple::Simple;
use crate::model::{Fact, Finding, Section, Value};
use crate::pki::cert::Cert;
use crate::pki::verify::ocsp::Response;
use crate::probe::Evidence;
use crate::wire::codec::Reader;
use crate::wire::extension::ExtensionType;

/// The scan.
pub(super) static STAPLE: Simple = Simple {
    id: "staple",
    summary: "the stapled OCSP response, and timestamps of transparency logs",
    section: "staple",
    facts: &[
        ("staple.present", "whether an OCSP response is stapled"),
        ("staple.status", "what it says of the certificate"),
        ("staple.this_update", "since when it holds"),
        ("staple.next_update", "until when it holds"),
        (
            "staple.timestamps",
            "how many log timestamps come in the certificate and in the handshake",
        ),
    ],
    rules: &[],
    plan: |_| Vec::new(),
    conclude,
};

fn conclude(seen: &Evidence, section: &mut Section, _: &mut Vec<Finding>) {
    let (certs, _) = parse(sent(seen));
    let Some((leaf, others)) = certs.split_first() else {
        return;
    };
    let staple = seen.shown().staple;
    section.push("present", !staple.is_empty());
    if !staple.is_empty() {
        status(seen, staple, leaf, others, section);
    }
    let embedded = leaf.extensions().sct_list.as_deref();
    let in_handshake = seen
        .accepted()
        .filter_map(|answer| answer.flight.server_hello.as_ref()?.extension(ExtensionType::SCT))
        .map(|extension| timestamps(&extension.body))
        .max();
    section.push(
        "timestamps",
        Value::map([
            Fact::new("in_certificate", embedded.map_or(0, timestamps)),
            Fact::new("in_handshake", in_handshake.unwrap_or(0)),
        ]),
    );
}

fn status(seen: &Evidence, staple: &[u8], leaf: &Cert, others: &[Cert], section: &mut Section) {
    let anchors = seen.task.anchors.as_deref().unwrap_or_default();
    let signed = |issuer: &&Cert| {
        issuer.subject().same(leaf.issuer())
            && crate::pki::signature::check(issuer.public_key(), leaf.signature(), leaf.tbs()).is_ok()
    };
    let Some(issuer) = others.iter().chain(anchors).find(signed) else {
        return section.push(
            "status",
            Value::Inconclusive("the issuer's certificate is not there".to_owned()),
        );
    };
    let response = Response::parse(staple).ok();
    if let Some(single) = response
        .as_ref()
        .and_then(|response| response.single(leaf, issuer))
    {
        section.push("status", single.status.id());
        section.push("this_update", single.this_update);
        section.push("next_update", single.next_update);
    }
}

/// How many items a SignedCertificateTimestampList holds (RFC 6962 §3.3).
fn timestamps(list: &[u8]) -> usize {
    let mut outer = Reader::new(list);
    let Ok(items) = outer.vec16("the timestamps") else {
        return 0;
    };
    let mut items = Reader::new(items);
    let mut count = 0;
    while items.vec16("a timestamp").is_ok() {
        count += 1;
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn timestamps_are_counted_and_noise_is_none() {
        assert_eq!(timestamps(&[0, 7, 0, 1, 9, 0, 2, 8, 8]), 2);
        assert_eq!(timestamps(&[0, 9, 0, 1]), 0);
        assert_eq!(timestamps(&[]), 0);
    }
}
