//! The groups that a server agrees keys in: elliptic curves and post-quantum hybrids of TLS 1.3 and before,
//! and finite fields by name.

use super::simple::Simple;
use crate::model::{Fact, Finding, Rule, Section, Severity, Value};
use crate::probe::survey::ffdhe::Fields;
use crate::probe::survey::fields13::with_fields;
use crate::probe::survey::groups::Parameters;
use crate::probe::survey::known;
use crate::probe::survey::tls13::{Lists, Preference};
use crate::probe::{Evidence, Inquiry};
use crate::wire::group::Group;
use crate::wire::version::Version;

static NO_POST_QUANTUM: Rule = Rule {
    id: "post-quantum-missing",
    severity: Severity::Notice,
    citation: "draft-ietf-tls-ecdhe-mlkem section 1",
    summary: "what is recorded today without a post-quantum group may be read by a quantum computer later",
};
static WEAK: Rule = Rule {
    id: "group-weak",
    severity: Severity::Warning,
    citation: "RFC 8422 section 5.1.1; NIST SP 800-57 part 1, table 4",
    summary: "groups below 112 bits of security must not be used",
};
static UNASKED: Rule = Rule {
    id: "group-not-offered",
    severity: Severity::Error,
    citation: "RFC 8422 section 5.4",
    summary: "a server must use a group that the client offered",
};

/// The scan.
pub(super) static GROUPS: Simple = Simple {
    id: "groups",
    summary: "groups of TLS 1.3 and before, post-quantum hybrids, finite fields",
    section: "groups",
    facts: &[
        (
            "groups.tls1_3",
            "the groups of TLS 1.3, and whose order decides: the client's, the server's, or the server's between tuples and the client's inside one",
        ),
        (
            "groups.hello_retry_request",
            "whether the server asks for another key share",
        ),
        (
            "groups.before_tls1_3",
            "the elliptic curves up to TLS 1.2, and whose order decides",
        ),
        (
            "groups.ffdhe",
            "the fields of RFC 7919 that are used when offered, up to TLS 1.2",
        ),
        (
            "groups.post_quantum",
            "whether any group withstands a quantum computer",
        ),
    ],
    rules: &[&NO_POST_QUANTUM, &WEAK, &UNASKED],
    plan,
    conclude,
};

fn plan(seen: &Evidence) -> Vec<Box<dyn Inquiry>> {
    let mut plan = known::lists(seen);
    plan.extend(known::parameters(seen));
    plan.extend(known::fields(seen));
    plan
}

fn conclude(seen: &Evidence, section: &mut Section, findings: &mut Vec<Finding>) {
    let modern = with_fields(seen).filter(|lists| !lists.suites.is_empty());
    let modern = modern.as_ref();
    let older = seen.all::<Parameters>().find(|found| !found.groups.is_empty());
    let fields = seen.first::<Fields>().filter(|fields| !fields.groups.is_empty());
    if let Some(lists) = modern {
        section.push(
            "tls1_3",
            listed(
                &lists.groups,
                Some(Order {
                    by: lists.group_preference,
                    tuples: &lists.group_tuples,
                }),
                lists.incomplete.as_ref(),
            ),
        );
    }
    if let Some(lists) = modern {
        section.push("hello_retry_request", lists.retries);
    }
    if let Some(found) = older {
        let hidden = "the server's own curve comes first, and hides those it likes less".to_owned();
        let by = found.group_preference(seen);
        // Who follows the client takes its own curve, which is offered last, for want of any other.
        let hides = found.hides_groups && by != Some(Preference::Client);
        let why = found.incomplete.clone().or(hides.then_some(hidden));
        section.push(
            "before_tls1_3",
            listed(&found.groups, Some(Order { by, tuples: &[] }), why.as_ref()),
        );
    }
    if let Some(fields) = fields {
        section.push("ffdhe", listed(&fields.groups, None, fields.incomplete.as_ref()));
    }
    if let Some(post_quantum) = post_quantum(seen, modern) {
        if post_quantum == Value::Bool(false) {
            findings.push(
                Finding::new(&NO_POST_QUANTUM, "no post-quantum group is accepted")
                    .advice("offer X25519MLKEM768: OpenSSL 3.5, Go 1.24, rustls 0.23 and Java 27 have it"),
            );
        }
        section.push("post_quantum", post_quantum);
    }
    let all = modern
        .iter()
        .flat_map(|lists| &lists.groups)
        .chain(older.iter().flat_map(|found| &found.groups));
    let weak: Vec<String> = all
        .filter(|group| group.strength_bits().is_some_and(|bits| bits < 112))
        .map(Group::to_string)
        .collect();
    if !weak.is_empty() {
        findings.push(Finding::new(&WEAK, "weak curves are accepted").evidence("groups", Value::list(weak)));
    }
    if let Some(what) = seen.all::<Parameters>().find_map(|found| found.unasked.as_ref()) {
        findings.push(Finding::new(
            &UNASKED,
            format!("the server used {what} though it was not offered"),
        ));
    }
}

/// Whether a post-quantum group is accepted, as far as the server gets that far: they need TLS 1.3.
fn post_quantum(seen: &Evidence, modern: Option<&Lists>) -> Option<Value> {
    match (modern, seen.version(Version::TLS1_3)) {
        (Some(lists), _) if lists.groups.iter().any(|group| group.is_post_quantum()) => Some(true.into()),
        (Some(lists), _) => Some(
            lists
                .incomplete
                .clone()
                .map_or(Value::Bool(false), Value::Inconclusive),
        ),
        (None, Some(Ok(false))) => Some(false.into()),
        (None, Some(Ok(true))) => Some(Value::Inconclusive(
            "its groups could not be found out".to_owned(),
        )),
        (None, Some(Err(why))) => Some(Value::Inconclusive(why)),
        (None, None) => None,
    }
}

/// Whose order decides.
struct Order<'a> {
    by: Option<Preference>,
    /// What the server ranks, where it follows the client inside each.
    tuples: &'a [Vec<Group>],
}

impl Order<'_> {
    fn facts(&self) -> impl Iterator<Item = Fact> {
        let unknown =
            || Value::Inconclusive("no answer told the client's order from the server's".to_owned());
        let by = self.by.map_or_else(unknown, |by| by.id().into());
        // As OpenSSL writes them.
        let written = |tuple: &Vec<Group>| {
            let names: Vec<String> = tuple.iter().map(Group::to_string).collect();
            names.join(":")
        };
        let tuples = Value::list(self.tuples.iter().map(written));
        let ranked = (!self.tuples.is_empty()).then(|| Fact::new("tuples", tuples));
        [Fact::new("preference", by)].into_iter().chain(ranked)
    }
}

/// Groups with the order of their choice, where there is a choice and it was looked for.
fn listed(groups: &[Group], order: Option<Order<'_>>, incomplete: Option<&String>) -> Value {
    let mut facts = vec![Fact::new(
        "accepted",
        Value::list(groups.iter().map(Group::to_string)),
    )];
    facts.extend(order.filter(|_| groups.len() > 1).iter().flat_map(Order::facts));
    facts.extend(incomplete.map(|why| Fact::new("complete", Value::Inconclusive(why.clone()))));
    Value::map(facts)
}
