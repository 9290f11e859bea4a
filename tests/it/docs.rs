//! The repository is under test: man pages, completions and the README say what the program does.
//! `TLSCTL_BLESS=1` rewrites what is generated.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use clap::{Command, ValueEnum as _};
use clap_complete::Shell;

use crate::tlsctl::tlsctl;

#[test]
fn the_man_pages_are_current() {
    let mut stale = Vec::new();
    let mut wanted = Vec::new();
    let mut root = tlsctl::command().disable_help_subcommand(true);
    root.build();
    pages(&root, "tlsctl", &mut wanted);
    for (name, text) in &wanted {
        keep_current(&Path::new("man").join(name), text, &mut stale);
    }
    for entry in fs::read_dir("man")
        .expect("the man pages are here")
        .filter_map(Result::ok)
    {
        let name = entry.file_name().to_string_lossy().into_owned();
        if !wanted.iter().any(|(page, _)| *page == name) {
            stale.push(format!("man/{name} is of no command"));
        }
    }
    assert_eq!(stale, Vec::<String>::new(), "run: TLSCTL_BLESS=1 cargo test");
}

#[test]
fn the_completions_are_current() {
    let mut stale = Vec::new();
    for shell in Shell::value_variants() {
        let name = match shell {
            Shell::Bash => "tlsctl.bash",
            Shell::Elvish => "tlsctl.elv",
            Shell::Fish => "tlsctl.fish",
            Shell::PowerShell => "_tlsctl.ps1",
            Shell::Zsh => "_tlsctl",
            _ => continue,
        };
        let script = tlsctl(["completions", &shell.to_string()]).ok();
        keep_current(&Path::new("completions").join(name), &script, &mut stale);
    }
    assert_eq!(stale, Vec::<String>::new(), "run: TLSCTL_BLESS=1 cargo test");
}

#[test]
fn every_option_is_explained_and_every_verb_has_examples() {
    let mut silent = Vec::new();
    let mut root = tlsctl::command();
    root.build();
    explain(&root, "tlsctl", &mut silent);
    assert_eq!(silent, Vec::<String>::new());
}

#[test]
fn the_manual_knows_every_variable_that_is_read() {
    let known: String = tlsctl::manual("tlsctl")
        .into_iter()
        .map(|[_, name, _]| format!("{name} "))
        .collect();
    // What a system sets for every program needs no word, nor what only tests set.
    let of_systems = [
        "LOCALAPPDATA",
        "PATH",
        "TERM",
        "TLSCTL_BLESS",
        "USER",
        "USERNAME",
        "USERPROFILE",
        "WSL_DISTRO_NAME",
    ];
    let mut unknown = Vec::new();
    let mut count = 0;
    for (_, text) in crate::house::sources("src") {
        for call in ["environment(\"", "var_os(\"", "var(\""] {
            for (at, _) in text.match_indices(call) {
                let name = text[at + call.len()..].split('"').next().unwrap_or_default();
                count += 1;
                if !known.contains(name) && !of_systems.contains(&name) {
                    unknown.push(name.to_owned());
                }
            }
        }
    }
    assert!(count > 5, "only {count} variables were found");
    assert_eq!(unknown, Vec::<String>::new());
}

#[test]
fn the_examples_of_gen_ca_can_be_run_one_after_the_other() {
    let scratch = tempfile::tempdir().expect("a scratch directory");
    let help = tlsctl(["help", "gen", "ca"]).ok();
    let examples = help.split("EXAMPLES:\n").nth(1).expect("there are examples");
    let mut count = 0;
    for line in examples.lines().map_while(|line| line.strip_prefix("  tlsctl ")) {
        let command = line.split("  ").next().expect("a command");
        tlsctl(shell_words(command)).within(scratch.path()).ok();
        count += 1;
    }
    assert_eq!(count, 4);
}

#[test]
fn the_readme_opens_with_the_two_commands() {
    let readme = fs::read_to_string("README.md").expect("the README is here");
    let first = readme
        .find("cargo run --release -- serve")
        .expect("the first command");
    let second = readme.find("tests/run").expect("the second command");
    assert!(first < second && second < 1500, "they stand at the top");
}

#[test]
fn the_readme_lists_every_verb_and_every_exit_code() {
    let readme = fs::read_to_string("README.md").expect("the README is here");
    let top = tlsctl(["--help"]).ok();
    let codes = top
        .split("EXIT CODES:\n")
        .nth(1)
        .expect("the help lists exit codes");
    for line in codes.lines() {
        let (code, meaning) = line.trim().split_once("  ").expect("a code and its meaning");
        assert!(
            readme.contains(&format!("| {code} | {meaning} |")),
            "exit code {code} is not in the README"
        );
    }
    for verb in tlsctl::command().get_subcommands() {
        assert!(
            readme.contains(&format!("tlsctl {}", verb.get_name())),
            "{} is not in the README",
            verb.get_name()
        );
    }
}

/// Runs each console block of the README that begins with `$ tlsctl` in one scratch directory, in order,
/// and wants the exit code 0, or the one that a comment `# exit N` names.
#[test]
fn the_readmes_console_blocks_run() {
    let readme = fs::read_to_string("README.md").expect("the README is here");
    let scratch = tempfile::tempdir().expect("a scratch directory");
    fs::create_dir(scratch.path().join("www")).expect("a directory to serve");
    let mut count = 0;
    for block in readme
        .split("```console\n")
        .skip(1)
        .filter_map(|rest| rest.split("```").next())
    {
        for line in block.lines().filter_map(|line| line.strip_prefix("$ tlsctl ")) {
            let (command, wanted) = match line.split_once("# exit ") {
                Some((command, code)) => (command, code.trim().parse().expect("an exit code")),
                None => (line, 0),
            };
            let words = shell_words(command);
            let output = tlsctl(words)
                .within(scratch.path())
                .env("HOME", scratch.path())
                .run();
            assert_eq!(output.code, wanted, "tlsctl {command}: {output:#?}");
            count += 1;
        }
    }
    assert!(count > 5, "only {count} commands were run");
}

/// A fresh test of the builder above: `Command` as clap builds it and the program agree on the name.
#[test]
fn the_program_is_called_what_its_command_line_says() {
    assert_eq!(tlsctl::command().get_name(), "tlsctl");
    assert!(tlsctl(["--version"]).ok().starts_with("tlsctl "));
}

/// Splits a line as a shell does, as far as the README needs: single quotes and spaces.
fn shell_words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for c in line.trim().chars() {
        match c {
            '\'' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            c => words.last_mut().expect("never empty").push(c),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

fn explain(command: &Command, path: &str, silent: &mut Vec<String>) {
    for argument in command.get_arguments().filter(|argument| !argument.is_hide_set()) {
        if argument.get_help().is_none_or(|help| help.to_string().is_empty()) {
            silent.push(format!("{path} {}", argument.get_id()));
        }
    }
    let below = command
        .get_after_help()
        .map(ToString::to_string)
        .unwrap_or_default();
    if !below.contains("EXAMPLES:") || !below.contains("EXIT CODES:") {
        silent.push(format!("{path}: no examples or exit codes"));
    }
    for verb in command.get_subcommands() {
        explain(verb, &format!("{path} {}", verb.get_name()), silent);
    }
}

/// One page for each command, `tlsctl-gen-ca.1` for `tlsctl gen ca`.
fn pages(command: &Command, name: &str, wanted: &mut Vec<(String, String)>) {
    let man = clap_mangen::Man::new(command.clone().name(name.to_owned()).version("")).date("");
    let mut roff = Vec::new();
    man.render_title(&mut roff).expect("memory");
    man.render_name_section(&mut roff).expect("memory");
    let usage = command.clone().render_usage().to_string();
    let usage = usage.trim_start_matches("Usage: ").replace('-', "\\-");
    roff.extend_from_slice(format!(".SH SYNOPSIS\n.nf\n{}\n.fi\n", usage.trim()).as_bytes());
    let mut text = String::from_utf8(roff).expect("roff is text");
    text.push_str(&arguments(command, name));
    if command.has_subcommands() {
        let mut roff = Vec::new();
        man.render_subcommands_section(&mut roff).expect("memory");
        text.push_str(&String::from_utf8(roff).expect("roff is text"));
    }
    for line in command
        .get_after_help()
        .map(ToString::to_string)
        .unwrap_or_default()
        .lines()
    {
        if let Some(heading) = line
            .strip_suffix(':')
            .filter(|h| h.chars().all(|c| c.is_ascii_uppercase() || c == ' '))
        {
            let _ = writeln!(text, ".SH {heading:?}\n.nf");
        } else {
            let _ = writeln!(text, "{}", roff_text(line));
        }
    }
    if text.ends_with('\n') && command.get_after_help().is_some() {
        text.push_str(".fi\n");
    }
    let mut last = "";
    for [heading, what, about] in tlsctl::manual(&name.replace('-', " ")) {
        if heading != last {
            let _ = writeln!(text, ".SH {heading}");
            last = heading;
        }
        let _ = writeln!(text, ".TP\n\\fB{}\\fR\n{}", roff_text(what), roff_text(about));
    }
    wanted.push((format!("{name}.1"), text));
    for verb in command
        .get_subcommands()
        .filter(|verb| !verb.is_hide_set() && verb.get_name() != "help")
    {
        pages(verb, &format!("{name}-{}", verb.get_name()), wanted);
    }
}

/// The arguments and the options of a command, each in a section of its own.
fn arguments(command: &Command, name: &str) -> String {
    let mut text = String::new();
    for (heading, wanted) in [("ARGUMENTS", true), ("OPTIONS", false)] {
        let hidden = |argument: clap::Arg| {
            let hide = argument.is_hide_set() || argument.is_positional() != wanted;
            argument.hide(hide)
        };
        let part = command.clone().name(name.to_owned()).mut_args(hidden);
        if part.get_arguments().all(clap::Arg::is_hide_set) {
            continue;
        }
        let mut roff = Vec::new();
        clap_mangen::Man::new(part)
            .render_options_section(&mut roff)
            .expect("memory");
        let section = String::from_utf8(roff).expect("roff is text");
        text.push_str(&section.replacen(".SH OPTIONS", &format!(".SH {heading}"), 1));
    }
    text
}

/// A line as it stands in a man page.
fn roff_text(line: &str) -> String {
    line.replace('\\', "\\\\")
        .replace('-', "\\-")
        .replace('\'', "\\(aq")
}

fn keep_current(path: &Path, text: &str, stale: &mut Vec<String>) {
    if std::env::var_os("TLSCTL_BLESS").is_some() {
        fs::create_dir_all(path.parent().expect("a directory")).expect("it can be made");
        fs::write(path, text).expect("it can be written");
    } else if fs::read_to_string(path).ok().as_deref() != Some(text) {
        stale.push(path.display().to_string());
    }
}
