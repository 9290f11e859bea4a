//! `tlsctl inspect` and what it writes: what `--output` may replace, that every format says what the exit
//! code says, and that what is listed is listed whole.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::tlsctl::{scratch, tlsctl};

/// A CA in `ca`, two certificates below it in `one` and `two`.
fn pki(at: &Path) {
    tlsctl(["gen", "ca", "-q", "-o", "/dev/null"]).within(at).ok();
    for name in ["one", "two"] {
        let host = format!("{name}.example");
        tlsctl(["gen", &host, "--ca", "ca", "--out", name, "-q", "-o", "/dev/null"])
            .within(at)
            .ok();
    }
}

fn bytes(at: &Path, name: &str) -> Vec<u8> {
    fs::read(at.join(name)).expect("it is there")
}

#[test]
fn a_conversion_replaces_nothing_unless_it_is_told_to() {
    let scratch = scratch();
    let at = scratch.path();
    pki(at);
    let key = bytes(at, "two/privkey.pem");
    for (input, form) in [
        ("one/privkey.pem", "pem"),
        ("one/cert.pem", "der"),
        ("one/cert.pem", "pem"),
    ] {
        let said = tlsctl(["inspect", input, "--to", form, "-o", "two/privkey.pem"])
            .within(at)
            .fails(6);
        assert!(
            said.contains("`two/privkey.pem` exists") && said.contains("--force"),
            "{said}"
        );
        assert_eq!(bytes(at, "two/privkey.pem"), key);
    }
    let arguments = [
        "inspect",
        "one/privkey.pem",
        "--to",
        "pem",
        "-o",
        "two/privkey.pem",
        "--force",
    ];
    tlsctl(arguments).within(at).ok();
    assert_eq!(bytes(at, "two/privkey.pem"), bytes(at, "one/privkey.pem"));
}

#[test]
fn a_report_replaces_a_report_in_any_format_and_nothing_else() {
    let scratch = scratch();
    let at = scratch.path();
    pki(at);
    fs::write(at.join("notes.txt"), "buy milk\n").expect("a file");
    fs::write(at.join("site.p12"), [0x30, 0x82, 0xff, 0x00]).expect("a file");
    for precious in ["two/privkey.pem", "two/cert.pem", "notes.txt", "site.p12"] {
        let before = bytes(at, precious);
        let said = tlsctl(["inspect", "one/cert.pem", "-o", precious])
            .within(at)
            .fails(6);
        assert!(said.contains(&format!("`{precious}` exists")), "{said}");
        assert_eq!(bytes(at, precious), before);
        let said = tlsctl(["probe", "127.0.0.1:1", "-o", precious])
            .within(at)
            .fails(6);
        assert!(said.contains("exists"), "{said}");
        assert_eq!(bytes(at, precious), before);
    }
    let said = tlsctl(["gen", "new.example", "--out", "new", "-o", "notes.txt"])
        .within(at)
        .fails(6);
    assert!(said.contains("`notes.txt` exists"), "{said}");
    assert!(
        !at.join("new").exists(),
        "nothing is made that cannot be reported"
    );
    let formats = [
        "human",
        "json",
        "jsonl",
        "csv",
        "junit",
        "sarif",
        "html",
        "markdown",
        "github",
        "prometheus",
    ];
    for first in formats {
        let write = |format| {
            let arguments = [
                "inspect",
                "one/cert.pem",
                "--lint=public",
                "--format",
                format,
                "-o",
                "report",
            ];
            let output = tlsctl(arguments).within(at).run();
            assert!(output.code < 2, "{format} over {first}: {output:?}");
        };
        write(first);
        write("human");
    }
    assert!(String::from_utf8_lossy(&bytes(at, "report")).starts_with("tlsctl inspect: one/cert.pem\n"));
    let script = bytes(at, "two/privkey.pem");
    tlsctl(["completions", "bash", "-o", "two/privkey.pem"])
        .within(at)
        .fails(6);
    assert_eq!(bytes(at, "two/privkey.pem"), script);
}

#[test]
fn a_dash_is_standard_output_and_no_file() {
    let scratch = scratch();
    let at = scratch.path();
    pki(at);
    let text = tlsctl(["inspect", "one/cert.pem", "-o", "-"]).within(at).ok();
    assert_eq!(text, tlsctl(["inspect", "one/cert.pem"]).within(at).ok());
    let pem = tlsctl(["inspect", "one/cert.pem", "--to", "pem", "-o", "-"])
        .within(at)
        .ok();
    assert_eq!(pem.as_bytes(), bytes(at, "one/cert.pem"));
    let schema = tlsctl(["schema", "report", "-o", "-"]).within(at).ok();
    assert!(schema.starts_with('{'), "{schema}");
    let fixed = tlsctl(["inspect", "one/fullchain.pem", "--fix", "-", "-q"])
        .within(at)
        .ok();
    assert!(fixed.starts_with("-----BEGIN CERTIFICATE-----"), "{fixed}");
    let said = tlsctl(["inspect", "one", "--split", "-o", "-"])
        .within(at)
        .fails(2);
    assert!(said.contains("--split needs a directory"), "{said}");
    assert!(!at.join("-").exists());
}

#[test]
fn no_format_for_ci_is_green_where_the_exit_code_is_not() {
    let scratch = scratch();
    let at = scratch.path();
    pki(at);
    let runs: [&[&str]; 3] = [
        &["inspect", "--diff", "one/cert.pem", "two/cert.pem"],
        &[
            "inspect",
            "one/privkey.pem",
            "two/cert.pem",
            "--fail-on",
            "warning",
        ],
        &["inspect", "one/cert.pem", "--lint=public", "--fail-on", "notice"],
    ];
    for run in runs {
        let report = |format| {
            let output = tlsctl(run.iter().copied().chain(["--format", format]))
                .within(at)
                .run();
            assert_eq!(output.code, 1, "{run:?}: {output:#?}");
            output.stdout
        };
        let failures: usize = report("junit")
            .split("failures=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next()?.parse::<usize>().ok())
            .sum();
        assert!(failures > 0, "{run:?}");
        let sarif: Value = serde_json::from_str(&report("sarif")).expect("JSON");
        let results = sarif["runs"][0]["results"].as_array().expect("a list");
        assert!(
            results.iter().any(|result| result["level"] == "error"),
            "{run:?}: {sarif:#}"
        );
        assert!(report("github").contains("::error file="), "{run:?}");
        assert!(report("human").contains("\nfail\n"), "{run:?}");
    }
    let same = tlsctl([
        "inspect",
        "--diff",
        "one/cert.pem",
        "one/cert.pem",
        "--format",
        "junit",
    ])
    .within(at)
    .ok();
    assert!(same.contains("failures=\"0\""), "{same}");
}

#[test]
fn names_and_paths_are_whole_in_pipes_and_files() {
    let scratch = scratch();
    let at = scratch.path();
    let name = format!("{}.a-rather-long.example", "long-label-of-a-host".repeat(2));
    let directory = "a-directory-with-a-long-name/and-another-one-below-it/and-a-third";
    let file = format!("{directory}/cert.pem");
    tlsctl(["gen", &name, "--out", directory, "-q", "-o", "/dev/null"])
        .within(at)
        .ok();
    tlsctl(["gen", "b.example", "--out", "b", "-q", "-o", "/dev/null"])
        .within(at)
        .ok();
    for list in ["--short", "--expires-within=999d"] {
        let output = tlsctl(["inspect", &file, "b/cert.pem", list]).within(at).run();
        assert!(
            output.stdout.contains(&name) && output.stdout.contains(&file),
            "{}",
            output.stdout
        );
        tlsctl(["inspect", &file, "b/cert.pem", list, "-o", "list"])
            .within(at)
            .run();
        let written = String::from_utf8(bytes(at, "list")).expect("text");
        assert!(written.contains(&name) && written.contains(&file), "{written}");
    }
}

#[test]
fn a_list_has_a_line_for_what_is_no_certificate() {
    let scratch = scratch();
    let at = scratch.path();
    pki(at);
    tlsctl(["gen", "csr", "c.example", "--out", "c", "-q", "-o", "/dev/null"])
        .within(at)
        .ok();
    let text = tlsctl(["inspect", "one/privkey.pem", "c/request.pem", "--short"])
        .within(at)
        .ok();
    assert!(
        text.contains("private key") && text.contains("one/privkey.pem"),
        "{text}"
    );
    assert!(
        text.contains("certificate request") && text.contains("c.example"),
        "{text}"
    );
}

#[test]
fn metrics_are_kept_apart_by_their_file() {
    let scratch = scratch();
    let at = scratch.path();
    pki(at);
    for list in ["--expires-within=999d", "--short"] {
        let text = tlsctl([
            "inspect",
            "one/cert.pem",
            "two/cert.pem",
            list,
            "--format",
            "prometheus",
        ])
        .within(at)
        .run()
        .stdout;
        for file in ["one/cert.pem", "two/cert.pem"] {
            assert!(
                text.contains(&format!("seconds{{target=\"{file}\"")),
                "{list}: {text}"
            );
        }
        assert!(!text.contains("one/cert.pem two/cert.pem"), "{list}: {text}");
    }
}

#[test]
fn what_is_no_certificate_is_compared_too() {
    let scratch = scratch();
    let at = scratch.path();
    pki(at);
    let diff = |old: &str, new: &str| tlsctl(["inspect", "--diff", old, new]).within(at).run();
    let output = diff("one/privkey.pem", "two/privkey.pem");
    assert_eq!(output.code, 1, "{output:?}");
    assert_eq!(
        output.stdout.matches("private key ECDSA P-256, SPKI pin").count(),
        2,
        "{output:?}"
    );
    let output = diff("one/privkey.pem", "one/privkey.pem");
    assert_eq!(
        (output.code, output.stdout.contains("1 other thing unchanged")),
        (0, true),
        "{output:?}"
    );
    tlsctl(["gen", "crl", "--ca", "ca", "-q", "-o", "/dev/null"])
        .within(at)
        .ok();
    fs::copy(at.join("ca/crl.pem"), at.join("old.crl")).expect("a copy");
    let revoke = [
        "gen",
        "crl",
        "--ca",
        "ca",
        "--revoke",
        "one/cert.pem",
        "-q",
        "-o",
        "/dev/null",
    ];
    tlsctl(revoke).within(at).ok();
    let output = diff("old.crl", "ca/crl.pem");
    assert_eq!(
        (output.code, output.stdout.contains("revoked")),
        (1, true),
        "{output:?}"
    );
    // Two that have nothing to do with each other have not changed into one another.
    let output = diff("one", "two");
    assert!(
        output.stdout.contains("- ") && output.stdout.contains("+ "),
        "{output:?}"
    );
    let said = tlsctl(["inspect", "--diff", "one/cert.pem", "missing.pem"])
        .within(at)
        .fails(3);
    assert!(said.contains("`missing.pem` cannot be read"), "{said}");
}

#[test]
fn a_certificate_is_shown_in_full_once_and_then_by_its_place() {
    let scratch = scratch();
    let at = scratch.path();
    pki(at);
    fs::write(at.join("one/again.pem"), bytes(at, "one/cert.pem")).expect("a file");
    let text = tlsctl(["inspect", "one"]).within(at).ok();
    assert_eq!(text.matches("CN=one.example").count(), 1, "{text}");
    assert!(text.contains("same as     one/again.pem"), "{text}");
    let whole = tlsctl(["inspect", "one", "-v"]).within(at).ok();
    assert_eq!(whole.matches("CN=one.example").count(), 3, "{whole}");
}

#[test]
fn pages_have_the_words_of_the_report_and_no_paths_of_keys() {
    let scratch = scratch();
    let at = scratch.path();
    pki(at);
    for (format, heading) in [
        ("html", "<h3>certificates: one.example</h3>"),
        ("markdown", "### certificates: one.example"),
    ] {
        let text = tlsctl(["inspect", "one/cert.pem", "--format", format])
            .within(at)
            .ok();
        assert!(text.contains(heading), "{text}");
        assert!(
            !text.contains("certificates.0") && !text.contains("true"),
            "{text}"
        );
        for words in ["SHA-256", "SPKI pin", "basic constraints"] {
            assert!(text.contains(words), "{words}: {text}");
        }
    }
}

#[test]
fn for_people_the_worst_is_said_first() {
    let scratch = scratch();
    let at = scratch.path();
    tlsctl(["gen", "bad", "expired", "-q", "-o", "/dev/null"])
        .within(at)
        .ok();
    let output = tlsctl(["inspect", "bad/expired/cert.pem", "--lint=public"])
        .within(at)
        .run();
    let ranks: Vec<usize> = output
        .stdout
        .lines()
        .filter_map(|line| {
            ["error: ", "warning: ", "notice: "]
                .iter()
                .position(|word| line.starts_with(word))
        })
        .collect();
    assert!(
        ranks.len() > 1 && ranks.is_sorted(),
        "{ranks:?} in {}",
        output.stdout
    );
}

#[test]
fn every_rule_is_listed_once() {
    let report = tlsctl(["inspect", "--rules", "--format", "json"]).ok();
    let report: Value = serde_json::from_str(&report).expect("JSON");
    let mut seen = std::collections::BTreeSet::new();
    for kind in ["lints", "others"] {
        for rule in report["sections"]["rules"][kind].as_array().expect("a list") {
            assert!(seen.insert(rule["id"].to_string()), "{}", rule["id"]);
        }
    }
    assert!(seen.len() > 150);
}

#[test]
fn a_file_too_large_to_be_held_is_linted_and_watched_part_by_part() {
    let scratch = scratch();
    let at = scratch.path();
    pki(at);
    let line = format!(
        "{}\n",
        "a line between the certificates, as bundles have them ".repeat(20)
    );
    let filler = line.repeat((66 << 20) / line.len());
    let all = [
        bytes(at, "one/cert.pem"),
        filler.into_bytes(),
        bytes(at, "two/cert.pem"),
    ]
    .concat();
    fs::write(at.join("large.pem"), all).expect("a file");
    let watched = tlsctl(["inspect", "large.pem", "--expires-within", "999d"])
        .within(at)
        .run();
    assert_eq!(watched.code, 1, "{watched:?}");
    assert!(
        watched.stdout.contains("one.example") && watched.stdout.contains("two.example"),
        "{watched:?}"
    );
    let linted = tlsctl(["inspect", "large.pem", "--lint=public", "--fail-on", "notice"])
        .within(at)
        .run();
    assert_eq!(linted.code, 1, "{}", linted.stderr);
    assert!(linted.stdout.contains("aia-missing"), "{}", linted.stderr);
}
