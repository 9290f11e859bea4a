//! FREAK: RSA keys of 512 bits, as the law of 1992 wanted them for export.

use super::{WITH_SUITES, Weakness, suites};
use crate::model::{Rule, Severity};
use crate::probe::Evidence;
use crate::wire::suite::{KeyExchange, Suite};

static RULE: Rule = Rule {
    id: "freak",
    severity: Severity::Error,
    citation: "CVE-2015-0204; RFC 9325 section 4.1",
    summary: "RSA keys of 512 bits are factored within hours",
};

/// The scan.
pub(in crate::probe::scan) static FREAK: Weakness = Weakness {
    id: "freak",
    summary: "FREAK: RSA suites for export",
    facts: &[("weaknesses.freak", "whether an RSA suite for export is accepted")],
    rules: &[&RULE],
    message: "RSA suites for export are accepted",
    advice: "remove EXPORT suites",
    versions: WITH_SUITES,
    look,
};

fn look(seen: &Evidence) -> Vec<String> {
    suites(seen, |suite| {
        Suite::is_export(*suite) && suite.key_exchange() == KeyExchange::Rsa
    })
}
