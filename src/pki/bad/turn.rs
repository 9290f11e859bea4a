//! When a case that was made turns into another: the moments at which a certificate, a list or a response of
//! it begins or ends to hold. What cannot be read never turns.

use jiff::Timestamp;

use super::Made;
use crate::pki::cert::Cert;
use crate::pki::verify::Crl;
use crate::pki::verify::ocsp;

impl Made {
    /// The first moment after `now` at which something of it begins or ends to hold.
    pub(crate) fn turns_after(&self, now: Timestamp) -> Option<Timestamp> {
        self.moments().filter(|moment| *moment > now).min()
    }

    /// The last such moment up to `now`.
    pub(crate) fn turned_before(&self, now: Timestamp) -> Option<Timestamp> {
        self.moments().filter(|moment| *moment <= now).max()
    }

    fn moments(&self) -> impl Iterator<Item = Timestamp> {
        let certificates = self.chain.iter().chain(&self.roots).chain(&self.clients);
        let certificates = certificates
            .filter_map(|der| Cert::parse(der).ok())
            .flat_map(|cert| [cert.not_before(), cert.not_after()]);
        let statements = self.statements.iter().map(|(_, statement)| statement);
        let statements = statements.chain(&self.crls).flat_map(|der| moments(der));
        certificates.chain(statements)
    }
}

/// Those of a revocation list or an OCSP response.
fn moments(der: &[u8]) -> Vec<Timestamp> {
    if let Ok(list) = Crl::parse(der) {
        return std::iter::once(list.this_update())
            .chain(list.next_update())
            .collect();
    }
    ocsp::Response::parse(der)
        .map(|response| response.moments().collect())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pki::bad::{self, Catalogue};

    #[test]
    fn what_begins_in_an_hour_turns_in_an_hour_be_it_a_certificate_a_list_or_a_response() {
        let now: Timestamp = "2026-06-01T00:00:00Z".parse().expect("a valid time");
        let catalogue = Catalogue::new("tls.localhost", now, None).expect("a catalogue");
        for (id, seconds) in [
            ("not-yet-valid-by-an-hour", 3600),
            ("crl-not-yet-valid", 86_400),
            ("staple-not-yet-valid", 86_400),
            ("outlives-issuer", 20 * 86_400),
            ("good-crl", 40 * 86_400),
            ("good-time", 45 * 86_400),
        ] {
            let case = bad::all().find(|case| case.id == id).expect("a case");
            let made = catalogue.make(case).expect("it is made");
            let turn = made.turns_after(now).expect("it turns");
            assert_eq!(turn.as_second() - now.as_second(), seconds, "{id}");
        }
        for (id, seconds) in [("expired-by-five-seconds", 5), ("good-time", 3600)] {
            let case = bad::all().find(|case| case.id == id).expect("a case");
            let made = catalogue.make(case).expect("it is made");
            let turn = made.turned_before(now).expect("it turned");
            assert_eq!(now.as_second() - turn.as_second(), seconds, "{id}");
        }
    }
}
