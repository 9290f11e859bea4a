//! Public server certificates name hosts and addresses alone.

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp, when};
use crate::pki::anatomy::GeneralName;

pub(super) struct SanEdiParty;

static RULE: Rule = Rule {
    id: "san-edi-party",
    severity: Severity::Error,
    citation: "CABF BR 7.1.2.7.12",
    summary: "the alternative names of a public server must not hold EDI party names",
};

impl Lint for SanEdiParty {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "issue it again without EDI party names"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev | Profile::Private => None,
            Profile::Public => Some(RULE.severity),
        }
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_ext_san_edi_party_name_present"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.is_for_servers()
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let count = subject
            .sans
            .iter()
            .flatten()
            .filter(|name| matches!(name, GeneralName::Unknown(element) if element.tag & 0x1f == 5))
            .count();
        when(count > 0, || {
            format!("{count} of the alternative names are EDI party names")
        })
    }
}
