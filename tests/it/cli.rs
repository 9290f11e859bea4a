//! The command line as a whole.

use crate::tlsctl::tlsctl;

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
