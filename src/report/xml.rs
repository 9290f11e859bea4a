//! Text for XML and HTML: marked up so that it stays text.

use super::text::escape;

/// Text as the content of an element or of a quoted attribute.
pub(crate) fn text(raw: &str) -> String {
    let mut safe = String::new();
    for c in escape(raw).chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            // No XML document may hold these two, even escaped.
            '\u{fffe}' | '\u{ffff}' => safe.push('\u{fffd}'),
            c => safe.push(c),
        }
    }
    safe
}
