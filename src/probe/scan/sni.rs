//! How a server takes the name that it is asked for (RFC 6066 §3): the right one, none, a wrong one, the
//! right one in other letters, with a trailing dot, one label too deep, and an address. For each which
//! certificate, alert or end came; whether it is strict or falls back, and to whom.

use crate::model::{Fact, Finding, Rule, Section, Severity, Value};
use crate::probe::survey::name::{Answer, Asked, Manner};
use crate::probe::{Evidence, Inquiry, Scan};

static CASE: Rule = Rule {
    id: "sni-case-sensitive",
    severity: Severity::Warning,
    citation: "RFC 6066 §3, RFC 4343",
    summary: "a server name is the same in upper and lower case",
};
static NO_ALERT: Rule = Rule {
    id: "sni-refused-without-alert",
    severity: Severity::Notice,
    citation: "RFC 6066 §3",
    summary: "a server that refuses a name should say so with the alert unrecognized_name",
};
static OTHER_ALERT: Rule = Rule {
    id: "sni-other-alert",
    severity: Severity::Notice,
    citation: "RFC 6066 §3",
    summary: "a server that refuses a name should say so with the alert unrecognized_name",
};
static WARNING: Rule = Rule {
    id: "sni-warning-alert",
    severity: Severity::Notice,
    citation: "RFC 6066 §3",
    summary: "unrecognized_name as a warning is not recommended: clients take it in different ways",
};
static RULES: &[&Rule] = &[&CASE, &NO_ALERT, &OTHER_ALERT, &WARNING];

/// The scan.
pub(super) struct Sni;

impl Scan for Sni {
    fn id(&self) -> &'static str {
        "sni"
    }

    fn summary(&self) -> &'static str {
        "what a server does with the name it is asked for: right, none, wrong, and spellings of it"
    }

    fn facts(&self) -> &'static [(&'static str, &'static str)] {
        &[
            ("sni.strict", "whether a wrong name is refused"),
            ("sni.required", "whether no name is refused"),
            ("sni.fallback", "whose certificate answers to a wrong name"),
            ("sni.right", "the answer to the right name"),
            ("sni.none", "the answer to no name"),
            ("sni.wrong", "the answer to a name that nobody has"),
            ("sni.other_case", "the answer to the right name in upper case"),
            (
                "sni.trailing_dot",
                "the answer to the right name with a dot at its end",
            ),
            (
                "sni.too_deep",
                "the answer to a name one label below the right one",
            ),
            ("sni.address", "the answer to an address in place of a name"),
        ]
    }

    fn rules(&self) -> &'static [&'static Rule] {
        RULES
    }

    fn plan(&self, seen: &Evidence) -> Vec<Box<dyn Inquiry>> {
        questions(seen)
            .into_iter()
            .flat_map(|(manner, name)| Asked::plan(seen, manner, name))
            .collect()
    }

    fn conclude(&self, seen: &Evidence) -> (Section, Vec<Finding>) {
        let mut section = Section::new("sni");
        let Some(right) = seen.named_rightly() else {
            return (section, Vec::new());
        };
        let manner = Manner::of_target(seen);
        let wrong = answer(seen, Manner::Wrong);
        let none = answer(seen, Manner::None);
        section.push("strict", refused(wrong, &right));
        if seen.task.sni.is_some() {
            section.push("required", refused(none, &right));
        }
        section.push("fallback", wrong.and_then(Answer::label));
        section.push(manner.id(), row(seen, seen.task.sni.clone(), &right));
        for asked in seen.all::<Asked>().filter(|asked| asked.manner != manner) {
            section.push(asked.manner.id(), row(seen, asked.name.clone(), &asked.answer));
        }
        section.facts.sort_by_key(|fact| place(&fact.id));
        (section, findings(seen, &right))
    }
}

/// What is asked beyond the first handshake.
fn questions(seen: &Evidence) -> Vec<(Manner, Option<String>)> {
    let mut questions = vec![
        // Asked again only where the other names are asked otherwise than in handshakes.
        (Manner::of_target(seen), seen.task.sni.clone()),
        (Manner::Wrong, Some(NOBODY.to_owned())),
        (Manner::Address, Some(ADDRESS.to_owned())),
    ];
    if let Some(right) = &seen.task.sni {
        questions.extend([
            (Manner::None, None),
            (Manner::OtherCase, Some(right.to_ascii_uppercase())),
            (Manner::TrailingDot, Some(format!("{right}."))),
            (Manner::TooDeep, Some(format!("too-deep.{right}"))),
        ]);
    }
    questions
}

fn answer(seen: &Evidence, manner: Manner) -> Option<&Answer> {
    seen.named(manner).map(|asked| &asked.answer)
}

/// Whether a name is refused for being that name.
fn refused(answer: Option<&Answer>, right: &Answer) -> Value {
    match answer {
        None => Value::Inconclusive("not asked".to_owned()),
        Some(Answer::Inconclusive(why)) => Value::Inconclusive(why.clone()),
        Some(Answer::Alert(alert)) if Answer::is_unrecognized(*alert) => true.into(),
        Some(answer) if answer.is_refusal() && right.is_refusal() => {
            Value::Inconclusive("the right name is refused too".to_owned())
        }
        Some(answer) => answer.is_refusal().into(),
    }
}

/// One answer: what came, whose certificate, and whether it is the one that the right name gets.
fn row(seen: &Evidence, name: Option<String>, answer: &Answer) -> Value {
    let mut facts = vec![Fact::new("answer", answer.id()), Fact::new("name", name)];
    match answer {
        Answer::Certificate { chain, warned } => {
            facts.push(Fact::new("certificate", answer.label()));
            facts.push(Fact::new("sha256", answer.sha256()));
            facts.push(Fact::new("same_as_right", is_right(seen, chain)));
            facts.push(Fact::new("covers_name", covers(seen, chain)));
            if *warned {
                facts.push(Fact::new("warning", "unrecognized_name"));
            }
        }
        Answer::Alert(alert) => facts.push(Fact::new("alert", alert.to_string())),
        Answer::Inconclusive(why) => facts[0].value = Value::Inconclusive(why.clone()),
        Answer::Closed | Answer::Accepted => {}
    }
    Value::Map(facts)
}

/// Whether it is a certificate that the right name gets too, of the several that a server may have for it.
fn is_right(seen: &Evidence, chain: &[Vec<u8>]) -> bool {
    let leaf = chain.first().map(Vec::as_slice);
    let right = seen.named_rightly();
    let is_first =
        matches!(&right, Some(Answer::Certificate { chain, .. }) if chain.first().map(Vec::as_slice) == leaf);
    is_first || seen.leaves().any(|right| Some(right) == leaf)
}

/// Whether the certificate covers the name to be verified.
fn covers(seen: &Evidence, chain: &[Vec<u8>]) -> Option<bool> {
    let leaf = crate::pki::cert::Cert::parse(chain.first()?).ok()?;
    Some(seen.task.host.as_ref()?.matches(&leaf))
}

fn findings(seen: &Evidence, right: &Answer) -> Vec<Finding> {
    let mut findings = Vec::new();
    if let Some(upper) = seen.named(Manner::OtherCase)
        && let Answer::Certificate { chain, .. } = right
        && upper.answer.is_clear()
        && !matches!(&upper.answer, Answer::Certificate { chain, .. } if is_right(seen, chain))
    {
        let told = format!(
            "the name in upper case gets another answer: {}",
            upper.answer.words()
        );
        let right = chain.first().map(|leaf| crate::pki::describe::sha256(leaf));
        findings.push(
            shown(Finding::new(&CASE, told), upper)
                .evidence("right", right)
                .advice("compare server names without regard to case"),
        );
    }
    let Some(wrong) = seen.named(Manner::Wrong) else {
        return findings;
    };
    let found = match &wrong.answer {
        // Who is refused by any name is not refused for it.
        Answer::Closed if !right.is_refusal() => Some(Finding::new(
            &NO_ALERT,
            "a wrong name gets the connection closed, without an alert",
        )),
        Answer::Alert(alert) if !Answer::is_unrecognized(*alert) && !right.is_refusal() => Some(
            Finding::new(&OTHER_ALERT, format!("a wrong name gets the alert {alert}")),
        ),
        Answer::Certificate { warned: true, .. } => Some(Finding::new(
            &WARNING,
            "a wrong name gets unrecognized_name as a warning, then a certificate",
        )),
        _ => None,
    };
    findings.extend(found.map(|finding| shown(finding, wrong)));
    findings
}

/// What shows it: over which connection the name was asked, and what came.
fn shown(finding: Finding, asked: &Asked) -> Finding {
    let mut finding = finding
        .evidence("connection", asked.connection)
        .evidence("answer", asked.answer.words());
    let seen = [("name", asked.name.clone()), ("sha256", asked.answer.sha256())];
    let seen = seen
        .into_iter()
        .filter_map(|(id, value)| Some(Fact::new(id, value?)));
    finding.evidence.extend(seen);
    finding
}

/// Where a fact stands in the section: the summary first, then the questions in the order of [`ORDER`].
fn place(id: &str) -> usize {
    ORDER.iter().position(|known| *known == id).unwrap_or(ORDER.len())
}

const ORDER: &[&str] = &[
    "strict",
    "required",
    "fallback",
    "right",
    "none",
    "wrong",
    "other_case",
    "trailing_dot",
    "too_deep",
    "address",
];

/// A name that is reserved to be nobody's (RFC 6761 §6.4).
const NOBODY: &str = "wrong-name.invalid";

/// An address that is reserved for documentation (RFC 5737), where only a name may stand.
const ADDRESS: &str = "192.0.2.1";
