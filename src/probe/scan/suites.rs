//! The cipher suites that a server accepts in each version, in its own order where it has one.

use std::collections::BTreeSet;

use super::proof;
use super::simple::Simple;
use crate::model::{Fact, Finding, Rule, Section, Severity, Value};
use crate::probe::survey::answer::Answer;
use crate::probe::survey::known;
use crate::probe::survey::order::{Order, Question};
use crate::probe::survey::ssl2::Ssl2;
use crate::probe::survey::suites::SuiteList;
use crate::probe::survey::tls13::{Lists, Preference};
use crate::probe::{Evidence, Inquiry};
use crate::wire::suite::Suite;
use crate::wire::version::Version;

static NO_FORWARD_SECRECY: Rule = Rule {
    id: "forward-secrecy-missing",
    severity: Severity::Warning,
    citation: "RFC 9325 section 4.1",
    summary: "a server should not negotiate suites with static RSA or static Diffie-Hellman",
};
static LONG_LIST: Rule = Rule {
    id: "suite-list-intolerant",
    severity: Severity::Warning,
    citation: "RFC 5246 section 7.4.1.2",
    summary: "a server must accept a list of suites of any length and ignore those it does not know",
};
static UNASKED: Rule = Rule {
    id: "suite-not-offered",
    severity: Severity::Error,
    citation: "RFC 5246 section 7.4.1.3",
    summary: "a server must choose a suite that the client offered",
};

/// The scan.
pub(super) static SUITES: Simple = Simple {
    id: "suites",
    summary: "cipher suites of each version, and whose order decides",
    section: "suites",
    facts: &[
        ("suites.tls1_3", "the suites of TLS 1.3, and whose order decides"),
        ("suites.tls1_2", "the suites of TLS 1.2, and whose order decides"),
        ("suites.tls1_1", "the suites of TLS 1.1, and whose order decides"),
        ("suites.tls1_0", "the suites of TLS 1.0, and whose order decides"),
        ("suites.ssl3", "the suites of SSL 3.0, and whose order decides"),
        ("suites.ssl2", "the cipher kinds of SSL 2.0"),
        ("suites.key_exchange", "how keys are agreed, over all versions"),
        (
            "suites.authentication",
            "how the server proves who it is, over all versions",
        ),
        (
            "suites.weakest",
            "the worth of the weakest suite: null, anonymous, export, broken, weak, legacy, strong",
        ),
    ],
    rules: &[&NO_FORWARD_SECRECY, &LONG_LIST, &UNASKED],
    plan,
    conclude,
};

fn plan(seen: &Evidence) -> Vec<Box<dyn Inquiry>> {
    let mut plan = known::lists(seen);
    plan.extend(known::parameters(seen));
    plan.extend(known::orders(seen));
    plan
}

fn conclude(seen: &Evidence, section: &mut Section, findings: &mut Vec<Finding>) {
    if let Some(lists) = seen.first::<Lists>().filter(|lists| !lists.suites.is_empty()) {
        section.push(
            "tls1_3",
            listed(
                &lists.suites,
                lists.suite_preference,
                None,
                lists.incomplete.as_ref(),
            ),
        );
    }
    let mut lists: Vec<&SuiteList> = seen
        .all::<SuiteList>()
        .filter(|list| !list.picked.is_empty())
        .collect();
    lists.sort_by_key(|list| std::cmp::Reverse(list.version));
    for list in &lists {
        let preference = seen.preference(list.version);
        let chacha = preference
            .filter(|by| *by == Preference::Server)
            .and_then(|_| gives_way(seen, list.version));
        let id = list.version.id().unwrap_or("other");
        section.push(
            id,
            listed(&list.picked, preference, chacha, list.incomplete.as_ref()),
        );
    }
    if let Some(Ssl2(Ok(Some(hello)))) = seen.first() {
        let kinds = Value::list(hello.kinds.iter().map(|kind| kind.name().into_owned()));
        section.push("ssl2", Value::map([Fact::new("accepted", kinds)]));
    }
    summarise(&seen.every_suite(), section);
    findings.extend(faults(seen, &lists));
}

/// What the suites of all versions come to.
fn summarise(suites: &[Suite], section: &mut Section) {
    let Some(weakest) = suites.iter().map(|suite| suite.strength()).min() else {
        return;
    };
    let distinct = |ids: BTreeSet<&'static str>| Value::list(ids);
    section.push(
        "key_exchange",
        distinct(suites.iter().map(|suite| suite.key_exchange().id()).collect()),
    );
    section.push(
        "authentication",
        distinct(suites.iter().map(|suite| suite.authentication().id()).collect()),
    );
    section.push("weakest", weakest.id());
}

/// The suites with their order, and whether anything is left open.
fn listed(
    suites: &[Suite],
    by: Option<Preference>,
    chacha: Option<bool>,
    incomplete: Option<&String>,
) -> Value {
    let mut facts = vec![
        Fact::new(
            "accepted",
            Value::list(suites.iter().map(|suite| suite.name().into_owned())),
        ),
        Fact::new("preference", by.map(|by| by.id().to_owned())),
    ];
    facts.extend(chacha.map(|gives_way| Fact::new("chacha_first", gives_way)));
    facts.extend(incomplete.map(|why| Fact::new("complete", Value::Inconclusive(why.clone()))));
    Value::map(facts)
}

/// Whether the server's own order gives way to a client that puts ChaCha20 first.
fn gives_way(seen: &Evidence, version: Version) -> Option<bool> {
    let mut asked = seen.all::<Order>();
    let order = asked.find(|order| order.version == version && order.question == Question::ChachaFirst)?;
    Some(order.picked == order.offered.first().copied())
}

fn faults(seen: &Evidence, lists: &[&SuiteList]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let every = seen.every_suite();
    let fixed: Vec<&Suite> = every.iter().filter(|suite| !suite.is_forward_secret()).collect();
    if !fixed.is_empty() {
        let finding = Finding::new(&NO_FORWARD_SECRECY, "suites without forward secrecy are accepted");
        let is_fixed = |answer: &Answer| {
            let hello = answer.flight.server_hello.as_ref();
            hello.is_some_and(|hello| !hello.suite.is_forward_secret())
        };
        findings.push(
            proof::by_answer(finding, seen, is_fixed)
                .evidence(
                    "openssl_names",
                    Value::list(fixed.iter().filter_map(|suite| suite.openssl_name())),
                )
                .evidence(
                    "suites",
                    Value::list(fixed.iter().map(|suite| suite.name().into_owned())),
                )
                .advice("accept only suites with ECDHE or DHE"),
        );
    }
    if lists.iter().any(|list| list.is_in_pieces) {
        findings.push(Finding::new(
            &LONG_LIST,
            "a long list of suites is refused, a short one accepted",
        ));
    }
    if let Some(list) = lists.iter().find(|list| {
        list.incomplete
            .as_deref()
            .is_some_and(|why| why.contains("not offered"))
    }) {
        findings.push(Finding::new(
            &UNASKED,
            format!(
                "in {} the server chose a suite that was not offered",
                list.version
            ),
        ));
    }
    findings
}
