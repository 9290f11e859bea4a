//! The catalogue of broken certificates through the verifier: the verdict that each case expects, and the
//! rule it names where that is one of the rules of paths.

use super::{Answer, Crl, Profile, Purpose, Question, Terms, verify};
use crate::model::Severity;
use crate::pki::bad::{self, Case, Catalogue, Expect, Made};
use crate::pki::cert::Cert;
use crate::pki::host::Host;
use crate::pki::{chain, rule};

/// The answer, the rules that fired, and those of them that are errors.
type Asked = (Answer, Vec<&'static str>, Vec<&'static str>);

fn ask(case: &Case, made: &Made, now: jiff::Timestamp) -> Option<Asked> {
    let parse = |ders: &[Vec<u8>]| {
        ders.iter()
            .filter_map(|der| Cert::parse(der).ok())
            .collect::<Vec<_>>()
    };
    let sent = parse(&made.chain);
    let host = Host::parse(&case.host("tls.localhost")).expect("a host");
    let crls: Vec<Crl> = made.crls.iter().filter_map(|der| Crl::parse(der).ok()).collect();
    let staples: Vec<Vec<u8>> = made.staple.iter().cloned().collect();
    Cert::parse(made.chain.first()?).ok()?;
    let diagnosis = chain::diagnose(&sent);
    let answer = verify(&Question {
        leaf: &sent[diagnosis.leaf?],
        untrusted: &sent,
        anchors: &parse(&made.roots),
        host: (case.purpose == Purpose::Server).then_some(&host),
        purpose: case.purpose,
        now,
        crls: &crls,
        ocsp: &staples,
        profile: Profile::Dev,
        max_intermediates: None,
        policies: Terms::default(),
    });
    let all = answer.findings().iter().chain(&diagnosis.findings);
    let rules = all.map(|finding| finding.rule.id).collect();
    let errors = answer.findings().iter().chain(&diagnosis.findings);
    let errors = errors
        .filter(|finding| finding.severity == Severity::Error)
        .map(|finding| finding.rule.id)
        .collect();
    Some((answer, rules, errors))
}

/// Cases whose fault is not in a path: what breaks is a file, a key, a lint, or the server.
const ELSEWHERE: &[&str] = &[
    "constraint-with-dot",
    "default-written",
    "expired-twin",
    "key-mismatch",
    "must-staple-without-staple",
    "pem-label",
    "pem-truncated",
    "rsa-shared-prime",
    "wildcard-public-suffix",
];

/// What is wrong with the answer to a case, if anything.
fn fault(case: &Case, made: &Made, now: jiff::Timestamp) -> Option<String> {
    let expected = case.expect == Expect::Accept;
    let Some((answer, rules, errors)) = ask(case, made, now) else {
        return expected.then(|| "does not parse".to_owned());
    };
    let accepted = answer.is_accepted() && errors.is_empty();
    let ours = case.rule.filter(|id| rule::ALL.iter().any(|rule| rule.id == *id));
    let fired = ours.is_none_or(|id| rules.contains(&id));
    let extra = errors
        .iter()
        .any(|id| Some(*id) != case.rule && !case.also.contains(id));
    let said: Vec<&str> = answer
        .findings()
        .iter()
        .map(|finding| finding.message.as_str())
        .collect();
    let is_right = accepted == expected && fired && !extra;
    (!is_right).then(|| {
        format!(
            "accepted {accepted}, {:?} expected, {rules:?}: {said:?}",
            case.rule
        )
    })
}

#[test]
fn every_case_of_the_catalogue_has_its_verdict_and_its_rule() {
    let now = crate::pki::fixture::now();
    let catalogue = Catalogue::new("tls.localhost", now, None).expect("randomness");
    let cases = bad::all().filter(|case| !ELSEWHERE.contains(&case.id));
    let wrong: Vec<String> = cases
        .filter_map(|case| {
            let made = catalogue.make(case).expect(case.id);
            fault(case, &made, now).map(|fault| format!("{}: {fault}", case.id))
        })
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}
