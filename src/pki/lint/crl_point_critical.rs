//! Clients that do not check lists would have to refuse.

use super::{Lint, Rule, Severity, Subject, Timestamp, when};
use crate::pki::anatomy::id;

pub(super) struct CrlPointCritical;

static RULE: Rule = Rule {
    id: "crl-point-critical",
    severity: Severity::Warning,
    citation: "RFC 5280 §4.2.1.13",
    summary: "CRL distribution points should not be critical",
};

impl Lint for CrlPointCritical {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "issue it again with the extension not critical"
    }

    fn zlint(&self) -> &'static [&'static str] {
        &[
            "w_ext_crl_distribution_marked_critical",
            "e_sub_cert_crl_distribution_points_marked_critical",
            "e_sub_ca_crl_distribution_points_marked_critical",
        ]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.has(id::CRL_DISTRIBUTION_POINTS)
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        when(subject.is_critical(id::CRL_DISTRIBUTION_POINTS), || {
            "CRL distribution points are critical".to_owned()
        })
    }
}
