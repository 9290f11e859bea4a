
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
    ]
    $completions[$command]
}
