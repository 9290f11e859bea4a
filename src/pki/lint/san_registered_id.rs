//! Public server certificates name hosts and addresses alone.

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp, when};
use crate::pki::anatomy::GeneralName;

pub(super) struct SanRegisteredId;

static RULE: Rule = Rule {
    id: "san-registered-id",
    severity: Severity::Error,
    citation: "CABF BR 7.1.2.7.12",
    summary: "the alternative names of a public server must not hold registered ids",
};

impl Lint for SanRegisteredId {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "issue it again without registered ids"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev | Profile::Private => None,
            Profile::Public => Some(RULE.severity),
        }
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_ext_san_registered_id_present"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.is_for_servers()
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let count = subject
            .sans
            .iter()
            .flatten()
            .filter(|name| matches!(name, GeneralName::RegisteredId(_)))
            .count();
        when(count > 0, || {
            format!("{count} of the alternative names are registered ids")
        })
    }
}
