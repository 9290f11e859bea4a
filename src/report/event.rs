//! An event: one line for people, or one JSON object on a line of its own.

use serde_json::json;

use super::json::facts;
use super::style::Style;
use super::terminal::{note, warn};
use super::text::{escape, is_treacherous};
use crate::model::{Event, Severity};

/// Puts an event on standard error as one line for people.
pub(crate) fn event(event: &Event, style: &Style) {
    if event.severity == Severity::Notice {
        note(&escape(&event.message));
    } else {
        warn(&event.message, style);
    }
}

/// An event as one line of JSON, without the line's end.
pub(crate) fn event_json(event: &Event) -> String {
    let mut document = json!({
        "event": event.id,
        "severity": event.severity.id(),
    });
    if !event.message.is_empty() {
        document["message"] = event.message.as_str().into();
    }
    if let (Some(object), serde_json::Value::Object(more)) = (document.as_object_mut(), facts(&event.facts)) {
        object.extend(more);
    }
    escaped(&document.to_string())
}

/// JSON in which no character could mislead whoever looks at it on a terminal.
fn escaped(json: &str) -> String {
    let mut safe = String::with_capacity(json.len());
    for c in json.chars() {
        if is_treacherous(c) {
            let units = c.encode_utf16(&mut [0; 2]).to_vec();
            safe.extend(units.into_iter().map(|unit| format!("\\u{unit:04x}")));
        } else {
            safe.push(c);
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_is_one_line_whatever_a_stranger_wrote_into_it() {
        let event = Event::warning("strict-refusal", "refused `a\nb\u{1b}`").with("server_name", "a\nb");
        let line = event_json(&event);
        assert!(!line.contains(['\n', '\u{1b}']), "{line}");
        assert!(
            line.starts_with("{\"event\":\"strict-refusal\",\"severity\":\"warning\""),
            "{line}"
        );
    }
}
