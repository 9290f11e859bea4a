//! The table in the README: one row for each case, kept current by the test.

use std::fmt::Write as _;

use super::{JUDGES, Outcome, Row};

const BEGIN: &str = "<!-- the matrix: TLSCTL_BLESS=1 tests/run matrix -->\n";
const END: &str = "<!-- end of the matrix -->\n";

/// Compares the README's table with what was found out, or rewrites it.
pub(super) fn check(rows: &[Row]) {
    let readme = std::fs::read_to_string("README.md").expect("the README is here");
    let (before, rest) = readme
        .split_once(BEGIN)
        .expect("the README has the table's begin");
    let (table, after) = rest.split_once(END).expect("the README has the table's end");
    let wanted = render(rows);
    if table == wanted {
        return;
    }
    if std::env::var_os("TLSCTL_BLESS").is_some() {
        std::fs::write("README.md", format!("{before}{BEGIN}{wanted}{END}{after}")).expect("written");
        return;
    }
    let stale: Vec<&str> = wanted.lines().filter(|line| !table.contains(*line)).collect();
    panic!(
        "the README's matrix is stale; TLSCTL_BLESS=1 rewrites it. New:\n{}",
        stale.join("\n")
    );
}

fn render(rows: &[Row]) -> String {
    let broken = rows.iter().filter(|row| !is_control(row)).count();
    let clients = rows
        .iter()
        .filter(|row| row.case.text("purpose") == "client")
        .count();
    let unserved = rows.iter().filter(|row| !row.case.is_served()).count() - clients;
    let mut text = format!(
        "\n{broken} cases and {} controls; {unserved} cannot be served, \
         {clients} are for clients to show. ✓ is the expected verdict, for tlsctl's own verbs \
         under the expected rule and no other; ≠ is another one, and the case's `case.json` says why.\n\n",
        rows.len() - broken
    );
    let _ = write!(text, "| |");
    for (i, judge) in JUDGES.iter().enumerate() {
        let count = rows
            .iter()
            .filter(|row| row.outcomes[i] == Outcome::Agrees)
            .count();
        let asked = rows
            .iter()
            .filter(|row| row.outcomes[i] != Outcome::Unasked)
            .count();
        let _ = write!(text, " {judge} {count}/{asked} |");
    }
    let _ = writeln!(text, "\n|---|{}", "---|".repeat(JUDGES.len()));
    text.push_str("\n<details><summary>Every case</summary>\n\n| case | what is wrong | expected | rule |");
    for judge in JUDGES {
        let _ = write!(text, " {judge} |");
    }
    let _ = writeln!(text, "\n|---|---|---|---|{}", "---|".repeat(JUDGES.len()));
    for row in rows {
        let case = &row.case;
        let (wrong, rule) = match is_control(row) {
            true => (format!("nothing: {}", case.text("right")), String::new()),
            false => (case.text("wrong").to_owned(), format!("`{}`", case.text("rule"))),
        };
        let _ = write!(
            text,
            "| {} | {wrong} | {} | {rule} |",
            case.id,
            case.text("expect")
        );
        for outcome in &row.outcomes {
            let mark = match outcome {
                Outcome::Agrees => "✓",
                Outcome::Unasked => "",
                Outcome::Differs(_) => "≠",
            };
            let _ = write!(text, " {mark} |");
        }
        text.push('\n');
    }
    text.push_str("\n</details>\n\n");
    text
}

fn is_control(row: &Row) -> bool {
    row.case.described["control"] == true
}
