//! The heart of the matter: every case of the catalogue is made, inspected, served and probed, and each
//! time the rule that it breaks is found broken, under the same id, and no other is; every control passes
//! all four. Other programs confirm each verdict, or the case says why they differ. The table that comes
//! out of it is in the README. `TLSCTL_BLESS=1` rewrites it.

mod judge;
mod table;

use std::path::{Path, PathBuf};
use std::sync::Mutex;

use serde_json::Value;

use crate::tlsctl::tlsctl;

/// One case as `cases.json` describes it.
#[derive(Clone, Debug)]
struct Case {
    id: String,
    described: Value,
    directory: PathBuf,
}

/// What one judge makes of one case.
#[derive(Clone, Debug, Eq, PartialEq)]
enum Outcome {
    /// As the case says.
    Agrees,
    /// It was not asked: the case cannot be served, or is for a client to show.
    Unasked,
    /// Something else; this.
    Differs(String),
}

/// In the order of the table.
const JUDGES: &[&str] = &[
    "inspect",
    "probe",
    "openssl",
    "gnutls",
    "gnutls-cli",
    "webpki",
    "chromium",
];

/// What all judges said of one case.
#[derive(Debug)]
struct Row {
    case: Case,
    outcomes: Vec<Outcome>,
}

#[test]
fn every_case_is_made_inspected_served_and_probed_and_others_agree_or_the_case_says_why() {
    let scratch = tempfile::tempdir().expect("a scratch directory");
    let bad = scratch.path().join("bad");
    tlsctl(
        ["gen", "bad", "-q", "--out"]
            .map(std::ffi::OsString::from)
            .into_iter()
            .chain([bad.clone().into()]),
    )
    .ok();
    let cases = cases(&bad);
    let server = tlsctl(["serve", "--bad", "all", "--listen", "127.0.0.1:0", "-q"]).serve();
    let port = server.port();
    let anchors = scratch.path().join("roots.pem");
    std::fs::write(&anchors, judge::in_the_clear(port, "/roots.pem")).expect("written");
    let browser = judge::chromium(port, &anchors, scratch.path());
    let rows = in_parallel(&cases, |case| row(case, port, &anchors, &browser));
    let surprises: Vec<String> = rows.iter().flat_map(surprises).collect();
    assert!(
        surprises.is_empty(),
        "{} verdicts are not what the cases say:\n{}",
        surprises.len(),
        surprises.join("\n")
    );
    table::check(&rows);
}

fn cases(bad: &Path) -> Vec<Case> {
    let text = std::fs::read_to_string(bad.join("cases.json")).expect("the catalogue has a list");
    let list: Value = serde_json::from_str(&text).expect("the list is JSON");
    let cases = list["cases"].as_array().expect("the list has cases");
    let case = |described: &Value| {
        let id = described["id"].as_str().expect("an id").to_owned();
        Case {
            directory: bad.join(&id),
            described: described.clone(),
            id,
        }
    };
    cases.iter().map(case).collect()
}

fn row(case: &Case, port: u16, anchors: &Path, browser: &judge::Browser) -> Row {
    let verdict = |accepted: bool| case.compare(accepted);
    let served = |outcome: &dyn Fn() -> Outcome| {
        if case.is_served() {
            outcome()
        } else {
            Outcome::Unasked
        }
    };
    Row {
        outcomes: vec![
            case.judge(&judge::inspect(case)),
            served(&|| case.judge(&judge::probe(case, port, anchors))),
            verdict(judge::openssl(case)),
            verdict(judge::gnutls(case)),
            served(&|| verdict(judge::gnutls_live(case, port, anchors))),
            verdict(judge::webpki(case)),
            served(&|| verdict(browser.accepts(&case.id))),
        ],
        case: case.clone(),
    }
}

/// What was expected of no one, and what was expected and did not come.
fn surprises(row: &Row) -> Vec<String> {
    let differs = &row.case.described["differs"];
    let surprise = |(judge, outcome): (&&str, &Outcome)| match (outcome, differs[*judge].as_str()) {
        (Outcome::Differs(what), None) => Some(format!("{}: {judge}: {what}", row.case.id)),
        (Outcome::Agrees, Some(_)) => Some(format!("{}: {judge} agrees after all", row.case.id)),
        _ => None,
    };
    JUDGES.iter().zip(&row.outcomes).filter_map(surprise).collect()
}

impl Case {
    fn text(&self, key: &str) -> &str {
        self.described[key].as_str().unwrap_or_default()
    }

    fn is_served(&self) -> bool {
        self.described["served"] == true
    }

    fn is_to_be_accepted(&self) -> bool {
        self.text("expect") == "accept"
    }

    fn file(&self, name: &str) -> PathBuf {
        self.directory.join(name)
    }

    fn compare(&self, accepted: bool) -> Outcome {
        match accepted == self.is_to_be_accepted() {
            true => Outcome::Agrees,
            false => Outcome::Differs(if accepted { "accepted" } else { "refused" }.to_owned()),
        }
    }

    /// Compares what tlsctl says: the verdict, the rule under its id, and no other error.
    fn judge(&self, said: &judge::Said) -> Outcome {
        let rule = self.described["rule"].as_str();
        if said.is_unreadable && rule == Some("malformed") {
            return Outcome::Agrees;
        }
        let also = self.described["also"].as_array().cloned().unwrap_or_default();
        let fired = rule.is_none_or(|rule| said.rules.iter().any(|(id, _)| id == rule));
        let others: Vec<&str> = said
            .rules
            .iter()
            .filter(|(id, is_error)| {
                *is_error && Some(id.as_str()) != rule && !also.contains(&Value::from(id.as_str()))
            })
            .map(|(id, _)| id.as_str())
            .collect();
        // A demand that a server does not meet is an error beside a chain that verifies.
        let refused = said
            .rules
            .iter()
            .any(|(id, is_error)| *is_error && Some(id.as_str()) == rule);
        let accepted = said.accepted && (self.is_to_be_accepted() || !refused);
        match (self.compare(accepted), fired, others.is_empty()) {
            (Outcome::Agrees, true, true) => Outcome::Agrees,
            _ => Outcome::Differs(format!("{said:?}")),
        }
    }
}

/// Works on several cases at a time, and gives the rows back in their order.
fn in_parallel(cases: &[Case], work: impl Fn(&Case) -> Row + Sync) -> Vec<Row> {
    let rows = Mutex::new(Vec::new());
    let next = std::sync::atomic::AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..WORKERS {
            scope.spawn(|| {
                while let Some((i, case)) = {
                    let i = next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                    cases.get(i).map(|case| (i, case))
                } {
                    let row = work(case);
                    rows.lock()
                        .expect("no worker panics while it holds the rows")
                        .push((i, row));
                }
            });
        }
    });
    let mut rows = rows
        .into_inner()
        .expect("no worker panics while it holds the rows");
    rows.sort_by_key(|(i, _)| *i);
    rows.into_iter().map(|(_, row)| row).collect()
}

const WORKERS: usize = 4;
