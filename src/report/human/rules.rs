//! The list of rules, a line or two each, and the sum of a lint.

use std::io::{self, Write};

use super::page::{count, items, number, string};
use crate::model::{Section, Value};
use crate::report::Style;
use crate::report::text::{escape, wrap};

/// `rules`: what `inspect --rules` lists.
pub(super) fn view(section: &Section, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let all = Value::Map(section.facts.clone());
    writeln!(
        out,
        "{}",
        style.heading("dev      private  public   rule of --lint")
    )?;
    for rule in items(&all, "lints") {
        let severity = |profile| match string(rule, profile) {
            "" => "-",
            severity => severity,
        };
        let columns = ["dev", "private", "public"].map(|profile| format!("{:<9}", severity(profile)));
        entry(&columns.concat(), rule, style, out)?;
    }
    writeln!(
        out,
        "\n{}",
        style.heading("severity                   other rule")
    )?;
    for rule in items(&all, "others") {
        entry(&format!("{:<27}", string(rule, "severity")), rule, style, out)?;
    }
    Ok(())
}

/// `lint`: the profile and how much was found.
pub(super) fn sum(section: &Section, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let all = Value::Map(section.facts.clone());
    let of = |id: &str, thing: &str| {
        let number = number(&all, id).and_then(|number| usize::try_from(number).ok());
        count(number.unwrap_or(0), thing)
    };
    let lists = match number(&all, "revocation_lists") {
        Some(0) | None => String::new(),
        Some(_) => format!(" and {}", of("revocation_lists", "revocation list")),
    };
    writeln!(
        out,
        "{}  {}{lists} by the rules of profile {}: {}, {}, {}",
        style.heading("lint"),
        of("certificates", "certificate"),
        string(&all, "profile"),
        of("errors", "error"),
        of("warnings", "warning"),
        of("notices", "notice"),
    )
}

fn entry(columns: &str, rule: &Value, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}{}", style.dim(columns), escape(string(rule, "id")))?;
    for line in wrap(string(rule, "summary"), style.width.saturating_sub(29)) {
        writeln!(out, "{:29}{}", "", escape(&line))?;
    }
    Ok(())
}
