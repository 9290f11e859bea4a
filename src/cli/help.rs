//! The text below each verb's options: examples first, then the exit codes it can end with. The codes
//! repeat the table in `exit`, which a test holds against these words.

/// Below `tlsctl --help`.
pub(crate) const TOP: &str = "\
EXIT CODES:
    0  done, nothing wrong
    1  done, and the thing examined is wrong
    2  the command line is wrong
    3  an input could not be read or understood
    4  the peer could not be reached
    5  reached, but no TLS was spoken
    6  an output could not be written, or an address not bound
   70  a bug in tlsctl
  130  interrupted";

/// Below `tlsctl completions --help`.
pub(crate) const COMPLETIONS: &str = "\
EXAMPLES:
  tlsctl completions bash > ~/.local/share/bash-completion/completions/tlsctl
  tlsctl completions zsh > ~/.zfunc/_tlsctl
  tlsctl completions fish > ~/.config/fish/completions/tlsctl.fish

EXIT CODES:
    0  done
    2  the command line is wrong
    6  the output could not be written";
