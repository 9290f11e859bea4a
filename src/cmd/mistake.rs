//! What was meant by a command line that is wrong: words and flags of other programs, numbers where there is
//! a flag for them, and what is spelt nearly right. What is far from everything is not guessed at.

use std::ffi::OsString;

use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::cli;
use crate::config::distance;

/// The refusal, with a better word on what to do about it.
pub(super) fn explained(refusal: Error, arguments: &[OsString]) -> Error {
    let words: Vec<String> = arguments
        .iter()
        .skip(1)
        .map(|word| word.to_string_lossy().into_owned())
        .collect();
    match refusal.kind() {
        ErrorKind::InvalidSubcommand => verb(refusal, &words),
        ErrorKind::InvalidValue => value(refusal),
        ErrorKind::UnknownArgument => flag(refusal, &words),
        _ => refusal,
    }
}

/// Whether `word` is a misspelling of `known`: a letter too many, too few, wrong, or two in the wrong order,
/// and one more for every three letters.
pub(super) fn is_near(word: &str, known: &str) -> bool {
    let (word, known) = (word.to_ascii_lowercase(), known.to_ascii_lowercase());
    let is_swapped = || {
        let differing: Vec<(char, char)> = word.chars().zip(known.chars()).filter(|(a, b)| a != b).collect();
        word.len() == known.len() && matches!(differing[..], [(a, b), (c, d)] if a == d && b == c)
    };
    distance(&word, &known) <= (known.len() / 3).max(1) || is_swapped()
}

/// A verb that there is not.
fn verb(mut refusal: Error, words: &[String]) -> Error {
    let Some(unknown) = text(&refusal, ContextKind::InvalidSubcommand) else {
        return refusal;
    };
    let command = cli::command();
    let above = command
        .get_subcommands()
        .find(|verb| words.iter().any(|word| word == verb.get_name()) && verb.get_name() != unknown);
    let parent = above.map_or("", clap::Command::get_name);
    let meant = VERBS
        .iter()
        .find(|(of, word, _)| *of == parent && word.split(' ').any(|word| word == unknown));
    if let Some((_, _, meant)) = meant {
        refusal.remove(ContextKind::SuggestedSubcommand);
        return advised(refusal, format!("`tlsctl {meant}`"));
    }
    let verbs = above.unwrap_or(&command).get_subcommands();
    let near: Vec<String> = verbs
        .map(|verb| verb.get_name().to_owned())
        .filter(|name| is_near(&unknown, name))
        .collect();
    refusal.remove(ContextKind::SuggestedSubcommand);
    if !near.is_empty() {
        refusal.insert(ContextKind::SuggestedSubcommand, ContextValue::Strings(near));
    }
    refusal
}

/// A flag that there is not.
fn flag(mut refusal: Error, words: &[String]) -> Error {
    let Some(unknown) = text(&refusal, ContextKind::InvalidArg) else {
        return refusal;
    };
    let mut command = cli::command();
    command.build();
    let verb = words.iter().find_map(|word| command.find_subcommand(word));
    let verb = verb.map_or(String::new(), |verb| verb.get_name().to_owned());
    let deepest = deepest(&command, words).get_name().to_owned();
    let means = |of: &str| {
        FLAGS.iter().find(|(flags, verbs, _)| {
            flags.split(' ').any(|flag| flag == unknown) && verbs.split(' ').any(|known| known == of)
        })
    };
    let meant = means(&deepest).or_else(|| means(&verb));
    if let Some((.., advice)) = meant {
        forget(&mut refusal, &command, words);
        let given = after(words, &unknown).filter(|value| value.parse::<u16>().is_ok());
        return advised(refusal, advice.replace("8443", given.unwrap_or("8443")));
    }
    let bare = |flag: &str| flag.trim_start_matches('-').to_owned();
    let suggested = text(&refusal, ContextKind::SuggestedArg);
    if let Some(suggested) = suggested {
        let (unknown, suggested) = (bare(&unknown), bare(&suggested));
        let is_beginning = unknown.len() > 1 && suggested.starts_with(&unknown);
        if !is_beginning && !is_near(&unknown, &suggested) {
            forget(&mut refusal, &command, words);
        }
    }
    // That a flag could be a file's name is not what was meant where it begins like one.
    if unknown.starts_with('-') && !["inspect", "serve"].contains(&verb.as_str()) {
        refusal.remove(ContextKind::Suggested);
    }
    refusal
}

/// Takes a suggested flag back, and out of the usage line, which shows it.
fn forget(refusal: &mut Error, command: &clap::Command, words: &[String]) {
    if refusal.remove(ContextKind::SuggestedArg).is_none() {
        return;
    }
    let usage = ContextValue::StyledStr(deepest(command, words).clone().render_usage());
    refusal.insert(ContextKind::Usage, usage);
}

/// The command that the words lead to.
fn deepest<'c>(command: &'c clap::Command, words: &[String]) -> &'c clap::Command {
    words
        .iter()
        .fold(command, |at, word| at.find_subcommand(word).unwrap_or(at))
}

/// A value that a flag does not take. A number is not a misspelling of another.
fn value(mut refusal: Error) -> Error {
    let given = text(&refusal, ContextKind::InvalidValue).unwrap_or_default();
    let is_number = given.chars().all(|c| c.is_ascii_digit() || c == '.');
    let suggested = text(&refusal, ContextKind::SuggestedValue).unwrap_or_default();
    if is_number || !(is_near(&given, &suggested) || suggested.starts_with(&given)) {
        refusal.remove(ContextKind::SuggestedValue);
    }
    refusal
}

/// The refusal with this advice and no other.
fn advised(mut refusal: Error, advice: String) -> Error {
    let advice = ContextValue::StyledStrs(vec![advice.into()]);
    refusal.insert(ContextKind::Suggested, advice);
    refusal
}

fn text(refusal: &Error, kind: ContextKind) -> Option<String> {
    match refusal.get(kind)? {
        ContextValue::String(text) => Some(text.clone()),
        ContextValue::Strings(texts) => texts.first().cloned(),
        _ => None,
    }
}

/// The value that was given with a flag.
fn after<'a>(words: &'a [String], flag: &str) -> Option<&'a str> {
    let at = words.iter().position(|word| word.starts_with(flag))?;
    match words[at].strip_prefix(flag)?.strip_prefix('=') {
        Some(value) => Some(value),
        None => words.get(at + 1).map(String::as_str),
    }
}

/// Words of other programs: below which verb, the words, and the command that does it.
const VERBS: &[(&str, &str, &str)] = &[
    (
        "",
        "create generate issue make mint new req selfsigned",
        "gen NAME",
    ),
    ("", "ca", "gen ca"),
    ("", "sign", "gen sign CSR --ca DIR"),
    (
        "",
        "cert certs decode dump lint read show view x509",
        "inspect FILE",
    ),
    ("", "verify validate", "inspect FILE --verify --roots ROOT"),
    ("", "convert", "inspect FILE --to FORM"),
    ("", "diff", "inspect --diff OLD NEW"),
    ("", "check connect s_client scan test", "probe HOST"),
    ("", "echo", "serve --echo"),
    ("", "http https listen server start web", "serve DIR"),
    ("", "proxy", "serve --proxy URL"),
    ("", "bad", "gen bad"),
    ("", "install", "trust install"),
    ("", "uninstall", "trust uninstall"),
    ("", "completion", "completions SHELL"),
    ("", "version", "--version"),
    ("trust", "add", "trust install"),
    ("trust", "delete remove rm", "trust uninstall"),
    ("trust", "check list ls show", "trust status"),
];

/// Flags of other programs, of which verbs, and what to write instead.
const FLAGS: &[(&str, &str, &str)] = &[
    (
        "--address --bind --port -b -p",
        "serve",
        "`--listen :8443` listens on every interface, `--listen localhost:8443` on this machine only",
    ),
    (
        "--CAfile --ca --ca-file --cacert --cafile",
        "inspect probe",
        "`--roots FILE` says whom to trust",
    ),
    (
        "--CAfile --ca --ca-file --cacert --cafile",
        "serve",
        "`--client-ca FILE` says who certifies clients",
    ),
    (
        "--servername --server-name",
        "probe",
        "`--sni NAME` is the server name to send",
    ),
    (
        "--port -p",
        "probe",
        "the port belongs to the target: `tlsctl probe HOST:8443`",
    ),
    (
        "--cn --common-name --domain --host --name --san --subj",
        "gen",
        "names stand by themselves: `tlsctl gen NAME...`",
    ),
    (
        "--cn --common-name --domain --host --name --san --subj",
        "bad",
        "`--for NAME` is the name that the certificates are for",
    ),
    (
        "--dir --directory --out-dir --output-dir",
        "gen",
        "`--out DIR` receives the files",
    ),
    (
        "--json",
        "completions gen inspect probe schema serve trust",
        "`--format json`",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn said(line: &str) -> String {
        let arguments: Vec<OsString> = line.split(' ').map(OsString::from).collect();
        let refusal = cli::parse(arguments.clone()).expect_err(line);
        explained(refusal, &arguments).to_string()
    }

    #[test]
    fn what_was_meant_is_said() {
        for (line, meant) in [
            ("tlsctl gne a.test", "'gen'"),
            ("tlsctl scan example.com", "tlsctl probe HOST"),
            ("tlsctl verify a.pem", "tlsctl inspect FILE --verify"),
            ("tlsctl version", "tlsctl --version"),
            ("tlsctl trust add", "tlsctl trust install"),
            ("tlsctl trust statsu", "'status'"),
            ("tlsctl serve --port 9000", "`--listen :9000`"),
            ("tlsctl serve --port=9000", "`--listen :9000`"),
            ("tlsctl serve -p 80", "`--listen :80`"),
            ("tlsctl serve --port 80", "Usage: tlsctl serve [OPTIONS]"),
            ("tlsctl probe --CAfile x h", "`--roots FILE`"),
            ("tlsctl gen bad all --name a.test", "`--for NAME`"),
            ("tlsctl gen a.test --name b.test", "`tlsctl gen NAME...`"),
            ("tlsctl gen csr --name b.test", "`tlsctl gen NAME...`"),
            ("tlsctl gen --dayz 3", "'--days'"),
            ("tlsctl serve --colour never", "'--color'"),
        ] {
            let said = said(line);
            assert!(said.contains(meant), "{line}: {said}");
        }
    }

    #[test]
    fn what_is_far_from_everything_is_not_guessed_at() {
        for line in [
            "tlsctl bogus",
            "tlsctl serve --min-tls 1.0",
            "tlsctl inspect --quux a.pem",
            "tlsctl gen a.test --format xml",
        ] {
            let said = said(line);
            assert!(!said.contains("similar"), "{line}: {said}");
        }
    }

    #[test]
    fn every_meant_verb_is_one() {
        for (_, _, meant) in VERBS {
            let first = meant.split([' ', '`']).next().unwrap_or_default();
            let is_verb = cli::command().find_subcommand(first).is_some();
            assert!(is_verb || first == "--version", "{meant}");
        }
    }
}
