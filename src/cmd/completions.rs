//! `tlsctl completions SHELL`.

use clap_complete::Shell;

use super::session::Session;
use crate::cli::formats::OF_TEXTS;
use crate::cli::{self, Completions};
use crate::error::Result;
use crate::exit::Exit;

/// Writes the completion script.
pub(super) fn run(arguments: &Completions, session: &Session) -> Result<Exit> {
    session.format(OF_TEXTS)?;
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut cli::command(), "tlsctl", &mut script);
    if arguments.shell == Shell::Bash {
        script = String::from_utf8_lossy(&script)
            .replace("complete -F _tlsctl ", "complete -F _tlsctl_words ")
            .into_bytes();
        script.extend_from_slice(BASH.as_bytes());
    }
    session.data(&script)?;
    Ok(Exit::Ok)
}

/// What the generated function leaves out: lists are completed after their last comma, files are offered where
/// a verb takes them and flags only after a dash, and the names of directories end in a slash.
const BASH: &str = r#"
_tlsctl_words() {
    local head="" last="$2" word kept=()
    case "$3" in
        --scan | --skip)
            last="${2##*,}"
            head="${2%"$last"}"
            ;;
    esac
    _tlsctl "$1" "$last" "$3"
    for word in "${COMPREPLY[@]}"; do
        if [[ "$word" != -* || "$2" == -* ]]; then
            kept+=("$head$word")
        fi
    done
    COMPREPLY=("${kept[@]}")
    if [[ -n "$head" || "${BASH_VERSINFO[0]}" -lt 4 ]]; then
        return 0
    fi
    for word in "${kept[@]}"; do
        if [[ ! -e "$word" ]]; then
            return 0
        fi
    done
    compopt -o filenames 2>/dev/null
    return 0
}
"#;
