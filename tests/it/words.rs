//! What is said to who is new: suggestions, hints, and what to do next, all of which have to be right.

use std::path::Path;

use crate::tlsctl::{scratch, tlsctl};

#[test]
fn each_verb_offers_the_formats_that_it_takes_and_lists_them_where_another_is_asked_for() {
    let deeds = "[possible values: human, json, jsonl]";
    for (verb, offered) in [
        (&["gen", "ca"][..], deeds),
        (&["trust", "status"], deeds),
        (&["serve"], deeds),
        (&["probe"], "html, markdown, github, prometheus]"),
        (&["inspect"], "html, markdown, github, prometheus]"),
    ] {
        let help = tlsctl([verb, &["--help"]].concat()).ok();
        assert_eq!(help.contains("- junit:"), offered != deeds, "{verb:?}: {help}");
        assert!(help.contains("- jsonl:"), "{verb:?}: {help}");
        let said = tlsctl([verb, &["--format", "xml"]].concat()).fails(2);
        assert!(said.contains(offered), "{verb:?}: {said}");
    }
    for verb in ["schema", "completions"] {
        assert!(!tlsctl([verb, "--help"]).ok().contains("--format <"), "{verb}");
    }
    for line in [
        &["gen", "a.test", "--format", "junit"][..],
        &["--format", "junit", "gen", "a.test"],
        &["schema", "report", "--format", "junit"],
        &["--format", "junit", "schema", "report"],
        &["completions", "bash", "--format", "csv"],
    ] {
        let said = tlsctl(line.iter().copied()).within(scratch().path()).fails(2);
        assert!(said.contains("human"), "{line:?}: {said}");
    }
}

#[test]
fn help_is_a_word_too() {
    let top = tlsctl(["--help"]).ok();
    assert_eq!(tlsctl(["help"]).ok(), top);
    let ca = tlsctl(["gen", "ca", "--help"]).ok();
    for line in [
        &["help", "gen", "ca"][..],
        &["gen", "help", "ca"],
        &["gen", "ca", "--help"],
    ] {
        let said = tlsctl(line.iter().copied()).within(scratch().path()).ok();
        assert_eq!(said, ca, "{line:?}");
    }
    let said = tlsctl(["gen", "help"]).within(scratch().path()).ok();
    assert_eq!(said, tlsctl(["gen", "--help"]).ok());
    assert_eq!(tlsctl(["help", "help"]).ok(), top);
    assert!(tlsctl(["help", "bogus"]).fails(2).contains("bogus"));
    // Where a file can stand, it is one.
    assert!(
        tlsctl(["inspect", "help"])
            .within(scratch().path())
            .fails(3)
            .contains("`help`")
    );
}

#[test]
fn a_name_that_is_nearly_a_verb_is_made_only_behind_two_dashes() {
    let home = scratch();
    for (names, meant) in [
        (&["sing", "x.csr"][..], "tlsctl gen sign"),
        (&["acme", "foo.test"], "tlsctl gen ca"),
        (&["crls"], "tlsctl gen crl"),
    ] {
        let line = [&["gen"], names].concat();
        let said = tlsctl(line).within(home.path()).fails(2);
        assert!(said.contains(meant), "{said}");
        let forced = format!("tlsctl gen -- {}", names.join(" "));
        assert!(said.contains(&forced), "{said}");
        assert!(!home.path().join("certs").exists());
    }
    let made = tlsctl(["gen", "--", "sing", "b.test"]).within(home.path()).ok();
    assert!(made.contains("sing, b.test"), "{made}");
    tlsctl(["gen", "api", "db"]).within(home.path()).ok();
}

#[test]
fn a_list_of_cases_or_faults_as_lines_is_one_document_on_one_line() {
    let faults = tlsctl(["serve", "--fault", "list", "--format", "jsonl"]).ok();
    assert_eq!(faults.lines().count(), 1, "{faults}");
    let lines = tlsctl(["gen", "bad", "--list", "--format", "jsonl"]).ok();
    assert_eq!(lines.lines().count(), 1);
    let whole = tlsctl(["gen", "bad", "--list", "--format", "json"]).ok();
    let read = |text: &str| serde_json::from_str::<serde_json::Value>(text).expect("JSON");
    assert_eq!(read(&lines)["schema"], read(&whole)["schema"]);
    assert!(whole.lines().count() > 1);
}

#[test]
fn what_to_do_next_after_a_constrained_ca_can_be_done() {
    let home = scratch();
    for (out, flags) in [
        ("names", &["--permit", "corp.test", "--permit", "10.0.0.0/8"][..]),
        ("network", &["--permit", "10.0.0.0/8", "--exclude", "localhost"]),
        ("free", &[]),
    ] {
        let line = [&["gen", "ca", "--out", out], flags].concat();
        let said = tlsctl(line).within(home.path()).ok();
        let next = said
            .lines()
            .find_map(|line| line.trim().strip_prefix("tlsctl gen "))
            .expect("a command that signs");
        let words = ["gen"].into_iter().chain(next.split(' '));
        tlsctl(words.chain(["--force"])).within(home.path()).ok();
    }
    // Below a CA with constraints it is what that permits.
    let line = ["gen", "ca", "Team", "--ca", "names", "--out", "team"];
    let said = tlsctl(line).within(home.path()).ok();
    assert!(said.contains("tlsctl gen corp.test --ca team"), "{said}");
    let line = ["gen", "other.test", "--ca", "names"];
    let said = tlsctl(line).within(home.path()).fails(1);
    assert!(said.contains("it permits only corp.test, 10.0.0.0/8"), "{said}");
}

#[test]
fn the_line_that_gets_a_page_with_curl_leads_to_this_machine() {
    let home = scratch();
    for (name, line) in [
        (
            "z.test",
            "certs/z.test/cert.pem --connect-to z.test:8443:localhost:8443 https://z.test:8443/",
        ),
        ("localhost", "certs/localhost/cert.pem https://localhost:8443/"),
        ("::1", "cert.pem https://[::1]:8443/"),
    ] {
        let said = tlsctl(["gen", name]).within(home.path()).ok();
        assert!(said.contains(line), "{said}");
    }
}

#[test]
fn a_report_that_goes_to_a_file_is_told_from_what_was_made_and_quiet_is_quiet() {
    let home = scratch();
    let output = tlsctl(["gen", "a.test", "-o", "zz.pem"])
        .within(home.path())
        .run();
    assert_eq!((output.code, output.stdout.as_str()), (0, ""));
    assert!(output.stderr.contains("`certs/a.test`"), "{}", output.stderr);
    let report = ["gen", "b.test", "-o", "b.json", "--format", "json"];
    assert_eq!(tlsctl(report).within(home.path()).ok(), "");
    let said = tlsctl(["gen", "c.test", "-q"]).within(home.path()).ok();
    assert!(said.contains("subject") && !said.contains("next\n"), "{said}");
}

#[test]
fn a_pki_says_for_people_what_it_made_and_why_and_a_list_its_number_as_inspect_does() {
    let home = scratch();
    let manifest = "[[ca]]\nid = \"root\"\n[[cert]]\nnames = [\"a.test\"]\nca = \"root\"\n";
    std::fs::write(home.path().join("pki.toml"), manifest).expect("written");
    let said = tlsctl(["gen", "pki", "pki.toml"]).within(home.path()).ok();
    assert!(said.contains("\n  root          there is none\n"), "{said}");
    assert!(!said.contains("reasons"), "{said}");
    let again = tlsctl(["gen", "pki", "pki.toml"]).within(home.path()).ok();
    assert!(again.contains("up to date"), "{again}");
    for number in ["1", "2"] {
        let said = tlsctl(["gen", "crl", "--ca", "root"]).within(home.path()).ok();
        let is_said = said.lines().any(|line| {
            line.trim()
                .strip_prefix("number")
                .is_some_and(|rest| rest.trim() == number)
        });
        assert!(is_said, "{said}");
    }
}

#[test]
fn lengths_of_time_are_read_alike_everywhere() {
    let home = scratch();
    for days in ["90", "90d"] {
        let line = [
            "gen",
            "a.test",
            "--force",
            "--seed",
            "aa",
            "--not-before",
            "2026-01-01",
            "--days",
            days,
        ];
        let said = tlsctl(line).within(home.path()).ok();
        assert!(said.contains("2026-03-31T23:59:59Z"), "{said}");
    }
    let check = [
        "serve",
        "--check-config",
        "--grace",
        "5s",
        "--idle-timeout",
        "2m",
        "--stall-timeout",
        "7",
    ];
    assert_eq!(tlsctl(check).within(home.path()).run().code, 0);
    for line in [
        &["gen", "b.test", "--days", "soon"][..],
        &["serve", "--grace", "soon"],
        &[
            "serve",
            "--proxy",
            "http://localhost:1",
            "--upstream-timeout",
            "soon",
        ],
        &["probe", "localhost:1", "--timeout", "soon"],
    ] {
        let said = tlsctl(line.iter().copied()).within(home.path()).fails(2);
        let flag = line[line.len() - 2];
        assert!(
            said.contains(&format!("`{flag} soon` is not a length of time")),
            "{said}"
        );
        assert!(said.contains("hint: "), "{said}");
    }
    let said = tlsctl(["probe", "localhost:1", "--timeout", "0"]).fails(2);
    assert!(said.contains("is not between 1s and 1d"), "{said}");
    assert_eq!(tlsctl(["probe", "localhost:1", "--timeout", "5"]).run().code, 4);
}

#[test]
fn a_port_in_place_of_a_directory_and_a_password_in_place_of_its_file_are_told() {
    let home = scratch();
    let said = tlsctl(["serve", "8080"]).within(home.path()).fails(3);
    assert!(said.contains("tlsctl serve --listen :8080"), "{said}");
    let said = tlsctl(["serve", "--auth", "ann:secret"])
        .within(home.path())
        .fails(3);
    assert!(said.contains("takes a file with the password"), "{said}");
    let said = tlsctl(["serve", "--bad", "bogus"]).within(home.path()).fails(2);
    assert!(
        !said.contains("nearest") && said.contains("tlsctl gen bad --list"),
        "{said}"
    );
    let said = tlsctl(["serve", "--bad", "expird"]).within(home.path()).fails(2);
    assert!(said.contains("the nearest is `expired`"), "{said}");
}

#[test]
fn where_every_client_must_show_a_certificate_the_ca_is_not_to_be_fetched_without() {
    let home = scratch();
    tlsctl(["gen", "ca"]).within(home.path()).ok();
    let line = ["serve", "--listen", "localhost:0", "--client-ca", "ca/root.pem"];
    let server = tlsctl(line).within(home.path()).serve();
    assert!(server.log("trust it").contains("--ca-out"));
    let line = [&line[..], &["--client-auth", "request"]].concat();
    let server = tlsctl(line).within(home.path()).serve();
    assert!(server.log("trust it").contains("<(curl -sk"));
}

/// What bash offers for a line whose last word is to be completed.
fn offered(within: &Path, words: &[&str]) -> Vec<String> {
    let script = tlsctl(["completions", "bash"]).ok();
    let (last, before) = words.split_last().expect("a word");
    let run = format!(
        "{script}\nCOMP_WORDS=({}); COMP_CWORD={}\n_tlsctl_words tlsctl {last:?} {:?}\nprintf '%s\\n' \"${{COMPREPLY[@]}}\"",
        words
            .iter()
            .map(|word| format!("{word:?}"))
            .collect::<Vec<_>>()
            .join(" "),
        words.len() - 1,
        before.last().expect("a word before"),
    );
    let output = std::process::Command::new("bash")
        .args(["--norc", "-c", &run])
        .current_dir(within)
        .output()
        .expect("bash is there");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    said.lines()
        .filter(|line| !line.is_empty())
        .map(str::to_owned)
        .collect()
}

#[test]
fn bash_completes_cases_and_lists_and_leaves_files_to_itself() {
    let home = scratch();
    let offered = |words: &[&str]| offered(home.path(), words);
    let bad = offered(&["tlsctl", "gen", "bad", ""]);
    for word in ["all", "expired", "self-signed", "chains"] {
        assert!(bad.iter().any(|offer| offer == word), "{word}: {bad:?}");
    }
    let bad = offered(&["tlsctl", "serve", "--bad", "exp"]);
    assert!(bad.iter().any(|offer| offer == "expired"), "{bad:?}");
    assert_eq!(
        offered(&["tlsctl", "probe", "--scan", "protocol,sui"]),
        ["protocol,suites"]
    );
    assert_eq!(
        offered(&["tlsctl", "gen", "ca", "--format", "js"]),
        ["json", "jsonl"]
    );
    // Nothing is offered, so that the shell offers files.
    assert_eq!(offered(&["tlsctl", "serve", ""]), Vec::<String>::new());
    assert!(offered(&["tlsctl", "serve", "--li"]).contains(&"--listen".to_owned()));
    assert!(offered(&["tlsctl", ""]).contains(&"gen".to_owned()));
}
