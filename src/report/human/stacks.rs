//! What other verifiers would say: a line for each, and why where it is known to differ.

use std::io::{self, Write};

use super::page::{brief, items, row, rows};
use crate::model::{Section, Value};
use crate::report::Style;
use crate::report::text::wrap;

/// `stacks`: a fact for each verifier, with `accepts` and `because`.
pub(super) fn view(section: &Section, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", style.heading("Other verifiers"))?;
    for fact in &section.facts {
        let name = NAMES
            .iter()
            .find(|(id, _)| *id == fact.id)
            .map_or(&*fact.id, |(_, name)| name);
        let word = match fact.value.at("accepts") {
            Some(Value::Bool(true)) => format!("{} {}", style.good("✓"), style.good("accepts")),
            Some(Value::Bool(false)) => format!("{} {}", style.bad("✗"), style.bad("refuses")),
            _ => format!("{} {}", style.attention("?"), style.attention("not known")),
        };
        let because = items(&fact.value, "because");
        if because.is_empty() {
            row(name, &word, style, out)?;
            continue;
        }
        let mut lines = vec![word];
        for reason in because {
            if let Value::Text(reason) = reason {
                lines.extend(wrap(&brief(reason, 6 * style.width), style.width - 16));
            }
        }
        rows(name, &lines, style, out)?;
    }
    Ok(())
}

const NAMES: &[(&str, &str)] = &[
    ("apple", "Apple"),
    ("chrome", "Chrome"),
    ("gnutls", "GnuTLS"),
    ("go", "Go"),
    ("nss", "NSS"),
    ("openssl", "OpenSSL"),
    ("webpki", "webpki"),
];
