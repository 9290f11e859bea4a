//! What a server showed: its certificate, the chain as it came, its answers to names, and what it cost to
//! ask.

use std::io::{self, Write};

use super::page::{Table, brief, count, grouped, items, list, moment, number, row, string, strings};
use super::{certificate, words};
use crate::model::{Section, Value};
use crate::report::Style;
use crate::report::label::label;
use crate::report::text::width;

/// `leaf`: the certificate, its extensions only where all is asked for.
pub(super) fn leaf(section: &Section, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let facts = section
        .facts
        .iter()
        .filter(|fact| style.verbose || fact.id != "extensions" && fact.id != "sha1");
    certificate::view(&Value::Map(facts.cloned().collect()), style, out)
}

/// `sent_chain`: a line for each certificate in the order it came.
pub(super) fn sent_chain(section: &Section, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let all = Value::Map(section.facts.clone());
    writeln!(out, "{}", style.heading("chain as sent"))?;
    for (place, item) in items(&all, "certificates").iter().enumerate() {
        let title = brief(string(item, "subject"), style.width - 30);
        let role = string(item, "role");
        let role = match role {
            "duplicate" | "unrelated" => style.attention(role),
            _ => style.dim(role),
        };
        writeln!(out, "  {:<2}  {title}  {role}", place + 1)?;
    }
    for item in items(&all, "unreadable") {
        let place = number(item, "place").unwrap_or(0) + 1;
        let why = brief(string(item, "error"), style.width - 20);
        writeln!(out, "  {place:<2}  {}  {why}", style.bad("unreadable"))?;
    }
    Ok(())
}

/// `other_certificates`: whose each is and what tells it from the first.
pub(super) fn other_certificates(section: &Section, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let all = Value::Map(section.facts.clone());
    writeln!(out, "{}", style.heading("other certificates"))?;
    for (i, item) in items(&all, "shown").iter().enumerate() {
        if i > 0 {
            writeln!(out)?;
        }
        for (name, path) in [
            ("subject", "subject"),
            ("issuer", "issuer"),
            ("key", "key.name"),
            ("signature", "signature"),
            ("SHA-256", "sha256"),
        ] {
            let text = string(item, path);
            if !text.is_empty() {
                row(name, &brief(text, style.width * 3), style, out)?;
            }
        }
        let names = strings(item, "names", style);
        if !names.is_empty() {
            row("names", &list(&names, style.width * 3, style), style, out)?;
        }
        if let Some(sent) = number(item, "count").and_then(|count| usize::try_from(count).ok()) {
            row("chain", &count(sent, "certificate"), style, out)?;
        }
    }
    Ok(())
}

/// `sni`: what the server does in one line, then each question with its answer.
pub(super) fn sni(section: &Section, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", style.heading("server name (SNI)"))?;
    let names: Vec<String> = section.facts.iter().map(|fact| label(&fact.id)).collect();
    let table = Table::of(names.iter().map(String::as_str));
    for (fact, name) in section.facts.iter().zip(&names) {
        match &fact.value {
            Value::Map(_) => table.row(name, &answer(&fact.value, style), style, out)?,
            Value::Absent => {}
            value => table.row(name, &words(value, style), style, out)?,
        }
    }
    Ok(())
}

fn answer(value: &Value, style: &Style) -> String {
    let text = match value.at("answer") {
        Some(Value::Text(text)) => text.as_str(),
        Some(other) => return words(other, style),
        None => "",
    };
    match text {
        "accepted" => "taken; in TLS 1.3 its certificate is encrypted".to_owned(),
        "alert" => format!("alert {}", brief(string(value, "alert"), 40)),
        "certificate" => {
            let warned = if value.at("warning").is_some() {
                ", after a warning"
            } else {
                ""
            };
            format!(
                "certificate of {}{warned}",
                brief(string(value, "certificate"), 48)
            )
        }
        "closed" => "the connection is closed without an alert".to_owned(),
        other => brief(other, 60),
    }
}

/// `staple`: the OCSP response in a row, and how many logs vouch for the certificate in another.
pub(super) fn staple(section: &Section, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let all = Value::Map(section.facts.clone());
    writeln!(out, "{}", style.heading("OCSP and transparency"))?;
    let time = |id| match all.at(id) {
        Some(Value::Time(time)) => Some(moment(*time)),
        _ => None,
    };
    let mut staple = match (all.at("present"), all.at("status")) {
        (Some(Value::Bool(true)), Some(status)) => words(status, style),
        (Some(Value::Bool(true)), None) => "there".to_owned(),
        _ => style.dim("none"),
    };
    for (word, id) in [("since", "this_update"), ("until", "next_update")] {
        staple.push_str(&time(id).map_or_else(String::new, |time| format!(", {word} {time}")));
    }
    row("staple", &staple, style, out)?;
    if let Some(timestamps) = all.at("timestamps") {
        let of = |id| number(timestamps, id).unwrap_or(0);
        let (kept, told) = (of("in_certificate"), of("in_handshake"));
        let text = format!("{kept} in the certificate, {told} in the handshake");
        row("timestamps", &text, style, out)?;
    }
    Ok(())
}

/// `cookies`: a line for each, with the attributes that it has.
pub(super) fn cookies(section: &Section, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let all = Value::Map(section.facts.clone());
    writeln!(out, "{}", style.heading("cookies"))?;
    for cookie in items(&all, "set") {
        let is = |id| cookie.at(id) == Some(&Value::Bool(true));
        let mut has: Vec<String> = ["secure", "http_only"]
            .into_iter()
            .filter(|id| is(id))
            .map(label)
            .collect();
        // One that is not there is not `SameSite=None`.
        if let Some(Value::Text(site)) = cookie.at("same_site") {
            has.push(format!("SameSite={}", brief(site, 20)));
        }
        let text = if has.is_empty() {
            style.attention("without Secure, HttpOnly and SameSite")
        } else {
            has.join(", ")
        };
        writeln!(out, "  {}  {text}", style.dim(&brief(string(cookie, "name"), 40)))?;
    }
    Ok(())
}

/// `connections`: a sentence.
pub(super) fn connections(section: &Section, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let all = Value::Map(section.facts.clone());
    let of = |id| usize::try_from(number(&all, id).unwrap_or(0)).unwrap_or(0);
    let parts = [
        count(of("connections"), "connection"),
        count(of("round_trips"), "round trip"),
        format!("at most {} in sequence", count(of("longest_chain"), "question")),
        format!("{} sent", amount(of("bytes_sent"))),
        format!("{} received", amount(of("bytes_received"))),
    ];
    let mut line = String::new();
    for part in parts {
        // The comma behind it is to fit too.
        if !line.is_empty() && width(&line) + 2 + width(&part) + 1 > style.width {
            writeln!(out, "{}", style.dim(&format!("{line},")))?;
            line.clear();
        }
        line.push_str(if line.is_empty() { "" } else { ", " });
        line.push_str(&part);
    }
    writeln!(out, "{}", style.dim(&line))
}

/// An amount of data, to the kilobyte where it is more than one.
fn amount(bytes: usize) -> String {
    if bytes < 1000 {
        count(bytes, "byte")
    } else {
        format!("{} kB", grouped((bytes + 500) / 1000))
    }
}
