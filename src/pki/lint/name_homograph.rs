//! A name that looks like another: letters of another script that cannot be told from Latin ones. TLS takes
//! it for what it is; people do not. What browsers show as `xn--…` is reported here.

use super::{Lint, Rule, Severity, Subject, Timestamp, dns};

pub(super) struct NameHomograph;

static RULE: Rule = Rule {
    id: "name-homograph",
    severity: Severity::Warning,
    citation: "RFC 5890 §4.4; Unicode UTS #39 §4",
    summary: "a name should not look like another one in another script",
};

impl Lint for NameHomograph {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "make sure that the name is meant: browsers show it as DNS writes it"
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        !subject.dns_names.is_empty()
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let labels = subject.dns_names.iter().flat_map(|name| name.split('.'));
        labels
            .filter(|label| dns::is_a_label(label))
            .filter_map(|label| Some((label, looks_like(&dns::unicode(label)?)?)))
            .map(|(label, latin)| format!("`{label}` looks like `{latin}`"))
            .collect()
    }
}

/// What the label looks like in Latin letters, where no letter of it gives away that it is none.
fn looks_like(label: &str) -> Option<String> {
    label.chars().map(latin).collect()
}

fn latin(letter: char) -> Option<char> {
    if letter.is_ascii() {
        return Some(letter);
    }
    let pair = PAIRS.iter().find(|(other, _)| *other == letter);
    pair.map(|(_, latin)| *latin)
}

/// Small letters whose prototype is a Latin one (UTS #39, confusables.txt): Cyrillic, then Greek, Armenian.
const PAIRS: &[(char, char)] = &[
    ('\u{430}', 'a'),
    ('\u{441}', 'c'),
    ('\u{501}', 'd'),
    ('\u{435}', 'e'),
    ('\u{493}', 'f'),
    ('\u{4bb}', 'h'),
    ('\u{456}', 'i'),
    ('\u{458}', 'j'),
    ('\u{4cf}', 'l'),
    ('\u{43f}', 'n'),
    ('\u{43e}', 'o'),
    ('\u{440}', 'p'),
    ('\u{51b}', 'q'),
    ('\u{433}', 'r'),
    ('\u{455}', 's'),
    ('\u{446}', 'u'),
    ('\u{475}', 'v'),
    ('\u{51d}', 'w'),
    ('\u{445}', 'x'),
    ('\u{443}', 'y'),
    ('\u{3b1}', 'a'),
    ('\u{3b3}', 'y'),
    ('\u{3b9}', 'i'),
    ('\u{3bd}', 'v'),
    ('\u{3bf}', 'o'),
    ('\u{3c1}', 'p'),
    ('\u{3c5}', 'u'),
    ('\u{570}', 'h'),
    ('\u{575}', 'j'),
    ('\u{578}', 'n'),
    ('\u{585}', 'o'),
    ('\u{57d}', 'u'),
    ('\u{566}', 'q'),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_looks_like_another_where_every_letter_does() {
        let label = "\u{455}\u{440}\u{43e}\u{43e}\u{493}";
        assert_eq!(looks_like(label).as_deref(), Some("spoof"));
        assert_eq!(looks_like("b\u{fc}cher"), None);
        // Russian for "example": its letters м and л look like nothing Latin.
        assert_eq!(looks_like("\u{43f}\u{440}\u{438}\u{43c}\u{435}\u{440}"), None);
    }
}
