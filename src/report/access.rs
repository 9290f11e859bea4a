//! One exchange as a line of Apache's combined log format: what every analyser reads. Whatever a client
//! wrote is escaped, so that nothing forges a line.

use crate::model::{Event, Value};

/// The line, without its end.
pub(crate) fn combined(event: &Event) -> String {
    let value = |id: &str| {
        event
            .facts
            .iter()
            .find(|fact| fact.id == id)
            .map(|fact| &fact.value)
    };
    let text = |id: &str| match value(id) {
        Some(Value::Text(text)) => quoted(text),
        Some(Value::Int(number)) => number.to_string(),
        _ => "-".to_owned(),
    };
    let time = match value("time") {
        Some(Value::Time(at)) => at.strftime("%d/%b/%Y:%H:%M:%S +0000").to_string(),
        _ => "-".to_owned(),
    };
    // A space would end a field that has no quotes.
    let user = text("user").replace(' ', "\\x20");
    // What could not be read as a request has no line.
    let request = match text("method").as_str() {
        "-" => "-".to_owned(),
        method => format!("{method} {} {}", text("target"), text("protocol")),
    };
    format!(
        "{} - {user} [{time}] \"{request}\" {} {} \"{}\" \"{}\"",
        text("client"),
        text("status"),
        text("bytes"),
        text("referer"),
        text("user_agent"),
    )
}

/// Text between quotes, as Apache escapes it.
fn quoted(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '"' | '\\' => safe.extend(['\\', c]),
            c if c.is_ascii_graphic() || c == ' ' => safe.push(c),
            c => safe.extend(c.to_string().bytes().map(|byte| format!("\\x{byte:02x}"))),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_a_client_wrote_forges_a_line() {
        let event = Event::notice("access", "")
            .with(
                "time",
                "2026-11-21T03:00:00Z".parse::<jiff::Timestamp>().expect("a time"),
            )
            .with("client", "127.0.0.1")
            .with("user", "a b\"")
            .with("method", "GET")
            .with("target", "/a\"b")
            .with("protocol", "HTTP/1.1")
            .with("status", 200_u16)
            .with("bytes", 5_u64)
            .with("user_agent", "x\n\u{1b}é");
        assert_eq!(
            combined(&event),
            r#"127.0.0.1 - a\x20b\" [21/Nov/2026:03:00:00 +0000] "GET /a\"b HTTP/1.1" 200 5 "-" "x\x0a\x1b\xc3\xa9""#
        );
        let unread = Event::notice("access", "")
            .with("method", "-")
            .with("target", "*");
        assert_eq!(combined(&unread), r#"- - - [-] "-" - - "-" "-""#);
    }
}
