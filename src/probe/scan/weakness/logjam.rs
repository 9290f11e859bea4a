//! Logjam: Diffie-Hellman over 512 bits, by the suites for export or by the server's own choice.

use super::{WITH_SUITES, Weakness, suites};
use crate::model::{Rule, Severity};
use crate::probe::Evidence;
use crate::wire::key_exchange::ServerKeyExchange;
use crate::wire::suite::{KeyExchange, Suite};

static RULE: Rule = Rule {
    id: "logjam",
    severity: Severity::Error,
    citation: "CVE-2015-4000; weakdh.org",
    summary: "Diffie-Hellman for export uses primes of 512 bits",
};

/// The scan.
pub(in crate::probe::scan) static LOGJAM: Weakness = Weakness {
    id: "logjam",
    summary: "Logjam: Diffie-Hellman suites for export",
    facts: &[(
        "weaknesses.logjam",
        "whether a Diffie-Hellman suite for export, or a prime below 1024 bits, is accepted",
    )],
    rules: &[&RULE],
    message: "Diffie-Hellman that can be broken is accepted",
    advice: "remove EXPORT suites, and use ECDHE or primes of 2048 bits",
    versions: WITH_SUITES,
    look,
};

fn look(seen: &Evidence) -> Vec<String> {
    let mut shown = suites(seen, |suite| {
        Suite::is_export(*suite) && suite.key_exchange() != KeyExchange::Rsa
    });
    let exchanges = seen
        .accepted()
        .filter_map(|answer| answer.flight.key_exchange.as_ref());
    let smallest = exchanges
        .filter(|exchange| exchange.field.is_some())
        .filter_map(ServerKeyExchange::bits)
        .min();
    shown.extend(
        smallest
            .filter(|bits| *bits < 1024)
            .map(|bits| format!("a prime of {bits} bits")),
    );
    shown
}
