//! The command line as a whole.

use crate::tlsctl::{faulty, scratch, tlsctl};

#[test]
fn every_shell_gets_a_completion_script() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        assert!(tlsctl(["completions", shell]).ok().contains("tlsctl"), "{shell}");
    }
}

#[test]
fn an_unknown_flag_is_a_usage_error() {
    let stderr = tlsctl(["completions", "bash", "--nonesuch"]).fails(2);
    assert!(stderr.contains("--nonesuch"), "{stderr}");
}

#[test]
fn a_command_that_fails_at_once_ends_with_its_own_code() {
    // Randomness comes late and the process ends slowly: what runs beside the command is still at it.
    let faults = [
        ("getrandom", "delay_exit=50000"),
        ("exit_group", "delay_enter=300000"),
    ];
    let home = scratch();
    let output = faulty(&faults, &["gen", "a.test", "--ca", "no-such-ca"], home.path())
        .output()
        .expect("strace is there: tests/run installs it");
    assert_eq!(output.status.code(), Some(3), "{output:#?}");
}

#[test]
fn help_that_cannot_be_written_is_an_output_error_and_an_absent_reader_is_none() {
    let help = |stdout: std::process::Stdio| {
        std::process::Command::new(env!("CARGO_BIN_EXE_tlsctl"))
            .args(["probe", "--help"])
            .stdout(stdout)
            .status()
            .expect("it starts")
            .code()
    };
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full");
    assert_eq!(help(full.expect("Linux has it").into()), Some(6));
    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(reader);
    assert_eq!(help(writer.into()), Some(0));
}
