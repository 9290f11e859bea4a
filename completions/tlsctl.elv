
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
