//! Strict-Transport-Security (RFC 6797): whether it is there, what it says, and whether a browser takes it.

use super::{head, main};
use crate::model::{Finding, Rule, Section, Severity};
use crate::pki::host::Host;
use crate::probe::Evidence;
use crate::probe::scan::proof;
use crate::probe::scan::simple::Simple;
use crate::probe::survey::http::Purpose;

static MISSING: Rule = Rule {
    id: "hsts-missing",
    severity: Severity::Notice,
    citation: "RFC 6797 §6.1",
    summary: "a web server should tell browsers to come by HTTPS only",
};
static INVALID: Rule = Rule {
    id: "hsts-invalid",
    severity: Severity::Warning,
    citation: "RFC 6797 §6.1",
    summary: "a Strict-Transport-Security field must be one that browsers take",
};
static SHORT: Rule = Rule {
    id: "hsts-short",
    severity: Severity::Notice,
    citation: "Mozilla Server Side TLS 5.7 (63072000); hstspreload.org (31536000)",
    summary: "a max-age below half a year forgets the site between visits",
};
static IN_THE_CLEAR: Rule = Rule {
    id: "hsts-over-http",
    severity: Severity::Notice,
    citation: "RFC 6797 §7.2",
    summary: "a server must not send Strict-Transport-Security over plain HTTP",
};

/// The scan.
pub(in crate::probe::scan) static HSTS: Simple = Simple {
    id: "hsts",
    summary: "Strict-Transport-Security",
    section: "hsts",
    facts: &[
        ("hsts.present", "whether the field is there"),
        ("hsts.max_age_seconds", "for how long it holds"),
        ("hsts.include_subdomains", "whether it holds for subdomains too"),
        ("hsts.preload", "whether it asks to be put on the browsers' lists"),
    ],
    rules: &[&MISSING, &INVALID, &SHORT, &IN_THE_CLEAR],
    plan: main,
    conclude,
};

/// What the field says.
#[derive(Debug, Eq, PartialEq)]
struct Policy {
    max_age: u64,
    include_subdomains: bool,
    preload: bool,
}

impl Policy {
    /// Parses the field's value.
    fn parse(value: &str) -> Result<Self, String> {
        let mut max_age = None;
        let mut seen: Vec<String> = Vec::new();
        for directive in value.split(';').map(str::trim).filter(|part| !part.is_empty()) {
            let (name, value) = directive.split_once('=').unwrap_or((directive, ""));
            let name = name.trim().to_ascii_lowercase();
            if seen.contains(&name) {
                return Err(format!("`{name}` stands there twice"));
            }
            if name == "max-age" {
                let digits = value.trim().trim_matches('"');
                let number = digits
                    .parse()
                    .ok()
                    .filter(|_| digits.bytes().all(|b| b.is_ascii_digit()));
                max_age =
                    Some(number.ok_or_else(|| format!("max-age is `{digits}`, not a number of seconds"))?);
            }
            seen.push(name);
        }
        let has = |name: &str| seen.iter().any(|known| known == name);
        Ok(Self {
            max_age: max_age.ok_or_else(|| "it has no max-age".to_owned())?,
            include_subdomains: has("includesubdomains"),
            preload: has("preload"),
        })
    }
}

fn conclude(seen: &Evidence, section: &mut Section, findings: &mut Vec<Finding>) {
    let before = findings.len();
    judge(seen, section, findings);
    for finding in &mut findings[before..] {
        let is_plain = finding.rule.id == IN_THE_CLEAR.id;
        let purpose = if is_plain { Purpose::Plain } else { Purpose::Main };
        *finding = proof::by_http(finding.clone(), seen.http(purpose));
    }
}

fn judge(seen: &Evidence, section: &mut Section, findings: &mut Vec<Finding>) {
    let plain = seen
        .http(Purpose::Plain)
        .and_then(|exchange| exchange.head.as_ref());
    if plain.is_some_and(|head| head.first(FIELD).is_some()) {
        findings.push(Finding::new(
            &IN_THE_CLEAR,
            "the field also comes over plain HTTP, where browsers ignore it",
        ));
    }
    let Some(head) = head(seen) else { return };
    let mut fields = head.all(FIELD);
    let Some(field) = fields.next() else {
        section.push("present", false);
        // Browsers take it for names only (RFC 6797 §8.1.1).
        if matches!(seen.task.host, Some(Host::Dns(_))) {
            findings.push(
                Finding::new(&MISSING, "there is no Strict-Transport-Security")
                    .advice("send: Strict-Transport-Security: max-age=63072000; includeSubDomains"),
            );
        }
        return;
    };
    section.push("present", true);
    if fields.next().is_some() {
        findings.push(Finding::new(
            &INVALID,
            "the field comes more than once; browsers take the first",
        ));
    }
    match Policy::parse(field) {
        Err(why) => findings
            .push(Finding::new(&INVALID, format!("browsers ignore it: {why}")).evidence("field", field)),
        Ok(policy) => {
            section.push("max_age_seconds", policy.max_age);
            section.push("include_subdomains", policy.include_subdomains);
            section.push("preload", policy.preload);
            if policy.max_age < HALF_A_YEAR {
                findings.push(Finding::new(&SHORT, format!("max-age is {} s", policy.max_age)));
            }
        }
    }
}

const FIELD: &str = "strict-transport-security";

/// In seconds.
const HALF_A_YEAR: u64 = 15_768_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directives_are_read_in_any_order_and_case() {
        let policy = Policy::parse("IncludeSubDomains; MAX-AGE=\"31536000\" ; preload; x=y").expect("valid");
        assert_eq!(
            policy,
            Policy {
                max_age: 31_536_000,
                include_subdomains: true,
                preload: true,
            }
        );
    }

    #[test]
    fn what_browsers_ignore_is_told() {
        for value in [
            "",
            "includeSubDomains",
            "max-age=",
            "max-age=-1",
            "max-age=1; max-age=2",
            "max-age=1y",
        ] {
            assert!(Policy::parse(value).is_err(), "{value:?}");
        }
    }
}
