//! What is wrong with each certificate that was sent, by the profile asked for: the lints of `inspect`, on
//! what the first handshake showed. What verification says already is not said again.

use std::sync::LazyLock;

use super::certificate::sent;
use super::verification::Verification;
use crate::model::{Finding, Rule, Section, Severity};
use crate::pki::anatomy::Anatomy;
use crate::pki::lint::{self, Pool, Profile};
use crate::probe::{Evidence, Inquiry, Scan};

/// The scan.
pub(super) struct Lint;

static RULES: LazyLock<Vec<&'static Rule>> =
    LazyLock::new(|| lint::ALL.iter().map(|lint| lint.rule()).collect());

impl Scan for Lint {
    fn id(&self) -> &'static str {
        "lint"
    }

    fn summary(&self) -> &'static str {
        "what is wrong with the certificates themselves; with --lint"
    }

    fn facts(&self) -> &'static [(&'static str, &'static str)] {
        &[
            ("lint.profile", "whose rules were asked"),
            ("lint.certificates", "how many certificates were looked at"),
            ("lint.errors", "how many errors were found"),
            ("lint.warnings", "how many warnings were found"),
            ("lint.notices", "how many notices were found"),
        ]
    }

    fn rules(&self) -> &'static [&'static Rule] {
        &RULES
    }

    fn is_free(&self) -> bool {
        true
    }

    fn plan(&self, _: &Evidence) -> Vec<Box<dyn Inquiry>> {
        Vec::new()
    }

    fn conclude(&self, seen: &Evidence) -> (Section, Vec<Finding>) {
        let section = Section::new("lint");
        let Some(profile) = seen.task.lint else {
            return (section, Vec::new());
        };
        let chain = sent(seen).iter();
        let certs: Vec<Anatomy<'_>> = chain.filter_map(|der| Anatomy::parse(der).ok()).collect();
        let pool = Pool::new(&certs);
        let findings: Vec<Finding> = certs
            .iter()
            .flat_map(|cert| {
                let found = lint::lint(&pool.subject(cert, profile), seen.task.now);
                found.into_iter().map(|finding| finding.on(cert.title()))
            })
            .collect();
        let count = |severity| {
            let of = findings.iter().filter(|finding| finding.severity == severity);
            of.count()
        };
        let section = section
            .with("profile", word(profile))
            .with("certificates", certs.len())
            .with("errors", count(Severity::Error))
            .with("warnings", count(Severity::Warning))
            .with("notices", count(Severity::Notice));
        let (_, said) = Verification.conclude(seen);
        let is_said = |finding: &Finding| {
            let same = |other: &Finding| other.rule.id == finding.rule.id && other.subject == finding.subject;
            said.iter().any(same)
        };
        let findings = findings.into_iter().filter(|finding| !is_said(finding));
        (section, findings.collect())
    }
}

/// The profile as the command line calls it.
fn word(profile: Profile) -> &'static str {
    match profile {
        Profile::Dev => "dev",
        Profile::Private => "private",
        Profile::Public => "public",
    }
}
