//! What an input holds: a line that counts it, then each thing in its order.

use std::io::{self, Write};

use super::certificate;
use super::page::{brief, count, items, list, moment, row, string, strings};
use crate::model::{Section, Value};
use crate::report::Style;
use crate::report::text::width;

/// The things an input can hold: the fact's id, what one is called, and how it looks.
const KINDS: &[(&str, &str, Look)] = &[
    ("certificates", "certificate", certificate::view),
    ("private_keys", "private key", key),
    ("public_keys", "public key", key),
    ("requests", "certificate request", certificate::view),
    ("revocation_lists", "revocation list", revocation_list),
    ("ocsp_responses", "OCSP response", plain),
    ("stores", "store", plain),
];

/// Looks at one thing.
pub(super) type Look = fn(&Value, &Style, &mut dyn Write) -> io::Result<()>;

/// `contents`.
pub(super) fn view(section: &Section, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let all = Value::Map(section.facts.clone());
    let present = || KINDS.iter().filter(|(id, ..)| !items(&all, id).is_empty());
    let counts: Vec<String> = present()
        .map(|(id, name, _)| count(items(&all, id).len(), name))
        .collect();
    let total: usize = present().map(|(id, ..)| items(&all, id).len()).sum();
    if total > 1 {
        writeln!(out, "{}\n", style.dim(&counts.join(", ")))?;
    }
    let mut first = true;
    for (id, _, look) in present() {
        for item in items(&all, id) {
            if !std::mem::replace(&mut first, false) {
                writeln!(out)?;
            }
            look(item, style, out)?;
        }
    }
    Ok(())
}

/// A heading with a word at the right edge.
pub(super) fn heading(title: &str, word: &str, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let title = brief(title, style.width - width(word) - 2);
    let gap = " ".repeat(style.width - width(word) - width(&title));
    writeln!(out, "{}{gap}{}", style.heading(&title), style.dim(word))
}

fn key(value: &Value, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    heading(string(value, "title"), string(value, "kind"), style, out)?;
    row(
        "format",
        &brief(string(value, "format"), style.width * 2),
        style,
        out,
    )?;
    let owners = strings(value, "belongs_to", style);
    if !owners.is_empty() {
        row("belongs to", &list(&owners, style.width * 2, style), style, out)?;
    } else if value.at("belongs_to").is_some() {
        row(
            "belongs to",
            &style.attention("no certificate or request in these inputs"),
            style,
            out,
        )?;
    }
    match string(value, "spki_pin") {
        "" => Ok(()),
        pin => row("SPKI pin", pin, style, out),
    }
}

fn revocation_list(value: &Value, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    heading(string(value, "issuer"), "revocation list", style, out)?;
    for (name, fact) in [("issued", "this_update"), ("next", "next_update")] {
        if let Some(Value::Time(time)) = value.at(fact) {
            row(name, &format!("{} UTC", moment(*time)), style, out)?;
        }
    }
    let revoked = items(value, "revoked");
    row("revoked", &count(revoked.len(), "certificate"), style, out)?;
    let shown = if style.verbose { revoked.len() } else { 8 };
    for entry in revoked.iter().take(shown) {
        let time = match entry.at("at") {
            Some(Value::Time(time)) => moment(*time),
            _ => String::new(),
        };
        row(
            "",
            &format!("{} {time} {}", string(entry, "serial"), string(entry, "reason")),
            style,
            out,
        )?;
    }
    if revoked.len() > shown {
        row("", &format!("… {} more", revoked.len() - shown), style, out)?;
    }
    row("signature", string(value, "signature"), style, out)?;
    certificate::extensions(items(value, "extensions"), style, out)
}

/// A thing with a title and facts that need no words of their own.
fn plain(value: &Value, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    heading(string(value, "title"), string(value, "kind"), style, out)?;
    let Value::Map(facts) = value else { return Ok(()) };
    for fact in facts.iter().filter(|fact| !matches!(&*fact.id, "title" | "kind")) {
        let name = crate::report::label::label(&fact.id);
        row(&name, &certificate::words(&fact.value, style), style, out)?;
    }
    Ok(())
}
