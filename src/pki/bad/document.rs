//! The catalogue as JSON: `case.json` beside each case's files, and `cases.json` for all of them, the
//! same whether they lie on the disk or are served. Their schemas are published under `tlsctl schema`.

use serde_json::{Map, Value, json};

use super::made::{ANSWER, LISTS};
use super::{Case, Catalogue, Made};

/// The name and version of the shape of one case.
const CASE: &str = "tlsctl/case/1";
/// The name and version of the shape of all of them.
const CASES: &str = "tlsctl/cases/1";

/// One case, with the files that it was written to.
pub(crate) fn case(case: &Case, catalogue: &Catalogue, made: &Made) -> Value {
    let mut value = described(case, catalogue);
    let files: Map<String, Value> = made
        .files()
        .iter()
        .map(|file| (role(file.name).to_owned(), json!(file.name)))
        .collect();
    value["files"] = Value::Object(files);
    value
}

/// One case in the list of those on the disk.
pub(crate) fn on_disk(case: &Case, catalogue: &Catalogue) -> Value {
    let mut value = described(case, catalogue);
    value["directory"] = json!(case.id);
    value
}

/// The same of a case that was made before, from its `case.json`.
pub(crate) fn kept_on_disk(case: &Case, mut described: Value) -> Value {
    if let Some(fields) = described.as_object_mut() {
        fields.remove("files");
        fields.insert("directory".to_owned(), json!(case.id));
    }
    described
}

/// One case in the list of those served, at `port`, with the URLs of what lies beside it.
pub(crate) fn served(case: &Case, catalogue: &Catalogue, made: &Made, port: u16) -> Value {
    let mut value = described(case, catalogue);
    let host = case.host(catalogue.name());
    let url = case.unserved.is_none().then(|| format!("https://{host}:{port}/"));
    value["url"] = json!(url);
    let beside = made.beside.iter().map(|file| (role(file.name), file.name));
    let lists = (!made.crls.is_empty()).then_some(("crl", LISTS));
    let answer = made.statements.iter().find(|(last, _)| *last == ANSWER);
    let files: Map<String, Value> = beside
        .chain(lists)
        .chain(answer.map(|_| ("ocsp", ANSWER)))
        .filter_map(|(role, name)| Some((role.to_owned(), json!(catalogue.url(case, name)?))))
        .collect();
    value["files"] = Value::Object(files);
    value
}

/// The whole catalogue, of cases described as [`on_disk`] or [`served`].
pub(crate) fn cases(cases: &[Value], catalogue: &Catalogue) -> Value {
    let unserved = cases
        .iter()
        .filter(|case| case["served"] == false && case["purpose"] == "server")
        .count();
    json!({
        "schema": CASES,
        "name": catalogue.name(),
        "time": catalogue.now().to_string(),
        "count": cases.len(),
        "unserved": unserved,
        "cases": cases,
    })
}

fn described(case: &Case, catalogue: &Catalogue) -> Value {
    let differs: Map<String, Value> = case
        .differs
        .iter()
        .map(|(judge, why)| (judge.id().to_owned(), json!(why)))
        .collect();
    json!({
        "schema": CASE,
        "id": case.id,
        "group": case.group().map(|group| group.id),
        "control": case.is_control(),
        "wrong": (!case.is_control()).then_some(case.wrong),
        "right": case.is_control().then_some(case.wrong),
        "client": case.client,
        "purpose": case.purpose.id(),
        "demands_certificate": case.demands_certificate,
        "host": case.host(catalogue.name()),
        "time": catalogue.now().to_string(),
        "expect": case.expect.id(),
        "rule": case.rule,
        "also": case.also,
        "citation": case.citation,
        "profile": case.profile,
        "differs": differs,
        "served": case.unserved.is_none(),
        "unserved_because": case.unserved,
    })
}

/// What a file is for.
fn role(name: &str) -> &str {
    match name {
        "privkey.pem" => "key",
        "root.pem" => "roots",
        "client-roots.pem" => "client_roots",
        name => name.split('.').next().unwrap_or(name),
    }
}
