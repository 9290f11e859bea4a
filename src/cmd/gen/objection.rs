//! What the lints for a private PKI object to in a certificate that is made as it was asked for: said, and made all
//! the same. Must not speak of the dates that somebody chose, but for a life that some clients find too long; one
//! without an end is meant so (RFC 5280 §4.1.2.5).

use jiff::Timestamp;

use super::super::session::Session;
use crate::model::Severity;
use crate::pki::anatomy::Anatomy;
use crate::pki::cert::Cert;
use crate::pki::lint::{self, Profile, Role, Subject};

/// Says what there is to object to.
pub(super) fn tell(cert: &Cert, now: Timestamp, session: &Session) {
    let Ok(anatomy) = Anatomy::parse(cert.der()) else {
        return;
    };
    let role = if cert.is_ca() {
        Role::Intermediate
    } else {
        Role::Leaf
    };
    let subject = Subject::new(&anatomy, role, None, Profile::Private);
    for finding in lint::lint(&subject, now) {
        let line = format!("{}: {}", finding.rule.id, finding.message);
        match finding.severity {
            _ if CHOSEN.contains(&finding.rule.id) => {}
            _ if finding.rule.id == TOO_LONG
                && cert.not_after().as_second() == Timestamp::MAX.as_second() => {}
            _ if finding.rule.id == TOO_LONG => session.note(&format!(
                "some clients will not accept it: {} ({})",
                finding.message, finding.rule.id
            )),
            Severity::Error | Severity::Warning => session.warn(&line),
            Severity::Notice => {}
        }
    }
}

/// Dates are what was asked for; a wildcard over a public suffix has a warning of its own; a URI was checked
/// already, and a trust domain of SPIFFE needs no dot.
const CHOSEN: &[&str] = &[
    "expired",
    "not-yet-valid",
    "expires-soon",
    "backdated",
    "public-suffix-wildcard",
    "san-uri-invalid",
];

const TOO_LONG: &str = "validity-too-long";
