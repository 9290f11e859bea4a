
use builtin;
use str;

set edit:completion:arg-completer[tlsctl] = {|@words|
    fn spaces {|n|
        builtin:repeat $n ' ' | str:join ''
    }
    fn cand {|text desc|
        edit:complex-candidate $text &display=$text' '(spaces (- 14 (wcswidth $text)))$desc
    }
    var command = 'tlsctl'
    for word $words[1..-1] {
        if (str:has-prefix $word '-') {
            break
        }
        set command = $command';'$word
    }
    var completions = [
        &'tlsctl'= {
            cand --format 'How to write what was found out'
            cand -o 'Write data to FILE instead of standard output'
            cand --output 'Write data to FILE instead of standard output'
            cand --color 'When to use colour'
            cand -q 'Say nothing but data and errors'
            cand --quiet 'Say nothing but data and errors'
            cand -v 'Say more'
            cand --verbose 'Say more'
            cand --no-progress 'Show no progress bar, even on a terminal'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand completions 'Write the completion script for a shell'
            cand probe 'Find out what a server speaks: versions, suites, certificates, names'
            cand schema 'Print the JSON Schema of something that tlsctl writes or reads'
            cand trust 'Put a root into this machine''s trust stores, or take it out'
        }
        &'tlsctl;completions'= {
            cand --format 'How to write what was found out'
            cand -o 'Write data to FILE instead of standard output'
            cand --output 'Write data to FILE instead of standard output'
            cand --color 'When to use colour'
            cand -q 'Say nothing but data and errors'
            cand --quiet 'Say nothing but data and errors'
            cand -v 'Say more'
            cand --verbose 'Say more'
            cand --no-progress 'Show no progress bar, even on a terminal'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'tlsctl;probe'= {
            cand --targets 'Read targets from FILE, one a line (- for standard input); # starts a comment'
            cand --sni 'The server name to send, or `none` [default: the target''s name]'
            cand --host 'The name that the certificate must cover [default: the server name sent, else the target''s]'
            cand --connect 'Connect to ADDR[:PORT] instead of where the target''s name leads'
            cand --roots 'Whom to trust: system, mozilla, none, or a file with CA certificates (may be repeated)'
            cand --at 'Judge validity at TIME: RFC 3339, a date, or a span from now such as +30d'
            cand --scan 'Run only these scans (comma-separated)'
            cand --skip 'Leave these scans out (comma-separated)'
            cand --fail-on 'The mildest severity that makes the exit code 1'
            cand --concurrency 'Targets probed at one time'
            cand --per-host 'Connections open to one target at one time'
            cand --rate 'New connections to one target per second'
            cand --max-connections 'Connections to one target in all; what goes unasked is inconclusive'
            cand --timeout 'How long to wait for a connection, and again for each answer'
            cand --total-timeout 'How long one target may take in all'
            cand --retries 'How often to ask again what got no answer'
            cand --format 'How to write what was found out'
            cand -o 'Write data to FILE instead of standard output'
            cand --output 'Write data to FILE instead of standard output'
            cand --color 'When to use colour'
            cand --skip-bad-targets 'Leave out what is no target, with a warning, instead of refusing to start'
            cand --all-ips 'Probe every address that a name has, each for itself'
            cand -4 'Use IPv4 only'
            cand --ipv4 'Use IPv4 only'
            cand -6 'Use IPv6 only'
            cand --ipv6 'Use IPv6 only'
            cand -k 'Do not judge whether the certificate is trusted'
            cand --insecure 'Do not judge whether the certificate is trusted'
            cand --fast 'Ask for one handshake and no more'
            cand --facts 'List every fact that a report may state, and exit'
            cand --polite 'One connection at a time and four a second'
            cand -q 'Say nothing but data and errors'
            cand --quiet 'Say nothing but data and errors'
            cand -v 'Say more'
            cand --verbose 'Say more'
            cand --no-progress 'Show no progress bar, even on a terminal'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'tlsctl;schema'= {
            cand --format 'How to write what was found out'
            cand -o 'Write data to FILE instead of standard output'
            cand --output 'Write data to FILE instead of standard output'
            cand --color 'When to use colour'
            cand -q 'Say nothing but data and errors'
            cand --quiet 'Say nothing but data and errors'
            cand -v 'Say more'
            cand --verbose 'Say more'
            cand --no-progress 'Show no progress bar, even on a terminal'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'tlsctl;trust'= {
            cand --format 'How to write what was found out'
            cand -o 'Write data to FILE instead of standard output'
            cand --output 'Write data to FILE instead of standard output'
            cand --color 'When to use colour'
            cand -q 'Say nothing but data and errors'
            cand --quiet 'Say nothing but data and errors'
            cand -v 'Say more'
            cand --verbose 'Say more'
            cand --no-progress 'Show no progress bar, even on a terminal'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand install 'Make this machine''s programs trust a root'
            cand uninstall 'Take a root out of every store that holds it'
            cand status 'Say which stores hold a root; exit 1 where one does not'
        }
        &'tlsctl;trust;install'= {
            cand --store 'Only this store; may be repeated'
            cand --permit 'Also let the local CA sign below NAME; without CERT, when the local CA is first made'
            cand --format 'How to write what was found out'
            cand -o 'Write data to FILE instead of standard output'
            cand --output 'Write data to FILE instead of standard output'
            cand --color 'When to use colour'
            cand --dry-run 'Show the commands and change nothing'
            cand -q 'Say nothing but data and errors'
            cand --quiet 'Say nothing but data and errors'
            cand -v 'Say more'
            cand --verbose 'Say more'
            cand --no-progress 'Show no progress bar, even on a terminal'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'tlsctl;trust;uninstall'= {
            cand --store 'Only this store; may be repeated'
            cand --format 'How to write what was found out'
            cand -o 'Write data to FILE instead of standard output'
            cand --output 'Write data to FILE instead of standard output'
            cand --color 'When to use colour'
            cand --dry-run 'Show the commands and change nothing'
            cand -q 'Say nothing but data and errors'
            cand --quiet 'Say nothing but data and errors'
            cand -v 'Say more'
            cand --verbose 'Say more'
            cand --no-progress 'Show no progress bar, even on a terminal'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'tlsctl;trust;status'= {
            cand --store 'Only this store; may be repeated'
            cand --format 'How to write what was found out'
            cand -o 'Write data to FILE instead of standard output'
            cand --output 'Write data to FILE instead of standard output'
            cand --color 'When to use colour'
            cand --dry-run 'Show the commands and change nothing'
            cand -q 'Say nothing but data and errors'
            cand --quiet 'Say nothing but data and errors'
            cand -v 'Say more'
            cand --verbose 'Say more'
            cand --no-progress 'Show no progress bar, even on a terminal'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
    ]
    $completions[$command]
}
