//! The house rules that matter are tests: layers point one way, files stay small and say what they are
//! for, and there is no junk drawer.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// What each room may name besides itself. A room that is not listed may name nothing.
const LAYERS: &[(&str, &[&str])] = &[
    ("error", &["exit"]),
    ("exit", &[]),
    ("clock", &[]),
    ("model", &["error"]),
    ("wire", &["error"]),
    ("pki", &["model", "error"]),
    ("input", &["model", "error"]),
    ("output", &["model", "error"]),
    ("config", &["input", "model", "error"]),
    ("tlsconf", &["pki", "wire", "input", "model", "error", "clock"]),
    ("http", &["tlsconf", "error"]),
    (
        "acme",
        &[
            "tlsconf", "http", "pki", "input", "output", "model", "error", "clock",
        ],
    ),
    (
        "trust",
        &[
            "tlsconf", "http", "pki", "input", "output", "model", "error", "clock",
        ],
    ),
    (
        "serve",
        &[
            "tlsconf", "http", "acme", "wire", "pki", "input", "output", "model", "error", "clock",
        ],
    ),
    (
        "probe",
        &[
            "tlsconf", "http", "wire", "pki", "input", "output", "model", "error", "clock",
        ],
    ),
    ("report", &["model", "error"]),
    (
        "cli",
        &[
            "error", "exit", "pki", "wire", "probe", "serve", "report", "trust", "config",
        ],
    ),
    ("lib", &["cmd", "cli"]),
];

/// `cli` reads tables and closed value enums of other rooms, and nothing else of them.
const TABLES_FOR_CLI: &[&str] = &["ALL", "GROUPS", "Kind", "Version", "Profile", "Purpose"];

const FORBIDDEN: &[&str] = &[
    "utils", "util", "common", "helpers", "helper", "misc", "shared", "stuff",
];

/// Tables of numbers and names, exempt from the size limit.
const TABLES: &[&str] = &["src/wire/suite_table.rs"];

#[test]
fn layers_point_one_way() {
    let mut upward = Vec::new();
    for (path, text) in sources("src") {
        let room = room(&path);
        if room == "main" || room == "cmd" {
            continue;
        }
        let Some((_, allowed)) = LAYERS.iter().find(|(name, _)| *name == room) else {
            panic!(
                "{} is in a room that the table of layers does not list",
                path.display()
            );
        };
        for named in rooms_named(&text) {
            if named != room && !allowed.contains(&named.as_str()) {
                upward.push(format!("{} names crate::{named}", path.display()));
            }
        }
    }
    assert_eq!(upward, Vec::<String>::new());
}

#[test]
fn the_command_line_reads_only_tables_of_other_rooms() {
    let mut wrong = Vec::new();
    for (path, text) in sources("src/cli") {
        for line in text.lines().filter(|line| !line.trim_start().starts_with("//")) {
            for (at, _) in line.match_indices("crate::") {
                let named: String = line[at + 7..]
                    .chars()
                    .take_while(|c| c.is_alphanumeric() || "_:{} ,".contains(*c))
                    .collect();
                let room = named.split("::").next().unwrap_or_default();
                let of_a_domain = !["error", "exit", "cli", "report"].contains(&room);
                if of_a_domain && !TABLES_FOR_CLI.iter().any(|table| named.contains(table)) {
                    wrong.push(format!("{}: {named}", path.display()));
                }
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn pure_rooms_touch_neither_sockets_nor_files_nor_clocks() {
    let forbidden: &[(&str, &[&str])] = &[
        (
            "src/pki",
            &[
                "tokio::",
                "std::fs",
                "std::net::Tcp",
                "SystemTime::now",
                "Timestamp::now",
                "println!",
                "eprintln!",
            ],
        ),
        (
            "src/wire",
            &[
                "tokio::",
                "std::net::Tcp",
                "rustls",
                "std::fs",
                "SystemTime::now",
                "Timestamp::now",
            ],
        ),
        (
            "src/model",
            &["tokio::", "std::fs", "SystemTime::now", "Timestamp::now"],
        ),
        (
            "src/report",
            &["tokio::", "std::fs", "SystemTime::now", "Timestamp::now"],
        ),
        ("src/tlsconf", &["clap::"]),
        ("src/probe", &["clap::", "std::fs::"]),
        ("src/serve", &["clap::"]),
    ];
    let mut wrong = Vec::new();
    for (room, words) in forbidden {
        for (path, text) in sources(room) {
            let code = without_tests(&text);
            wrong.extend(
                words
                    .iter()
                    .filter(|word| code.contains(*word))
                    .map(|word| format!("{}: {word}", path.display())),
            );
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn there_is_no_junk_drawer() {
    let junk: Vec<_> = ["src", "tests"]
        .iter()
        .flat_map(|root| sources(root))
        .map(|(path, _)| path)
        .filter(|path| {
            path.iter()
                .any(|part| FORBIDDEN.contains(&part.to_string_lossy().trim_end_matches(".rs")))
        })
        .collect();
    assert_eq!(junk, Vec::<PathBuf>::new());
}

#[test]
fn every_file_says_what_it_is_for_and_holds_one_thing() {
    let mut wrong = Vec::new();
    for (path, text) in sources("src") {
        if !text.starts_with("//!") {
            wrong.push(format!("{} has no head comment", path.display()));
        }
        let lines = without_tests(&text).lines().count();
        let limit = if path.ends_with("src/main.rs") {
            10
        } else if path.ends_with("src/lib.rs") {
            120
        } else {
            600
        };
        if lines > limit && !TABLES.iter().any(|table| path.ends_with(table)) {
            wrong.push(format!("{} has {lines} lines, more than {limit}", path.display()));
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn every_file_is_reached_by_its_module() {
    let mut orphans = Vec::new();
    for (path, _) in sources("src") {
        let name = path
            .file_stem()
            .expect("a source file has a name")
            .to_string_lossy()
            .into_owned();
        if ["main", "lib"].contains(&name.as_str()) {
            continue;
        }
        let (module, parent) = if name == "mod" {
            let directory = path.parent().expect("below src");
            let module = directory
                .file_name()
                .expect("a directory has a name")
                .to_string_lossy()
                .into_owned();
            (module, directory.parent().expect("below src").to_owned())
        } else {
            (name, path.parent().expect("below src").to_owned())
        };
        let declared = [
            parent.join("mod.rs"),
            parent.join("lib.rs"),
            parent.with_extension("rs"),
        ]
        .iter()
        .filter_map(|file| std::fs::read_to_string(file).ok())
        .any(|text| {
            text.lines().any(|line| {
                let line = line
                    .trim()
                    .trim_start_matches("pub(crate) ")
                    .trim_start_matches("pub(super) ");
                let line = line.strip_prefix("pub ").unwrap_or(line);
                let line = line.replace("r#", "");
                line == format!("mod {module};")
            })
        });
        if !declared {
            orphans.push(path);
        }
    }
    assert_eq!(orphans, Vec::<PathBuf>::new());
}

#[test]
fn every_dependency_says_what_it_is_for() {
    let manifest = std::fs::read_to_string("Cargo.toml").expect("the manifest is here");
    let (_, section) = manifest
        .split_once("[dependencies]\n")
        .expect("it has dependencies");
    let section = section.split("\n[").next().expect("a section ends");
    for paragraph in section
        .split("\n\n")
        .filter(|paragraph| !paragraph.trim().is_empty())
    {
        assert!(
            paragraph.trim_start().starts_with('#'),
            "no reason given for:\n{paragraph}"
        );
    }
}

/// The first path step below `src`, without its extension.
fn room(path: &Path) -> String {
    let below: PathBuf = path.iter().skip_while(|part| *part != "src").skip(1).collect();
    let first = below
        .iter()
        .next()
        .expect("below src")
        .to_string_lossy()
        .into_owned();
    first.trim_end_matches(".rs").to_owned()
}

/// The rooms that a source names in code, as `crate::room` or inside `use crate::{…}`.
fn rooms_named(text: &str) -> BTreeSet<String> {
    let code: String = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n");
    let mut rooms = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + 7..];
        if let Some(group) = rest.strip_prefix('{') {
            let mut depth = 1;
            let mut fresh = true;
            let mut word = String::new();
            for c in group.chars() {
                match c {
                    '{' => depth += 1,
                    '}' => depth -= 1,
                    ',' if depth == 1 => fresh = true,
                    c if depth == 1 && fresh && (c.is_alphanumeric() || c == '_') => word.push(c),
                    _ if depth == 1 && !word.is_empty() => {
                        rooms.insert(std::mem::take(&mut word));
                        fresh = false;
                    }
                    _ => {}
                }
                if depth == 0 {
                    if !word.is_empty() {
                        rooms.insert(std::mem::take(&mut word));
                    }
                    break;
                }
            }
        } else {
            let word: String = rest
                .chars()
                .take_while(|c| c.is_alphanumeric() || *c == '_')
                .collect();
            if !word.is_empty() {
                rooms.insert(word);
            }
        }
    }
    // Types at the crate's root do not exist; a capital is a macro's or an enum's business.
    rooms.retain(|room| room.starts_with(char::is_lowercase));
    rooms
}

fn without_tests(text: &str) -> &str {
    text.find("#[cfg(test)]\nmod ")
        .map_or(text, |start| &text[..start])
}

/// Every Rust source below `root`, with its text.
pub(crate) fn sources(root: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut directories = vec![PathBuf::from(root)];
    while let Some(directory) = directories.pop() {
        let Ok(entries) = std::fs::read_dir(&directory) else {
            continue;
        };
        for path in entries.filter_map(Result::ok).map(|entry| entry.path()) {
            if path.is_dir() {
                directories.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = std::fs::read_to_string(&path).expect("a source is text");
                found.push((path, text));
            }
        }
    }
    found.sort();
    found
}
