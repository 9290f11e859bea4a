//! A certificate, or a request for one, at a glance: who, for which names, until when, with which key;
//! then every extension on a line of its own.

use std::io::{self, Write};

use super::contents::heading;
use super::page::{brief, cut, grouped, items, list, moment, number, row, rows, string, strings};
use crate::model::{Fact, Value};
use crate::report::label::label;
use crate::report::text::{duration, width};
use crate::report::{Style, escape};

/// One certificate or request.
pub(super) fn view(value: &Value, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    heading(string(value, "title"), string(value, "role"), style, out)?;
    // What was shown in full a moment ago is only named.
    if let (Some(Value::Text(first)), false) = (value.at("same_as"), style.verbose) {
        return row("same as", &escape(first), style, out);
    }
    let name_limit = if style.verbose {
        usize::MAX - 1
    } else {
        style.width * 3
    };
    for name in ["subject", "issuer"] {
        if let Some(Value::Text(text)) = value.at(name) {
            let text = if text.is_empty() {
                "(empty)".to_owned()
            } else {
                brief(text, name_limit)
            };
            row(name, &text, style, out)?;
        }
    }
    names(value, style, out)?;
    validity(value, style, out)?;
    row("key", &key(value), style, out)?;
    usage(value, style, out)?;
    row("signature", string(value, "signature"), style, out)?;
    for (name, fact) in [
        ("serial", "serial"),
        ("SHA-256", "sha256"),
        ("SHA-1", "sha1"),
        ("SPKI pin", "spki_pin"),
    ] {
        let text = string(value, fact);
        if !text.is_empty() {
            row(name, &brief(text, name_limit), style, out)?;
        }
    }
    let keys = strings(value, "private_key", style);
    if !keys.is_empty() {
        row(
            "private key",
            &style.good(&list(&keys, style.width, style)),
            style,
            out,
        )?;
    }
    extensions(items(value, "extensions"), style, out)
}

fn names(value: &Value, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let names = strings(value, "names", style);
    // A DNS name needs no prefix to be known for one.
    let bare: Vec<String> = names
        .iter()
        .map(|name| {
            name.strip_prefix("DNS:")
                .or(name.strip_prefix("IP:"))
                .unwrap_or(name)
                .to_owned()
        })
        .collect();
    if bare.is_empty() {
        return Ok(());
    }
    row(
        "names",
        &list(&bare, 5 * (style.width - 14) - 20, style),
        style,
        out,
    )
}

fn validity(value: &Value, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let (Some(Value::Time(from)), Some(Value::Time(to))) = (value.at("not_before"), value.at("not_after"))
    else {
        return match value.at("validity") {
            Some(_) => row("validity", &state(value, style), style, out),
            None => Ok(()),
        };
    };
    let lifetime = duration(match number(value, "lifetime_days") {
        None | Some(0) => to.as_second() - from.as_second(),
        Some(days) => days * 86_400,
    });
    let dates = format!("{} to {} UTC ({lifetime})", moment(*from), moment(*to));
    rows("validity", &[state(value, style), dates], style, out)
}

/// The validity in plain words: `expires in 41 days`.
pub(super) fn state(value: &Value, style: &Style) -> String {
    let (starts, ends) = (
        number(value, "starts_in_seconds").unwrap_or(0),
        number(value, "ends_in_seconds").unwrap_or(0),
    );
    if ends < starts && value.at("not_after").is_some() {
        return style.bad("ends before it begins");
    }
    match string(value, "validity") {
        "unreadable" => style.bad("its times cannot be read"),
        "expired" => style.bad(&format!("expired {} ago", duration(ends))),
        "not-yet-valid" => style.bad(&format!("not valid yet, begins in {}", duration(starts))),
        // The last third of a lifetime is when ACME clients renew.
        _ if ends < (ends - starts) / 3 => style.attention(&format!("expires in {}", duration(ends))),
        _ => style.good(&format!("expires in {}", duration(ends))),
    }
}

fn key(value: &Value) -> String {
    escape(string(value, "key.name"))
}

fn usage(value: &Value, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    for (name, fact) in [("key usage", "key_usage"), ("used for", "extended_key_usage")] {
        let usages = strings(value, fact, style);
        if !usages.is_empty() {
            row(name, &list(&usages, style.width * 3, style), style, out)?;
        }
    }
    Ok(())
}

/// Extensions that are shown unless all is asked for.
const EXTENSIONS: usize = 14;
/// Lines of one extension that are shown unless all is asked for.
const EXTENSION_LINES: usize = 2;

/// Every extension with what it says, one line each unless all is asked for.
pub(super) fn extensions(list: &[Value], style: &Style, out: &mut dyn Write) -> io::Result<()> {
    if list.is_empty() {
        return Ok(());
    }
    let critical = list.iter().any(is_critical);
    let head = if critical {
        "extensions (! critical)"
    } else {
        "extensions"
    };
    writeln!(out, "  {}", style.dim(head))?;
    let shown = if style.verbose { list.len() } else { EXTENSIONS };
    for extension in list.iter().take(shown) {
        line(extension, style, out)?;
    }
    if list.len() > shown {
        writeln!(out, "    … {} more", grouped(list.len() - shown))?;
    }
    Ok(())
}

fn line(extension: &Value, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    const COLUMN: usize = 29;
    let name = brief(string(extension, "name"), COLUMN - 1);
    let mark = if is_critical(extension) { "!" } else { " " };
    let text = if let Some(damage) = extension.at("damaged") {
        style.bad(&format!("damaged {}", words(damage, style)))
    } else if let Some(bytes) = extension.at("bytes") {
        format!("#{}", words(bytes, style))
    } else {
        summary(extension, style)
    };
    let room = style.width - COLUMN - 6;
    let pad = " ".repeat(COLUMN - width(&name));
    let mut lines = super::wrap(&text, room);
    if !style.verbose {
        if lines.len() > EXTENSION_LINES {
            lines.truncate(EXTENSION_LINES);
            lines.push("…".to_owned());
        }
        lines = lines.iter().map(|line| cut(line, room)).collect();
    }
    let indent = format!("\n{}", " ".repeat(COLUMN + 6));
    // Critical is what many must be: a mark, and no alarm.
    writeln!(out, "  {mark} {name}{pad}  {}", lines.join(&indent))
}

fn is_critical(extension: &Value) -> bool {
    extension.at("critical") == Some(&Value::Bool(true))
}

/// What an extension says, in as few words as can be.
fn summary(extension: &Value, style: &Style) -> String {
    let value = extension.at("value").unwrap_or(&Value::Absent);
    match (string(extension, "name"), value) {
        ("subject alternative names", Value::List(names)) if !style.verbose => {
            format!("{}, above", super::page::count(names.len(), "name"))
        }
        ("certificate transparency", Value::List(scts)) if !style.verbose => {
            super::page::count(scts.len(), "signed timestamp")
        }
        ("basic constraints", value) => match (value.at("ca"), number(value, "path_length")) {
            (Some(Value::Bool(true)), Some(length)) => format!("CA, path length {length}"),
            (Some(Value::Bool(true)), None) => "CA".to_owned(),
            (_, Some(length)) => format!("not a CA, path length {length}"),
            _ => "not a CA".to_owned(),
        },
        ("OCSP no check" | "CT poison (precertificate)", _) => "yes".to_owned(),
        (_, Value::Map(facts)) => {
            let part = |fact: &Fact| format!("{} {}", label(&fact.id), words(&fact.value, style));
            facts.iter().map(part).collect::<Vec<_>>().join("; ")
        }
        (_, value) => words(value, style),
    }
}

/// A value on one line.
pub(super) fn words(value: &Value, style: &Style) -> String {
    const MANY: usize = 64;
    let limit = if style.verbose { usize::MAX - 1 } else { 400 };
    match value {
        Value::Absent => "none".to_owned(),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::Inconclusive(why) => format!("inconclusive ({})", brief(why, limit)),
        Value::Int(number) => number.to_string(),
        Value::List(items) => {
            let shown = if style.verbose { items.len() } else { MANY };
            let words: Vec<String> = items.iter().take(shown).map(|item| words(item, style)).collect();
            words.join(", ")
        }
        // `OCSP http://…`: a pair reads best as two words.
        Value::Map(facts) => facts
            .iter()
            .map(|fact| words(&fact.value, style))
            .collect::<Vec<_>>()
            .join(" "),
        Value::Text(text) => brief(text, limit),
        Value::Time(time) => format!("{} UTC", moment(*time)),
    }
}
