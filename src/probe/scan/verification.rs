//! Whether a client that trusts these anchors accepts the chain as sent, for this name and at this moment
//! (RFC 5280 §6, RFC 9525). Nothing is asked: the first handshake showed the chain.

use super::certificate::{parse, sent};
use crate::model::{Finding, Rule, Section};
use crate::pki::rule;
use crate::pki::verify::{Profile, Purpose, Question, verify};
use crate::probe::{Evidence, Inquiry, Scan};

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
            ("verification.host", "the name that it has to cover"),
            (
                "verification.path",
                "the certificates from the leaf to the anchor",
            ),
            ("verification.anchor", "the trust anchor that it leads to"),
            ("verification.anchor_sha256", "the anchor's fingerprint"),
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

    fn plan(&self, _: &Evidence) -> Vec<Box<dyn Inquiry>> {
        Vec::new()
    }

    fn conclude(&self, seen: &Evidence) -> (Section, Vec<Finding>) {
        let section = Section::new("verification");
        let Some(anchors) = &seen.task.anchors else {
            return (section, Vec::new());
        };
        let (certs, broken) = parse(sent(seen));
        let Some((leaf, others)) = certs.split_first() else {
            return (section, Vec::new());
        };
        // A leaf that cannot be read is never trusted, whatever came with it.
        if broken.iter().any(|broken| broken.place == 0) {
            return (section.with("accepted", false), Vec::new());
        }
        let answer = verify(&Question {
            leaf,
            untrusted: others,
            anchors,
            host: seen.task.host.as_ref(),
            purpose: Purpose::Server,
            now: seen.task.now,
            crls: &[],
            profile: Profile::Dev,
            max_intermediates: None,
        });
        (answer.section(), answer.findings().to_vec())
    }
}
