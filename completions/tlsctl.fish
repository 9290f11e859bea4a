# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_tlsctl_global_optspecs
    string join \n format= o/output= color= q/quiet v/verbose no-progress h/help V/version
end

function __fish_tlsctl_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_tlsctl_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_tlsctl_using_subcommand
    set -l cmd (__fish_tlsctl_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c tlsctl -n "__fish_tlsctl_needs_command" -l format -d 'How to write what was found out' -r -f -a "human\t'text for people'
json\t'one JSON document (schema tlsctl/report/1); several targets make an array'
jsonl\t'one JSON document a line'
csv\t'a row for each fact, finding and problem'
junit\t'JUnit XML for CI servers'
sarif\t'SARIF 2.1.0 for code scanning'
html\t'one page for a browser'
markdown\t'tables for a pull request or a wiki'
github\t'annotations in a GitHub workflow'
prometheus\t'metrics for the node exporter\'s textfile collector'"
complete -c tlsctl -n "__fish_tlsctl_needs_command" -s o -l output -d 'Write data to FILE instead of standard output (-); a report replaces an earlier one, and nothing else' -r -F
complete -c tlsctl -n "__fish_tlsctl_needs_command" -l color -d 'When to use colour; auto heeds NO_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c tlsctl -n "__fish_tlsctl_needs_command" -s q -l quiet -d 'Say nothing but data and errors'
complete -c tlsctl -n "__fish_tlsctl_needs_command" -s v -l verbose -d 'Say more'
complete -c tlsctl -n "__fish_tlsctl_needs_command" -l no-progress -d 'Show no progress bar, even on a terminal'
complete -c tlsctl -n "__fish_tlsctl_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tlsctl -n "__fish_tlsctl_needs_command" -s V -l version -d 'Print version'
complete -c tlsctl -n "__fish_tlsctl_needs_command" -f -a "gen" -d 'Make a certificate and its key, self-signed or signed by a CA'
complete -c tlsctl -n "__fish_tlsctl_needs_command" -f -a "inspect" -d 'Show what is in certificates, keys, requests and revocation lists'
complete -c tlsctl -n "__fish_tlsctl_needs_command" -f -a "serve" -d 'Serve a directory, an echo or a proxy over HTTPS, with a certificate of yours or an ad-hoc one'
complete -c tlsctl -n "__fish_tlsctl_needs_command" -f -a "probe" -d 'Find out what a server speaks: versions, suites, certificates, names'
complete -c tlsctl -n "__fish_tlsctl_needs_command" -f -a "trust" -d 'Put a root into this machine\'s trust stores, or take it out'
complete -c tlsctl -n "__fish_tlsctl_needs_command" -f -a "schema" -d 'Print the JSON Schema of something that tlsctl writes or reads'
complete -c tlsctl -n "__fish_tlsctl_needs_command" -f -a "completions" -d 'Write the completion script for a shell'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and not __fish_seen_subcommand_from bad ca cross crl csr ocsp pki sign" -l subject -d 'The subject: a common name, or attributes like CN=bob,O=Acme [default: the first NAME]; with it, what is not for servers needs no NAME' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and not __fish_seen_subcommand_from bad ca cross crl csr ocsp pki sign" -l ca -d 'Sign with the CA in this directory, or in this file of certificate and key' -r -F
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and not __fish_seen_subcommand_from bad ca cross crl csr ocsp pki sign" -l ca-key -d 'The CA\'s private key, where it is in a file of its own' -r -F
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and not __fish_seen_subcommand_from bad ca cross crl csr ocsp pki sign" -l password-file -d 'Read the password from the first line of FILE [env: TLSCTL_PASSWORD holds the password itself]' -r -F
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and not __fish_seen_subcommand_from bad ca cross crl csr ocsp pki sign" -l password-env -d 'Read the password from the environment variable NAME' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and not __fish_seen_subcommand_from bad ca cross crl csr ocsp pki sign" -l key-type -d 'The kind of key to make' -r -f -a "p256\t'ECDSA P-256'
p384\t'ECDSA P-384'
p521\t'ECDSA P-521'
ed25519\t'Ed25519'
rsa2048\t'RSA 2048'
rsa3072\t'RSA 3072'
rsa4096\t'RSA 4096'
ml-dsa-44\t'ML-DSA-44'
ml-dsa-65\t'ML-DSA-65'
ml-dsa-87\t'ML-DSA-87'"
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and not __fish_seen_subcommand_from bad ca cross crl csr ocsp pki sign" -l seed -d 'Make the same bytes each time, from this seed and fixed dates; for tests only' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and not __fish_seen_subcommand_from bad ca cross crl csr ocsp pki sign" -l usage -d 'What the certificate is for; may be repeated [default: server]' -r -f -a "client\t''
code-signing\t''
email\t''
ocsp-signing\t''
server\t''
time-stamping\t''"
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and not __fish_seen_subcommand_from bad ca cross crl csr ocsp pki sign" -l eku -d 'A further purpose (extended key usage) by its OID, such as 1.3.6.1.4.1.311.20.2.2; may be repeated' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and not __fish_seen_subcommand_from bad ca cross crl csr ocsp pki sign" -l key-usage -d 'Exactly these bits of key usage instead of those that the usage implies; may be repeated' -r -f -a "digitalSignature\t''
contentCommitment\t''
keyEncipherment\t''
dataEncipherment\t''
keyAgreement\t''
keyCertSign\t''
cRLSign\t''
encipherOnly\t''
decipherOnly\t''"
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and not __fish_seen_subcommand_from bad ca cross crl csr ocsp pki sign" -l not-before -d 'When it begins to be valid: -3d, +1h, 2027-01-31, RFC 3339 [default: five minutes ago]' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and not __fish_seen_subcommand_from bad ca cross crl csr ocsp pki sign" -l not-after -d 'When it ends: +90d, -1d, 2027-01-31, RFC 3339' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and not __fish_seen_subcommand_from bad ca cross crl csr ocsp pki sign" -l days -d 'For how many days it is valid, or for how long: 90, 90d, 1y [default: 365 for a leaf, 1825 for an intermediate, 3650 for a root]' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and not __fish_seen_subcommand_from bad ca cross crl csr ocsp pki sign" -l out -d 'The directory that receives the files [default: certs/NAME, after the first]' -r -f -a "(__fish_complete_directories)"
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and not __fish_seen_subcommand_from bad ca cross crl csr ocsp pki sign" -l sct -d 'Embed timestamps of N throw-away transparency logs, whose public keys go to ct-logs.pem' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and not __fish_seen_subcommand_from bad ca cross crl csr ocsp pki sign" -l renew-before -d 'How long before its end to replace it [default: a third of its life]' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and not __fish_seen_subcommand_from bad ca cross crl csr ocsp pki sign" -l format -d 'How to write what was found out' -r -f -a "human\t'text for people'
json\t'one JSON document (schema tlsctl/report/1); several targets make an array'
jsonl\t'one JSON document a line'"
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and not __fish_seen_subcommand_from bad ca cross crl csr ocsp pki sign" -s o -l output -d 'Write data to FILE instead of standard output (-); a report replaces an earlier one, and nothing else' -r -F
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and not __fish_seen_subcommand_from bad ca cross crl csr ocsp pki sign" -l color -d 'When to use colour; auto heeds NO_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and not __fish_seen_subcommand_from bad ca cross crl csr ocsp pki sign" -l self-signed -d 'Sign it with its own key, even where the local CA of `tlsctl trust install` would'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and not __fish_seen_subcommand_from bad ca cross crl csr ocsp pki sign" -l force -d 'Replace what is there'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and not __fish_seen_subcommand_from bad ca cross crl csr ocsp pki sign" -l ensure -d 'Make it only where it is missing, expires soon, or is not what is asked for'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and not __fish_seen_subcommand_from bad ca cross crl csr ocsp pki sign" -l check -d 'Only say whether --ensure would make it; exit 1 if so'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and not __fish_seen_subcommand_from bad ca cross crl csr ocsp pki sign" -l p12 -d 'keystore.p12: key and chain as PKCS#12'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and not __fish_seen_subcommand_from bad ca cross crl csr ocsp pki sign" -l legacy -d 'Encrypt the PKCS#12 so that old Windows, Android and macOS can open it'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and not __fish_seen_subcommand_from bad ca cross crl csr ocsp pki sign" -l jks -d 'keystore.jks: key and chain as a Java key store'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and not __fish_seen_subcommand_from bad ca cross crl csr ocsp pki sign" -l der -d 'cert.der and privkey.der'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and not __fish_seen_subcommand_from bad ca cross crl csr ocsp pki sign" -l combined -d 'combined.pem: chain and key in one file'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and not __fish_seen_subcommand_from bad ca cross crl csr ocsp pki sign" -l encrypt -d 'Encrypt the private key wherever it is PEM or DER'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and not __fish_seen_subcommand_from bad ca cross crl csr ocsp pki sign" -l k8s-secret -d 'secret.yaml: a Kubernetes Secret of type kubernetes.io/tls'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and not __fish_seen_subcommand_from bad ca cross crl csr ocsp pki sign" -l env-file -d 'env: variables that make curl, Node, Python, Go, Git and others trust the CA'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and not __fish_seen_subcommand_from bad ca cross crl csr ocsp pki sign" -l stdout -d 'Write chain and key, or the one further form asked for, to standard output, and no file'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and not __fish_seen_subcommand_from bad ca cross crl csr ocsp pki sign" -s q -l quiet -d 'Say nothing but data and errors'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and not __fish_seen_subcommand_from bad ca cross crl csr ocsp pki sign" -s v -l verbose -d 'Say more'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and not __fish_seen_subcommand_from bad ca cross crl csr ocsp pki sign" -l no-progress -d 'Show no progress bar, even on a terminal'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and not __fish_seen_subcommand_from bad ca cross crl csr ocsp pki sign" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and not __fish_seen_subcommand_from bad ca cross crl csr ocsp pki sign" -s V -l version -d 'Print version'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and not __fish_seen_subcommand_from bad ca cross crl csr ocsp pki sign" -a "bad" -d 'Make broken certificates for tests: each with one thing wrong, and what a client should say to it'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and not __fish_seen_subcommand_from bad ca cross crl csr ocsp pki sign" -a "ca" -d 'Make a CA: a root, and intermediates below it'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and not __fish_seen_subcommand_from bad ca cross crl csr ocsp pki sign" -a "cross" -d 'Sign the certificate of another CA, so that what it signs is trusted from here too'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and not __fish_seen_subcommand_from bad ca cross crl csr ocsp pki sign" -a "crl" -d 'Write the CA\'s list of revoked certificates, going on with the one that there is'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and not __fish_seen_subcommand_from bad ca cross crl csr ocsp pki sign" -a "csr" -d 'Make a key and a certificate request'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and not __fish_seen_subcommand_from bad ca cross crl csr ocsp pki sign" -a "ocsp" -d 'Write the CA\'s answer about one certificate, for a server to staple'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and not __fish_seen_subcommand_from bad ca cross crl csr ocsp pki sign" -a "pki" -d 'Make a whole PKI from one file, or what of it is missing or out of date'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and not __fish_seen_subcommand_from bad ca cross crl csr ocsp pki sign" -a "sign" -d 'Sign a certificate request'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from bad" -l for -d 'The name below which the hosts are: the case `expired` is for expired.NAME' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from bad" -l out -d 'The directory that receives a directory for each case [default: bad]' -r -f -a "(__fish_complete_directories)"
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from bad" -l format -d 'How to write what was found out' -r -f -a "human\t'text for people'
json\t'one JSON document (schema tlsctl/report/1); several targets make an array'
jsonl\t'one JSON document a line'"
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from bad" -s o -l output -d 'Write data to FILE instead of standard output (-); a report replaces an earlier one, and nothing else' -r -F
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from bad" -l color -d 'When to use colour; auto heeds NO_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from bad" -l list -d 'List the cases instead of making them'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from bad" -l force -d 'Replace what is there'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from bad" -s q -l quiet -d 'Say nothing but data and errors'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from bad" -s v -l verbose -d 'Say more'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from bad" -l no-progress -d 'Show no progress bar, even on a terminal'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from bad" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from bad" -s V -l version -d 'Print version'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from ca" -l intermediates -d 'How many intermediates to put between the root and what is to be signed' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from ca" -l path-len -d 'How many CAs there may be below the one that issues [default: 0 for an intermediate, no limit for a root]' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from ca" -l permit -d 'Let it sign only below NAME: example.test (with its mail and URIs), 10.0.0.0/8, email:HOST, uri:HOST; may be repeated' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from ca" -l exclude -d 'Let it sign nothing below NAME; may be repeated' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from ca" -l ca -d 'Sign with the CA in this directory, or in this file of certificate and key' -r -F
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from ca" -l ca-key -d 'The CA\'s private key, where it is in a file of its own' -r -F
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from ca" -l password-file -d 'Read the password from the first line of FILE [env: TLSCTL_PASSWORD holds the password itself]' -r -F
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from ca" -l password-env -d 'Read the password from the environment variable NAME' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from ca" -l key-type -d 'The kind of key to make' -r -f -a "p256\t'ECDSA P-256'
p384\t'ECDSA P-384'
p521\t'ECDSA P-521'
ed25519\t'Ed25519'
rsa2048\t'RSA 2048'
rsa3072\t'RSA 3072'
rsa4096\t'RSA 4096'
ml-dsa-44\t'ML-DSA-44'
ml-dsa-65\t'ML-DSA-65'
ml-dsa-87\t'ML-DSA-87'"
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from ca" -l seed -d 'Make the same bytes each time, from this seed and fixed dates; for tests only' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from ca" -l not-before -d 'When it begins to be valid: -3d, +1h, 2027-01-31, RFC 3339 [default: five minutes ago]' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from ca" -l not-after -d 'When it ends: +90d, -1d, 2027-01-31, RFC 3339' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from ca" -l days -d 'For how many days it is valid, or for how long: 90, 90d, 1y [default: 365 for a leaf, 1825 for an intermediate, 3650 for a root]' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from ca" -l out -d 'The directory that receives the files [default: ca]' -r -f -a "(__fish_complete_directories)"
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from ca" -l format -d 'How to write what was found out' -r -f -a "human\t'text for people'
json\t'one JSON document (schema tlsctl/report/1); several targets make an array'
jsonl\t'one JSON document a line'"
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from ca" -s o -l output -d 'Write data to FILE instead of standard output (-); a report replaces an earlier one, and nothing else' -r -F
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from ca" -l color -d 'When to use colour; auto heeds NO_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from ca" -l encrypt -d 'Encrypt the private keys'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from ca" -l force -d 'Replace what is there'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from ca" -s q -l quiet -d 'Say nothing but data and errors'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from ca" -s v -l verbose -d 'Say more'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from ca" -l no-progress -d 'Show no progress bar, even on a terminal'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from ca" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from ca" -s V -l version -d 'Print version'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from cross" -l ca -d 'Sign with the CA in this directory, or in this file of certificate and key' -r -F
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from cross" -l ca-key -d 'The CA\'s private key, where it is in a file of its own' -r -F
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from cross" -l password-file -d 'Read the password from the first line of FILE [env: TLSCTL_PASSWORD holds the password itself]' -r -F
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from cross" -l password-env -d 'Read the password from the environment variable NAME' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from cross" -l not-before -d 'When it begins to be valid: -3d, +1h, 2027-01-31, RFC 3339 [default: five minutes ago]' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from cross" -l not-after -d 'When it ends: +90d, -1d, 2027-01-31, RFC 3339' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from cross" -l days -d 'For how many days it is valid, or for how long: 90, 90d, 1y [default: 365 for a leaf, 1825 for an intermediate, 3650 for a root]' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from cross" -l out -d 'The directory that receives the files [default: cross]' -r -f -a "(__fish_complete_directories)"
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from cross" -l format -d 'How to write what was found out' -r -f -a "human\t'text for people'
json\t'one JSON document (schema tlsctl/report/1); several targets make an array'
jsonl\t'one JSON document a line'"
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from cross" -s o -l output -d 'Write data to FILE instead of standard output (-); a report replaces an earlier one, and nothing else' -r -F
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from cross" -l color -d 'When to use colour; auto heeds NO_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from cross" -l force -d 'Replace what is there'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from cross" -s q -l quiet -d 'Say nothing but data and errors'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from cross" -s v -l verbose -d 'Say more'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from cross" -l no-progress -d 'Show no progress bar, even on a terminal'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from cross" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from cross" -s V -l version -d 'Print version'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from crl" -l ca -d 'Sign with the CA in this directory, or in this file of certificate and key' -r -F
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from crl" -l ca-key -d 'The CA\'s private key, where it is in a file of its own' -r -F
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from crl" -l password-file -d 'Read the password from the first line of FILE [env: TLSCTL_PASSWORD holds the password itself]' -r -F
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from crl" -l password-env -d 'Read the password from the environment variable NAME' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from crl" -l revoke -d 'Revoke this certificate: a file, a directory, or a serial number in hexadecimal; may be repeated' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from crl" -l reason -d 'Why' -r -f -a "unspecified\t''
key-compromise\t''
ca-compromise\t''
affiliation-changed\t''
superseded\t''
cessation-of-operation\t''
certificate-hold\t''
privilege-withdrawn\t''
aa-compromise\t''"
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from crl" -l next-update -d 'When the next list is due' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from crl" -l this-update -d 'When this list is from [default: now]' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from crl" -l out -d 'The list to go on with, and to write [default: crl.pem in the CA\'s directory]' -r -F
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from crl" -l format -d 'How to write what was found out' -r -f -a "human\t'text for people'
json\t'one JSON document (schema tlsctl/report/1); several targets make an array'
jsonl\t'one JSON document a line'"
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from crl" -s o -l output -d 'Write data to FILE instead of standard output (-); a report replaces an earlier one, and nothing else' -r -F
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from crl" -l color -d 'When to use colour; auto heeds NO_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from crl" -l fresh -d 'Begin a new list, whatever is in the old'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from crl" -s q -l quiet -d 'Say nothing but data and errors'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from crl" -s v -l verbose -d 'Say more'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from crl" -l no-progress -d 'Show no progress bar, even on a terminal'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from crl" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from crl" -s V -l version -d 'Print version'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from csr" -l subject -d 'The subject: a common name, or attributes like CN=bob,O=Acme [default: the first NAME]; with it, what is not for servers needs no NAME' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from csr" -l key-type -d 'The kind of key to make' -r -f -a "p256\t'ECDSA P-256'
p384\t'ECDSA P-384'
p521\t'ECDSA P-521'
ed25519\t'Ed25519'
rsa2048\t'RSA 2048'
rsa3072\t'RSA 3072'
rsa4096\t'RSA 4096'
ml-dsa-44\t'ML-DSA-44'
ml-dsa-65\t'ML-DSA-65'
ml-dsa-87\t'ML-DSA-87'"
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from csr" -l seed -d 'Make the same bytes each time, from this seed and fixed dates; for tests only' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from csr" -l key-file -d 'Ask for this key, and make none' -r -F
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from csr" -l password-file -d 'Read the password from the first line of FILE [env: TLSCTL_PASSWORD holds the password itself]' -r -F
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from csr" -l password-env -d 'Read the password from the environment variable NAME' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from csr" -l usage -d 'What the certificate is for; may be repeated [default: server]' -r -f -a "client\t''
code-signing\t''
email\t''
ocsp-signing\t''
server\t''
time-stamping\t''"
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from csr" -l eku -d 'A further purpose (extended key usage) by its OID, such as 1.3.6.1.4.1.311.20.2.2; may be repeated' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from csr" -l key-usage -d 'Exactly these bits of key usage instead of those that the usage implies; may be repeated' -r -f -a "digitalSignature\t''
contentCommitment\t''
keyEncipherment\t''
dataEncipherment\t''
keyAgreement\t''
keyCertSign\t''
cRLSign\t''
encipherOnly\t''
decipherOnly\t''"
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from csr" -l out -d 'The directory that receives the files [default: certs/NAME, after the first]' -r -f -a "(__fish_complete_directories)"
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from csr" -l format -d 'How to write what was found out' -r -f -a "human\t'text for people'
json\t'one JSON document (schema tlsctl/report/1); several targets make an array'
jsonl\t'one JSON document a line'"
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from csr" -s o -l output -d 'Write data to FILE instead of standard output (-); a report replaces an earlier one, and nothing else' -r -F
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from csr" -l color -d 'When to use colour; auto heeds NO_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from csr" -l force -d 'Replace what is there'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from csr" -s q -l quiet -d 'Say nothing but data and errors'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from csr" -s v -l verbose -d 'Say more'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from csr" -l no-progress -d 'Show no progress bar, even on a terminal'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from csr" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from csr" -s V -l version -d 'Print version'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from ocsp" -l ca -d 'Sign with the CA in this directory, or in this file of certificate and key' -r -F
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from ocsp" -l ca-key -d 'The CA\'s private key, where it is in a file of its own' -r -F
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from ocsp" -l password-file -d 'Read the password from the first line of FILE [env: TLSCTL_PASSWORD holds the password itself]' -r -F
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from ocsp" -l password-env -d 'Read the password from the environment variable NAME' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from ocsp" -l status -d 'What to say of it [default: revoked where the CA\'s crl.pem says so, else good]' -r -f -a "good\t''
revoked\t''
unknown\t''"
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from ocsp" -l reason -d 'Why it is revoked' -r -f -a "unspecified\t''
key-compromise\t''
ca-compromise\t''
affiliation-changed\t''
superseded\t''
cessation-of-operation\t''
certificate-hold\t''
privilege-withdrawn\t''
aa-compromise\t''"
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from ocsp" -l next-update -d 'When the next answer is due' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from ocsp" -l this-update -d 'When this answer is from [default: now]' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from ocsp" -l out -d 'Where to write the answer, DER [default: ocsp.der beside the certificate]' -r -F
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from ocsp" -l format -d 'How to write what was found out' -r -f -a "human\t'text for people'
json\t'one JSON document (schema tlsctl/report/1); several targets make an array'
jsonl\t'one JSON document a line'"
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from ocsp" -s o -l output -d 'Write data to FILE instead of standard output (-); a report replaces an earlier one, and nothing else' -r -F
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from ocsp" -l color -d 'When to use colour; auto heeds NO_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from ocsp" -l delegated -d 'Let a responder answer that the CA certifies for this one answer'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from ocsp" -s q -l quiet -d 'Say nothing but data and errors'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from ocsp" -s v -l verbose -d 'Say more'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from ocsp" -l no-progress -d 'Show no progress bar, even on a terminal'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from ocsp" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from ocsp" -s V -l version -d 'Print version'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from pki" -l out -d 'Where everything goes [default: beside the manifest]' -r -f -a "(__fish_complete_directories)"
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from pki" -l password-file -d 'Read the password from the first line of FILE [env: TLSCTL_PASSWORD holds the password itself]' -r -F
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from pki" -l password-env -d 'Read the password from the environment variable NAME' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from pki" -l format -d 'How to write what was found out' -r -f -a "human\t'text for people'
json\t'one JSON document (schema tlsctl/report/1); several targets make an array'
jsonl\t'one JSON document a line'"
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from pki" -s o -l output -d 'Write data to FILE instead of standard output (-); a report replaces an earlier one, and nothing else' -r -F
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from pki" -l color -d 'When to use colour; auto heeds NO_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from pki" -l check -d 'Change nothing; say what would be made, and exit 1 if anything'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from pki" -s q -l quiet -d 'Say nothing but data and errors'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from pki" -s v -l verbose -d 'Say more'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from pki" -l no-progress -d 'Show no progress bar, even on a terminal'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from pki" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from pki" -s V -l version -d 'Print version'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from sign" -l ca -d 'Sign with the CA in this directory, or in this file of certificate and key' -r -F
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from sign" -l ca-key -d 'The CA\'s private key, where it is in a file of its own' -r -F
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from sign" -l password-file -d 'Read the password from the first line of FILE [env: TLSCTL_PASSWORD holds the password itself]' -r -F
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from sign" -l password-env -d 'Read the password from the environment variable NAME' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from sign" -l name -d 'Sign for these names instead of those that the request asks for; may be repeated' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from sign" -l subject -d 'The subject instead of the request\'s: a common name, or attributes like CN=bob,O=Acme' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from sign" -l usage -d 'What the certificate is for; may be repeated [default: server]' -r -f -a "client\t''
code-signing\t''
email\t''
ocsp-signing\t''
server\t''
time-stamping\t''"
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from sign" -l eku -d 'A further purpose (extended key usage) by its OID, such as 1.3.6.1.4.1.311.20.2.2; may be repeated' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from sign" -l key-usage -d 'Exactly these bits of key usage instead of those that the usage implies; may be repeated' -r -f -a "digitalSignature\t''
contentCommitment\t''
keyEncipherment\t''
dataEncipherment\t''
keyAgreement\t''
keyCertSign\t''
cRLSign\t''
encipherOnly\t''
decipherOnly\t''"
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from sign" -l not-before -d 'When it begins to be valid: -3d, +1h, 2027-01-31, RFC 3339 [default: five minutes ago]' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from sign" -l not-after -d 'When it ends: +90d, -1d, 2027-01-31, RFC 3339' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from sign" -l days -d 'For how many days it is valid, or for how long: 90, 90d, 1y [default: 365 for a leaf, 1825 for an intermediate, 3650 for a root]' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from sign" -l out -d 'The directory that receives the files [default: certs/NAME, after the first name of the certificate]' -r -f -a "(__fish_complete_directories)"
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from sign" -l format -d 'How to write what was found out' -r -f -a "human\t'text for people'
json\t'one JSON document (schema tlsctl/report/1); several targets make an array'
jsonl\t'one JSON document a line'"
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from sign" -s o -l output -d 'Write data to FILE instead of standard output (-); a report replaces an earlier one, and nothing else' -r -F
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from sign" -l color -d 'When to use colour; auto heeds NO_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from sign" -l allow-ca -d 'Sign a request to become a CA'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from sign" -l allow-any-name -d 'Sign for names that the CA\'s constraints forbid'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from sign" -l force -d 'Replace what is there'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from sign" -s q -l quiet -d 'Say nothing but data and errors'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from sign" -s v -l verbose -d 'Say more'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from sign" -l no-progress -d 'Show no progress bar, even on a terminal'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from sign" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand gen; and __fish_seen_subcommand_from sign" -s V -l version -d 'Print version'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand inspect" -l diff -d 'Show what changed between two files or directories, by meaning; exit code 1 if anything did' -r -F
complete -c tlsctl -n "__fish_tlsctl_using_subcommand inspect" -l host -d 'The name that the certificate must be for: a host, an address, or a mailbox; without it a path is judged by RFC 5280 alone, which asks no more of a root than its name and key, and the rules of --profile=public do not apply' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand inspect" -l roots -d 'Whom to trust: system, mozilla, none, or a file (may be repeated) [env: TLSCTL_ROOTS_FILE, _B64, _PEM] [default: system]' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand inspect" -l untrusted -d 'A file with intermediates that may help (may be repeated)' -r -F
complete -c tlsctl -n "__fish_tlsctl_using_subcommand inspect" -l aia -d 'Fetch missing issuers from where the certificates point; =private also from addresses that are not public' -r -f -a "public\t''
private\t''"
complete -c tlsctl -n "__fish_tlsctl_using_subcommand inspect" -l crl -d 'A file with revocation lists to consult (may be repeated)' -r -F
complete -c tlsctl -n "__fish_tlsctl_using_subcommand inspect" -l ocsp -d 'A file with an OCSP response for a certificate of the path (may be repeated)' -r -F
complete -c tlsctl -n "__fish_tlsctl_using_subcommand inspect" -l purpose -d 'What the certificate is to be used for [default: server]' -r -f -a "server\t''
client\t''
any\t''"
complete -c tlsctl -n "__fish_tlsctl_using_subcommand inspect" -l profile -d 'Whose rules, here and for --lint: what clients ask, what a private CA owes, or what a public CA owes [default: dev]' -r -f -a "dev\t''
private\t''
public\t''"
complete -c tlsctl -n "__fish_tlsctl_using_subcommand inspect" -l max-depth -d 'Allow at most N CAs between leaf and root' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand inspect" -l policy-oid -d 'Accept only paths that are valid for the certificate policy OID, with --explicit-policy (may be repeated) [default: any]' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand inspect" -l lint -d 'Look for what is wrong with each certificate, by the rules of PROFILE (default: that of --profile)' -r -f -a "dev\t''
private\t''
public\t''"
complete -c tlsctl -n "__fish_tlsctl_using_subcommand inspect" -l fail-on -d 'The mildest severity of any finding that makes the exit code 1 [default: error with --lint, else the verdict decides]' -r -f -a "notice\t''
warning\t''
error\t''"
complete -c tlsctl -n "__fish_tlsctl_using_subcommand inspect" -l expires-within -d 'List what ends within SPAN (30d), or with less than a share of its lifetime left (33%)' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand inspect" -l at -d 'Judge times as of TIME: RFC 3339, a date, or a span from now such as +30d' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand inspect" -l to -d 'Write what the inputs hold in another form, to --output or standard output' -r -f -a "pem\t''
der\t''
pkcs7\t''
pkcs12\t''
pkcs12-legacy\t''
jks\t''
k8s-secret\t''"
complete -c tlsctl -n "__fish_tlsctl_using_subcommand inspect" -l fix -d 'Write the chain that a server should send to FILE: in order, no root, nothing twice' -r -F
complete -c tlsctl -n "__fish_tlsctl_using_subcommand inspect" -l starttls -d 'Ask servers for TLS in this protocol first' -r -f -a "ftp\t'file transfer, AUTH TLS (RFC 4217)'
imap\t'mail access (RFC 3501)'
irc\t'chat, STARTTLS of IRCv3'
ldap\t'directories, the StartTLS operation (RFC 4511)'
lmtp\t'local mail delivery (RFC 2033)'
mqtt\t'message queues: TLS from the first byte, at port 8883'
mysql\t'MySQL and MariaDB'
nntp\t'network news (RFC 4642)'
pop3\t'mail retrieval, STLS (RFC 2595)'
postgres\t'PostgreSQL, SSLRequest'
rdp\t'Windows remote desktop (MS-RDPBCGR)'
sieve\t'mail filters, ManageSieve (RFC 5804)'
smtp\t'mail submission and relay (RFC 3207)'
xmpp-client\t'chat, client to server (RFC 6120)'
xmpp-server\t'chat, server to server (RFC 6120)'"
complete -c tlsctl -n "__fish_tlsctl_using_subcommand inspect" -l sni -d 'The server name to send, or `none` [default: the server\'s name]' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand inspect" -l connect -d 'Connect to ADDR[:PORT] instead of where the server\'s name leads' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand inspect" -l proxy -d 'Connect to servers through a proxy: http://HOST:PORT, socks5://HOST:PORT or socks5h://HOST:PORT [env: TLSCTL_PROXY]' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand inspect" -l timeout -d 'How long to wait for a connection, and again for each answer' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand inspect" -l password-file -d 'Read the password from the first line of FILE [env: TLSCTL_PASSWORD holds the password itself]' -r -F
complete -c tlsctl -n "__fish_tlsctl_using_subcommand inspect" -l password-env -d 'Read the password from the environment variable NAME' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand inspect" -l format -d 'How to write what was found out' -r -f -a "human\t'text for people'
json\t'one JSON document (schema tlsctl/report/1); several targets make an array'
jsonl\t'one JSON document a line'
csv\t'a row for each fact, finding and problem'
junit\t'JUnit XML for CI servers'
sarif\t'SARIF 2.1.0 for code scanning'
html\t'one page for a browser'
markdown\t'tables for a pull request or a wiki'
github\t'annotations in a GitHub workflow'
prometheus\t'metrics for the node exporter\'s textfile collector'"
complete -c tlsctl -n "__fish_tlsctl_using_subcommand inspect" -s o -l output -d 'Write data to FILE instead of standard output (-); a report replaces an earlier one, and nothing else' -r -F
complete -c tlsctl -n "__fish_tlsctl_using_subcommand inspect" -l color -d 'When to use colour; auto heeds NO_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c tlsctl -n "__fish_tlsctl_using_subcommand inspect" -l short -d 'Show one line for each certificate'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand inspect" -l tree -d 'Show only who signed whom'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand inspect" -l verify -d 'Verify the leaf of each input: its chain to a trusted root, its times, its usage; implied by what follows'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand inspect" -l stack -d 'Say what other verifiers would say, where they are known to differ: OpenSSL, Go, webpki, GnuTLS, NSS, Chrome, Apple'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand inspect" -l explicit-policy -d 'Require that a path is valid for a certificate policy (RFC 5280, initial-explicit-policy)'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand inspect" -l inhibit-any -d 'Let anyPolicy stand for no policy (RFC 5280, initial-any-policy-inhibit)'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand inspect" -l inhibit-mapping -d 'Let no policy be mapped to another (RFC 5280, initial-policy-mapping-inhibit)'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand inspect" -l rules -d 'List the rules of --lint: their severity in each profile, source, remedy, and zlint\'s names'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand inspect" -l split -d 'Write a file for each certificate, key and list, into the directory that --output names'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand inspect" -l merge -d 'Write everything that the inputs hold as one, each thing once (PEM unless --to says otherwise)'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand inspect" -l reorder -d 'Put the leaf first and each signer after it'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand inspect" -l force -d 'Replace files that exist'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand inspect" -s q -l quiet -d 'Say nothing but data and errors'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand inspect" -s v -l verbose -d 'Say more'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand inspect" -l no-progress -d 'Show no progress bar, even on a terminal'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand inspect" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand inspect" -s V -l version -d 'Print version'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand serve" -l bad -d 'Serve broken certificates, each under a host of its own: a case, a group, or `all`; may be repeated (`tlsctl gen bad --list`)' -r -f -a "all\t'every case'
time\t''
names\t''
chains\t''
ca-logic\t''
name-constraints\t''
usages\t''
identity\t''
keys\t''
signatures\t''
revocation\t''
transparency\t''
encoding\t''
clients\t''
published-keys\t''
lists\t''
good-time\t'it began an hour ago and ends in 45 days'
good-48-days\t'it lives a day longer than the 47 days that public certificates have from 15 March 2029 on'
good-101-days\t'it lives a day longer than the 100 days that public certificates have from 15 March 2027 on'
expired\t'it ended yesterday'
expired-by-a-second\t'it ended one second ago'
expired-by-five-seconds\t'it ended five seconds ago'
expired-1963\t'it ended in 1963, before the time that computers count from'
not-yet-valid\t'it begins next year'
not-yet-valid-by-an-hour\t'it begins in an hour'
reversed-validity\t'it ends before it begins'
expired-intermediate\t'the intermediate above it ended yesterday'
not-yet-valid-intermediate\t'the intermediate above it begins next year'
expired-root\t'the trusted root ended yesterday'
no-end\t'it never ends: its last day is in the year 9999'
over-825-days\t'it lives longer than 825 days'
over-398-days\t'it lives longer than 398 days'
over-200-days\t'it lives longer than 200 days'
outlives-issuer\t'it ends after its issuer does'
generalized-time-before-2050\t'a time before 2050 is written as GeneralizedTime'
utc-time-for-2050\t'its end in 2050 is written as UTCTime, which makes it 1950'
fractional-seconds\t'a time has a fraction of a second'
time-with-offset\t'a time is in local time'
time-without-seconds\t'a time has no seconds'
good-name\t'the name asked for is among its alternative names'
good-wildcard\t'its wildcard stands for the label asked for'
good-no-common-name\t'its subject has no common name'
good-no-subject\t'it has no subject, and its alternative names are critical'
good-international-name\t'its name is Japanese, as DNS writes it'
good-many-names\t'the name asked for is the last of a thousand'
good-ten-thousand-names\t'the name asked for is the last of ten thousand'
good-long-label\t'one label of its name has 63 letters'
good-long-label-with-dashes\t'one label of its name has 63 characters, dashes among them'
good-mapped-address\t'beside its host it names an IPv4 address as IPv6 maps it'
good-confusing-names\t'names of other kinds that hold other hosts stand before its own'
wrong-host\t'it is for another host'
fallback\t'it is for the name that stands for every unknown one'
wildcard-above\t'its wildcard is for names below the one asked for'
wildcard-two-labels\t'its wildcard would have to stand for two labels'
wildcard-partial\t'its wildcard is for a part of a label'
wildcard-double\t'its name has two wildcards'
wildcard-not-first\t'its wildcard is not in the first label'
wildcard-bare\t'its name is a lone asterisk'
wildcard-public-suffix\t'one of its names is a wildcard for all of .com'
common-name-only\t'only its common name has the host'
common-name-right\t'its common name has the host, its alternative names have another'
common-name-elsewhere\t'its common name is none of its alternative names'
common-name-too-long\t'its common name has 65 characters'
empty-names\t'its list of alternative names is empty'
email-only\t'its only name is a mail address'
uri-only\t'its only name is a URI'
trailing-dot\t'its name ends in a dot'
leading-dot\t'its name begins with a dot'
empty-label\t'one of its names has an empty label'
label-too-long\t'one of its names has a label of 64 characters'
name-too-long\t'one of its names has more than 253 characters'
underscore\t'its name has an underscore'
space-in-name\t'one of its names has a space'
nul-in-name\t'its name goes on after a NUL'
nul-in-common-name\t'its common name goes on after a NUL'
unicode-name\t'its name is in UTF-8 instead of A-labels'
homograph\t'a label of its name is in Cyrillic letters that look like `spoof`'
emoji-name\t'a label of its name is an emoji'
address-as-dns-name\t'an IP address stands among its DNS names'
address-of-five-octets\t'one of its IP addresses has five octets'
address-of-fifteen-octets\t'one of its IP addresses has fifteen octets'
address-with-mask\t'one of its IP addresses has a mask with it'
duplicate-name\t'it has the same name twice'
no-subject-not-critical\t'it has no subject, and its alternative names are not critical'
critical-names\t'it has a subject, and its alternative names are critical'
good-chain\t'the leaf comes first, then what signed it'
good-two-intermediates\t'two intermediates are sent, each after what it signed'
good-three-intermediates\t'three intermediates are sent, each after what it signed'
good-ten-intermediates\t'ten intermediates stand between it and the root'
good-bridge\t'its root is reached over a bridge from the one that is trusted'
missing-intermediate\t'the intermediate is not sent'
wrong-order\t'the intermediates are sent in the wrong order'
reversed-chain\t'the intermediate is sent first'
duplicate-leaf\t'the leaf is sent twice'
unrelated-certificate\t'a certificate that does not belong to the chain is sent'
root-included\t'the root is sent along'
root-only\t'nothing is sent but the trusted root'
self-signed\t'it is signed by its own key'
self-signed-ca\t'it is signed by its own key and calls itself a CA'
untrusted-root\t'the chain ends in a root that is not trusted'
cycle\t'the CAs above it have only signed each other'
deep-chain\t'forty intermediates stand between it and the root'
very-deep-chain\t'a hundred intermediates stand between it and the root'
expired-twin\t'an expired twin of the intermediate is sent first, the current one after it'
good-expired-cross-sign\t'the root is also sent as signed by an older root that expired'
good-ca\t'the intermediate says that it is a CA'
good-path-length\t'the intermediate may have no CA below it, and has none'
good-self-issued\t'a CA with path length 0 stands above a certificate that it issued to itself'
intermediate-without-basic-constraints\t'the intermediate has no basic constraints'
intermediate-not-a-ca\t'the intermediate says that it is no CA'
signed-by-a-leaf\t'it is signed by another server certificate'
basic-constraints-not-critical\t'the basic constraints of the intermediate are not critical'
path-length-0\t'an intermediate with path length 0 has a CA below it'
path-length-1\t'an intermediate with path length 1 has two CAs below it'
no-cert-sign\t'the key usage of the intermediate does not allow signing certificates'
leaf-is-a-ca\t'the server certificate is a CA'
leaf-may-sign\t'the key usage of the server certificate allows signing certificates'
version-1\t'it is of version 1, without extensions'
version-1-intermediate\t'the intermediate is of version 1'
version-1-with-extensions\t'it is of version 1 and has extensions'
version-3-without-extensions\t'it is of version 3, without extensions'
version-4\t'it is of version 4'
duplicate-extension\t'it has the same extension twice'
unknown-critical\t'it has a critical extension that nobody knows'
unknown-critical-intermediate\t'the intermediate has a critical extension that nobody knows'
unknown-critical-root\t'the root has a critical extension that nobody knows'
unknown-critical-unrelated\t'a certificate beside the chain has a critical extension that nobody knows'
good-unknown-extension\t'it has an extension that nobody knows and that is not critical'
root-for-servers\t'the root says what it is for'
good-constraints\t'its name lies within what its CA may name'
good-constraints-other-kind\t'its CA is constrained in mail addresses, not in hosts'
not-permitted\t'its name is not among those that its CA may name'
excluded\t'its name is among those that its CA may not name'
excluded-wins\t'its name is both permitted and excluded'
excluded-wildcard\t'its wildcard also stands for a name that is excluded'
widened-constraint\t'a CA lets the one below it name more than it may itself'
address-not-permitted\t'one of its addresses is not among those that its CA may name'
address-excluded\t'one of its addresses is excluded'
mail-excluded\t'one of its mail addresses is excluded'
mail-not-permitted\t'one of its mail addresses is not among those that its CA may name'
uri-excluded\t'one of its URIs is excluded'
uri-not-permitted\t'one of its URIs is not among those that its CA may name'
directory-excluded\t'its subject is excluded'
directory-not-permitted\t'its subject is not among those that its CA may name'
constraint-with-dot\t'the constraint of its CA begins with a dot'
constraints-in-leaf\t'it is no CA and has name constraints'
constraints-not-critical\t'the constraints of its CA are not critical'
constraints-empty\t'the constraints of its CA are empty'
constraint-mask\t'the mask of an address constraint has a hole'
common-name-outside\t'only its common name has the host, which its CA may not name'
busy-constraints\t'it has 700 names, and its CA 1600 constraints'
good-usage\t'it is for servers, and its key for signatures'
good-odd-key-usage\t'beside signatures its key is for agreement and enciphering only, which nobody can use'
good-extended-validation\t'it is made as EV certificates are'
client-only\t'it is for clients only'
code-signing\t'it is for signing programs'
mail-only\t'it is for mail, and its key for revocation lists'
any-usage\t'it is for any purpose'
no-usages\t'its list of purposes is empty'
usage-unsaid\t'it names no purpose'
intermediate-for-clients\t'the intermediate is for clients only'
encipherment-with-ec\t'its key is on an elliptic curve and for encrypting keys'
key-usage-empty\t'its key usage names no use'
key-usage-not-critical\t'its key usage is not critical'
key-usage-for-agreement\t'its key is not for signatures'
good-identity\t'issuer, key identifiers and serial number are as they should be'
good-same-name-other-key\t'another intermediate of the same name, with another key, is sent first'
good-same-key-other-name\t'another intermediate with the same key, but another name, is sent first'
key-identifier-mismatch\t'the key identifier that it gives for its issuer is another'
issuer-by-serial\t'it gives its issuer by serial number instead of key'
no-authority-key-identifier\t'it has no authority key identifier'
no-subject-key-identifier\t'it has no subject key identifier'
ca-without-key-identifier\t'the intermediate has no subject key identifier'
other-issuer-name\t'it names another issuer than the one that signed it'
issuer-name-folded\t'it names its issuer in other capitals'
issuer-name-retyped\t'it writes its issuer in another kind of string'
issuer-name-spaced\t'it writes its issuer with another number of spaces'
issuer-empty\t'it names no issuer'
serial-zero\t'its serial number is 0'
serial-negative\t'its serial number is negative'
serial-too-long\t'its serial number has 21 octets'
serial-short\t'its serial number is 7'
serial-reused\t'another certificate of its issuer, which is sent along, has its serial number'
good-rsa-key\t'its key is RSA of 2048 bits'
good-p384-key\t'its key is on P-384'
good-ed25519-key\t'its key is Ed25519'
good-ed448-key\t'its key is Ed448'
good-rsa-3072-key\t'its key is RSA of 3072 bits'
good-rsa-4096-key\t'its key is RSA of 4096 bits'
good-rsa-8192-key\t'its key is RSA of 8192 bits'
good-large-key-sha512\t'its issuer signs with RSA of 8192 bits and SHA-512'
good-ml-dsa-key\t'its key is ML-DSA-65'
rsa-512\t'its key is RSA of 512 bits'
rsa-1024\t'its key is RSA of 1024 bits'
rsa-2047\t'its key is RSA of 2047 bits'
rsa-exponent-1\t'its public exponent is 1'
rsa-exponent-3\t'its public exponent is 3'
rsa-exponent-even\t'its public exponent is even'
rsa-close-primes\t'the primes of its key lie next to each other'
rsa-shared-prime\t'its key and the key of its issuer share a prime'
rsa-small-factor\t'the modulus of its key is divisible by 251'
rsa-roca\t'its key has the shape of those that can be factored (ROCA)'
p192\t'its key is on P-192'
dsa-key\t'its key is DSA'
secp256k1\t'its key is on secp256k1'
pss-key\t'its RSA key is for PSS alone'
explicit-curve\t'the curve of its key is given by numbers instead of a name'
key-mismatch\t'the private key does not belong to it'
good-sha256\t'it is signed with RSA and SHA-256'
good-sha384\t'it is signed with RSA and SHA-384'
good-sha512\t'it is signed with RSA and SHA-512'
sha1\t'it is signed with SHA-1'
sha1-2016\t'it is signed with SHA-1, and ended in 2016'
sha1-2017\t'it is signed with SHA-1, and ended in 2017'
md5\t'it is signed with MD5'
sha1-intermediate\t'the intermediate is signed with SHA-1'
good-sha1-root\t'the trusted root is signed with SHA-1'
flipped-bit\t'one bit of its signature is wrong'
changed-content\t'it was changed after it was signed'
wrong-issuer-key\t'it is signed by another key than that of its issuer'
algorithm-mismatch\t'the signature algorithm inside is another than outside'
signature-empty\t'its signature is empty'
signature-zero\t'both numbers of its ECDSA signature are 0'
signature-without-null\t'the parameters of its signature algorithm are missing'
good-crl\t'a current revocation list does not have it'
good-delta\t'it was on hold, and the delta to the list takes it off'
good-indirect-crl\t'the root\'s list for the intermediate has only another issuer\'s of that number'
good-staple\t'a current OCSP response is stapled, and says that it is good'
good-must-staple\t'it demands a stapled OCSP response, and one is stapled'
good-delegated-responder\t'a responder that the issuer certified says that it is good'
good-other-nonce\t'the stapled OCSP response has a nonce that nobody asked with'
revoked\t'its issuer has revoked it'
revoked-intermediate\t'the intermediate is revoked'
revoked-in-long-crl\t'it is the last of ten thousand and one on its revocation list'
revoked-in-delta\t'the delta to the revocation list has it'
revoked-indirectly\t'the list that the root issues for the intermediate has it'
crl-expired\t'its revocation list is out of date'
crl-not-yet-valid\t'its revocation list is of tomorrow'
crl-of-another-issuer\t'its revocation list is of another CA'
crl-not-indirect\t'the list by another CA does not say that it is indirect'
crl-bad-signature\t'its revocation list is signed by another key'
crl-without-number\t'its revocation list has no number'
staple-revoked\t'the stapled OCSP response says that it is revoked'
staple-unknown\t'the stapled OCSP response does not know it'
staple-expired\t'the stapled OCSP response is out of date'
staple-not-yet-valid\t'the stapled OCSP response is of tomorrow'
staple-of-another\t'the stapled OCSP response is about another certificate'
staple-bad-signature\t'the stapled OCSP response is signed by another key'
staple-unauthorized\t'the stapled OCSP response is from who may not give it'
must-staple-without-staple\t'it demands a stapled OCSP response, and none is stapled'
responder-without-nocheck\t'the responder has a certificate whose own status would have to be asked about'
good-transparency\t'it has no timestamps, and needs none below a private root'
good-unknown-log\t'its timestamps are by a log that nobody knows'
no-timestamps\t'it has no timestamps of logs'
one-timestamp\t'it has the timestamp of a single log'
timestamp-from-the-future\t'one of its timestamps is of next year'
timestamp-not-signed\t'one of its timestamps is not signed by the log that it names'
timestamps-empty\t'its list of timestamps is empty'
timestamps-garbage\t'its list of timestamps cannot be read'
precertificate\t'it is a precertificate'
good-encoding\t'it is DER from the first octet to the last'
good-pkcs1-key\t'its key is in the older form of PKCS#1'
good-sec1-key\t'its key is in the older form of SEC 1'
good-encrypted-key\t'its key is encrypted'
trailing-octets\t'two octets stand after its end'
indefinite-length\t'its length is left open, as BER allows and DER does not'
long-length\t'one of its lengths has an octet too many'
boolean-not-der\t'one of its BOOLEANs is neither 00 nor ff'
default-written\t'a default value is written out'
serial-padded\t'its serial number has a needless zero before it'
extension-garbage\t'its alternative names cannot be read'
extensions-empty\t'its list of extensions is empty'
name-not-utf8\t'its common name is not UTF-8'
printable-string\t'a PrintableString has a character that it cannot have'
escapes-in-name\t'its subject has control codes for terminals'
truncated\t'its last 20 octets are missing'
pem-truncated\t'the file ends in the middle of the certificate'
pem-label\t'the lines around it say that it is a public key'
good-client\t'it is a client\'s'
good-client-demanded\t'the server demands a certificate, and client.pem is one that it takes'
good-client-of-nobody\t'the server demands a certificate that nobody has'
client-expired\t'it is a client\'s, and ended a day ago'
client-not-yet-valid\t'it is a client\'s, and begins in ten years'
client-revoked\t'it is a client\'s, and its issuer has revoked it'
client-untrusted\t'it is a client\'s, below a root that the server does not trust'
client-weak\t'it is a client\'s, and signed with MD5'
client-for-mail\t'it is for mail, and its key for revocation lists'
client-for-servers\t'it is a server\'s'
good-own-root\t'the root is a development one that the client was told to trust'
superfish\t'it hangs below a root of the shape of Superfish\'s: RSA of 1024 bits, SHA-1'
edellroot\t'it hangs below a root of the shape of eDellRoot: SHA-1, and not marked as a CA'
dsdtestprovider\t'it hangs below a root of the shape of DSDTestProvider: RSA of 4096 bits, SHA-512'
preact-cli\t'it hangs below a root of the shape of preact-cli\'s: Acme Co'
webpack-dev-server\t'it hangs below a root of the shape of webpack-dev-server\'s: localhost'
mitm-software\t'it hangs below a root of the shape of a listening program\'s: SHA-1, a CA by constraints that are not critical'
good-pinned\t'it is sound, and its key is not the one that spki.txt pins'
good-known-interception\t'it is sound, and the key of its issuer is the one in spki.txt'
good-blocked-interception\t'it is sound, and the key of its issuer is the one in spki.txt, which a client may block'
captive-portal\t'it is for the page of a portal where one logs in; its key is the one in spki.txt'"
complete -c tlsctl -n "__fish_tlsctl_using_subcommand serve" -l echo -d 'Answer with what the client sent and what the server knows, as JSON; or with raw bytes' -r -f -a "http\t'Requests, as JSON'
raw\t'Bytes, as they come, without HTTP'"
complete -c tlsctl -n "__fish_tlsctl_using_subcommand serve" -l proxy -d 'Pass requests on to http://HOST:PORT, https://HOST, h2c://HOST:PORT, or unix:PATH' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand serve" -l tls -d 'A directory with privkey.pem and fullchain.pem, a directory of those, or a file with both; served under NAMEs instead of the certificate\'s where they are given' -r -F
complete -c tlsctl -n "__fish_tlsctl_using_subcommand serve" -l cert -d 'The certificate chain, leaf first (and the key, where --key is left out)' -r -F
complete -c tlsctl -n "__fish_tlsctl_using_subcommand serve" -l cert-b64 -d 'The certificate chain, PEM in base64' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand serve" -l cert-pem -d 'The certificate chain, PEM' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand serve" -l key -d 'The private key' -r -F
complete -c tlsctl -n "__fish_tlsctl_using_subcommand serve" -l password-file -d 'Read the password from the first line of FILE [env: TLSCTL_PASSWORD holds the password itself]' -r -F
complete -c tlsctl -n "__fish_tlsctl_using_subcommand serve" -l password-env -d 'Read the password from the environment variable NAME' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand serve" -l name -d 'Add a name to the ad-hoc certificate; with --bad, the name below which the hosts are [default: tls.localhost]' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand serve" -l ca-out -d 'Write the ad-hoc certificate\'s throw-away CA to FILE, for clients to trust' -r -F
complete -c tlsctl -n "__fish_tlsctl_using_subcommand serve" -l ocsp -d 'Staple the OCSP response in FILE to the first certificate' -r -F
complete -c tlsctl -n "__fish_tlsctl_using_subcommand serve" -l client-ca -d 'Ask clients for a certificate signed by a CA in FILE' -r -F
complete -c tlsctl -n "__fish_tlsctl_using_subcommand serve" -l client-ca-b64 -d 'The same, PEM in base64' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand serve" -l client-ca-pem -d 'The same, PEM' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand serve" -l client-auth -d 'Whether a client without a certificate is refused [default: require]' -r -f -a "request\t'A client may show one; what it shows must be good'
require\t'Every client must show one'"
complete -c tlsctl -n "__fish_tlsctl_using_subcommand serve" -l min-tls -d 'The oldest version of TLS to speak [default: 1.2]' -r -f -a "1.2\t'TLS 1.2'
1.3\t'TLS 1.3'"
complete -c tlsctl -n "__fish_tlsctl_using_subcommand serve" -l max-tls -d 'The newest version of TLS to speak [default: 1.3]' -r -f -a "1.2\t'TLS 1.2'
1.3\t'TLS 1.3'"
complete -c tlsctl -n "__fish_tlsctl_using_subcommand serve" -l ciphers -d 'The suites to speak, in order of preference, separated by commas' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand serve" -l groups -d 'The groups to speak, in order of preference, separated by commas' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand serve" -l alpn -d 'The application protocols to offer, separated by commas [default: h2,http/1.1,http/1.0]' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand serve" -l ticket-key -d 'Seal session tickets with the key in FILE, which other servers may share' -r -F
complete -c tlsctl -n "__fish_tlsctl_using_subcommand serve" -l keylog -d 'Write session secrets to FILE, for Wireshark [env: SSLKEYLOGFILE]' -r -F
complete -c tlsctl -n "__fish_tlsctl_using_subcommand serve" -l listen -d 'Where to listen: HOST:PORT, :PORT for every interface, port 0 for one that the system chooses; unix:PATH[:mode=MODE]; systemd[:NAME] for sockets that it passed on [default: these, or localhost:8443]' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand serve" -l http -d 'Redirect HTTP at ADDR to HTTPS' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand serve" -l webroot -d 'Serve the files in DIR/.well-known over HTTP, for ACME challenges' -r -f -a "(__fish_complete_directories)"
complete -c tlsctl -n "__fish_tlsctl_using_subcommand serve" -l redirect-code -d 'The status of redirections: 301, 302, 303, 307 or 308 [default: 308]' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand serve" -l https-port -d 'The port to redirect to [default: the port of the first TLS listener, or 443]' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand serve" -l allow-host -d 'Redirect requests for these hosts only' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand serve" -l handshake-timeout -d 'How long from a connection to the end of its handshake, in seconds or as 2m [default: 10]' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand serve" -l header-timeout -d 'How long from the first byte of a request to the end of its head [default: 10]' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand serve" -l idle-timeout -d 'How long a connection may stay open without a request [default: 60]' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand serve" -l stall-timeout -d 'How long without a byte in either direction while a response is owed [default: 60]' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand serve" -l max-connections -d 'Connections at a time [default: 16384]' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand serve" -l max-connections-per-ip -d 'Connections at a time from one address; loopback is exempt [default: 1024]' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand serve" -l max-body -d 'Bytes of a request\'s body that an echo keeps [default: 1048576]' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand serve" -l grace -d 'How long requests in progress get when the server is asked to stop [default: 30]' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand serve" -l upstream-ca -d 'Trust the upstream by the CA in FILE, in place of the system\'s' -r -F
complete -c tlsctl -n "__fish_tlsctl_using_subcommand serve" -l upstream-cert -d 'Show the upstream this certificate, where it asks for one' -r -F
complete -c tlsctl -n "__fish_tlsctl_using_subcommand serve" -l upstream-key -d 'The key of --upstream-cert' -r -F
complete -c tlsctl -n "__fish_tlsctl_using_subcommand serve" -l upstream-server-name -d 'The name that the upstream must be certified for' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand serve" -l trust-proxy -d 'Take X-Forwarded-For and its like from proxies in this network; unix for those at a Unix socket' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand serve" -l upstream-proxy-protocol -d 'Tell the upstream by the PROXY protocol who asked, over a connection for each request' -r -f -a "v1\t'One line of text'
v2\t'Binary'"
complete -c tlsctl -n "__fish_tlsctl_using_subcommand serve" -l upstream-timeout -d 'How long the upstream may take to the head of a response [default: 60]' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand serve" -l upload -d 'Take in files that clients PUT, of at most SIZE each [default size: 1G]' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand serve" -l fault -d 'Commit a fault on every connection, to try clients; may be repeated (`--fault list` shows all)' -r -f -a "close\t'closes the connection without a word, in the middle of a handshake or later (default: client-hello)'
reset\t'resets the connection, RST (default: client-hello)'
stall\t'says nothing more and keeps the connection open (default: client-hello)'
half-close\t'closes its own direction only, and goes on taking what the client sends (default: handshake)'
drip\t'sends a byte every MS milliseconds (default 10), the handshake included'
garbage\t'answers the ClientHello with something that is not TLS, and closes'
alert\t'answers the ClientHello with a fatal alert, and closes'
record-version\t'writes version N (default 0x0505) on its records'
empty-record\t'sends a handshake record without content before its ServerHello'
tiny-records\t'sends each byte of its handshake messages in the clear in a record of its own'
truncated-record\t'ends the record of its ServerHello ten bytes before the message ends, and goes on with another kind of record'
oversized-record\t'answers with a record of 20,000 bytes, and closes'
hello-version\t'agrees on version N (default 0x0305) in its ServerHello'
hello-suite\t'agrees on suite N (default 0x13fe, which is none) in its ServerHello'
hello-extension\t'adds an extension to its ServerHello that no client sent'
hello-retry\t'agrees on nothing but secp384r1, so that most clients have to say hello twice (TLS 1.3)'
bad-mac\t'changes a bit of its first encrypted record'
no-tickets\t'gives out no session tickets and resumes no session'
slow-body\t'sends bodies at N bytes a second (default 10)'
short-body\t'ends bodies halfway through the length that was said'
no-close-notify\t'ends connections without the alert close_notify'
flaky\t'spares all but P percent of the connections from the other faults; alone, it resets those'
list\t'show all kinds'"
complete -c tlsctl -n "__fish_tlsctl_using_subcommand serve" -l auth -d 'Answer USER only, with the password (or its bcrypt hash) in the first line of FILE; may be repeated' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand serve" -l cors -d 'Let pages of other origins read the answers: all, or those of ORIGIN, with credentials' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand serve" -l hsts -d 'Tell clients to come back over HTTPS only, for a year or SECONDS' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand serve" -l access-log -d 'A line on standard error for every request [default: off]' -r -f -a "combined\t'Apache\'s combined format'
json\t'One JSON object a line'
off\t'None'"
complete -c tlsctl -n "__fish_tlsctl_using_subcommand serve" -l config -d 'Read settings from FILE: TOML, JSON or YAML (`tlsctl schema config`)' -r -F
complete -c tlsctl -n "__fish_tlsctl_using_subcommand serve" -l metrics -d 'Serve counters for Prometheus at ADDR/metrics, without TLS' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand serve" -l format -d 'How to write what was found out' -r -f -a "human\t'text for people'
json\t'one JSON document (schema tlsctl/report/1); several targets make an array'
jsonl\t'one JSON document a line'"
complete -c tlsctl -n "__fish_tlsctl_using_subcommand serve" -s o -l output -d 'Write data to FILE instead of standard output (-); a report replaces an earlier one, and nothing else' -r -F
complete -c tlsctl -n "__fish_tlsctl_using_subcommand serve" -l color -d 'When to use colour; auto heeds NO_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c tlsctl -n "__fish_tlsctl_using_subcommand serve" -l redirect -d 'Only redirect HTTP to HTTPS, which something else serves'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand serve" -l throw-away -d 'Make a throw-away CA for the ad-hoc certificate, even where the local CA of `tlsctl trust install` would sign it'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand serve" -l tls-strict-host -d 'Only serve clients that ask for a name which a certificate is for'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand serve" -l http3 -d 'Speak HTTP/3 too, over UDP at the same port, and say so (Alt-Svc); with --tls-strict-host unknown names get alert 49 there, where over TCP it is 112; not for Unix sockets and those of systemd'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand serve" -l plain -d 'Serve without TLS'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand serve" -l proxy-protocol -d 'Let the proxies of --trust-proxy, and only them, say by the PROXY protocol (1 or 2) for whom they speak'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand serve" -l upstream-insecure -d 'Accept any certificate of the upstream'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand serve" -l change-origin -d 'Send the upstream\'s own name as Host and Origin'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand serve" -l spa -d 'Answer navigations to pages that are not there with the index.html of DIR'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand serve" -l no-compression -d 'Compress nothing on its way; what lies compressed beside a file (.br, .zst, .gz) is still served'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand serve" -l hidden -d 'Serve dotfiles, private keys and what the server itself reads too: certificates, passwords, configuration'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand serve" -l secure-cookies -d 'Add Secure, HttpOnly and SameSite=Lax to every cookie that lacks them'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand serve" -l check-config -d 'Read and check everything, bind nothing'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand serve" -s q -l quiet -d 'Say nothing but data and errors'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand serve" -s v -l verbose -d 'Say more'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand serve" -l no-progress -d 'Show no progress bar, even on a terminal'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand serve" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand serve" -s V -l version -d 'Print version'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand probe" -l targets -d 'Read targets from FILE, one a line (- for standard input); # starts a comment' -r -F
complete -c tlsctl -n "__fish_tlsctl_using_subcommand probe" -l sni -d 'The server name to send, or `none` [default: the target\'s name]' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand probe" -l host -d 'The name that the certificate must cover [default: the server name sent, else the target\'s]' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand probe" -l connect -d 'Connect to ADDR[:PORT] instead of where the target\'s name leads' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand probe" -l proxy -d 'Connect through a proxy: http://HOST:PORT (CONNECT), socks5://HOST:PORT, or socks5h://HOST:PORT, which resolves names itself [env: TLSCTL_PROXY]' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand probe" -l starttls -d 'Ask for TLS in this protocol first' -r -f -a "ftp\t'file transfer, AUTH TLS (RFC 4217)'
imap\t'mail access (RFC 3501)'
irc\t'chat, STARTTLS of IRCv3'
ldap\t'directories, the StartTLS operation (RFC 4511)'
lmtp\t'local mail delivery (RFC 2033)'
mqtt\t'message queues: TLS from the first byte, at port 8883'
mysql\t'MySQL and MariaDB'
nntp\t'network news (RFC 4642)'
pop3\t'mail retrieval, STLS (RFC 2595)'
postgres\t'PostgreSQL, SSLRequest'
rdp\t'Windows remote desktop (MS-RDPBCGR)'
sieve\t'mail filters, ManageSieve (RFC 5804)'
smtp\t'mail submission and relay (RFC 3207)'
xmpp-client\t'chat, client to server (RFC 6120)'
xmpp-server\t'chat, server to server (RFC 6120)'"
complete -c tlsctl -n "__fish_tlsctl_using_subcommand probe" -l http-port -d 'Where the same host speaks plain HTTP [default: 80, where the target\'s port is 443]' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand probe" -l roots -d 'Whom to trust: system, mozilla, none, or a file with CA certificates (may be repeated: any of them will do; the report says it of each, and of the usual stores) [env: TLSCTL_ROOTS_FILE, _B64, _PEM] [default: system]' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand probe" -l at -d 'Judge validity at TIME: RFC 3339, a date, or a span from now such as +30d' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand probe" -l aia -d 'Fetch issuers that the server left out, from where its certificates say they are; =private also from addresses that are not public' -r -f -a "public\t''
private\t''"
complete -c tlsctl -n "__fish_tlsctl_using_subcommand probe" -l cert -d 'The client certificate to present where one is asked for (and its key, where --key is left out)' -r -F
complete -c tlsctl -n "__fish_tlsctl_using_subcommand probe" -l key -d 'The client certificate\'s key' -r -F
complete -c tlsctl -n "__fish_tlsctl_using_subcommand probe" -l password-file -d 'Read the password from the first line of FILE [env: TLSCTL_PASSWORD holds the password itself]' -r -F
complete -c tlsctl -n "__fish_tlsctl_using_subcommand probe" -l password-env -d 'Read the password from the environment variable NAME' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand probe" -l scan -d 'Run only these scans (comma-separated)' -r -f -a "protocol\t'protocol versions, SSL 2.0 to TLS 1.3'
handshake\t'what a present-day client and the server agree on'
certificate\t'the server\'s certificate'
chain\t'the chain as sent: order, what is missing, what does not belong'
verification\t'whether the certificate is trusted, for the name and at the time asked for'
lint\t'what is wrong with the certificates themselves; with --lint'
staple\t'the stapled OCSP response, and timestamps of transparency logs'
other-certificates\t'certificates that the server shows to clients of another kind'
sni\t'what a server does with the name it is asked for: right, none, wrong, and spellings of it'
starttls-injection\t'whether commands in the clear are carried out inside TLS'
client-auth\t'whether a client certificate is asked for, and whose'
suites\t'cipher suites of each version, and whose order decides'
groups\t'groups of TLS 1.3 and before, post-quantum hybrids, finite fields'
diffie-hellman\t'Diffie-Hellman primes: size, origin, reuse of keys'
signature-schemes\t'signature schemes of TLS 1.2 and 1.3'
alpn\t'application protocols'
renegotiation\t'whether renegotiation is bound to the first handshake'
compression\t'compression of records (CRIME)'
extended-master-secret\t'the extended master secret'
encrypt-then-mac\t'encryption before the MAC'
downgrade\t'the mark against downgrades from TLS 1.3'
fallback\t'refusal of unnecessary fallbacks'
heartbeat\t'whether the server takes heartbeats'
resumption\t'taking sessions up again: ids, tickets, pre-shared keys, early data'
http\t'status, server, plain HTTP, and a Host that is not the connection\'s name'
hsts\t'Strict-Transport-Security'
cookies\t'cookies without Secure, HttpOnly or SameSite'
quic\t'QUIC and HTTP/3 at the same UDP port, and what Alt-Svc says of them (--quic)'
quic-certificate\t'the certificate over QUIC, held to the same rules as that over TCP (--quic)'
certificate-compression\t'compression of certificates in TLS 1.3'
null-cipher\t'suites that do not encrypt'
anonymous-cipher\t'suites in which nobody knows who the server is'
freak\t'FREAK: RSA suites for export'
logjam\t'Logjam: Diffie-Hellman suites for export'
rc4\t'RC4'
broken-cipher\t'DES, RC2 and MD5'
sweet32\t'SWEET32: ciphers with 64-bit blocks'
drown\t'DROWN: SSL 2.0 with an RSA key'
poodle\t'POODLE: CBC in SSL 3.0'
beast\t'BEAST: CBC up to TLS 1.0'
caa\t'CAA records: who may issue certificates for the name (--dns)'
tlsa\t'TLSA records, each against the chain as served (--dns)'
https-record\t'HTTPS records, and whether the server speaks what they promise (--dns)'
ech\t'Encrypted Client Hello, where a configuration is known (--dns, --ech)'
tolerance\t'tolerance of GREASE, later versions, long and split hellos, ECH'
clients\t'which well-known clients could connect, without asking for them'
fingerprint\t'JA3S and JA4S of the first answer'
jarm\t'the JARM fingerprint (ten connections)'
vulnerabilities\t'known attacks, by malformed messages: Heartbleed, early CCS, Ticketbleed, ROBOT (only when asked for)'"
complete -c tlsctl -n "__fish_tlsctl_using_subcommand probe" -l skip -d 'Leave these scans out (comma-separated)' -r -f -a "protocol\t'protocol versions, SSL 2.0 to TLS 1.3'
handshake\t'what a present-day client and the server agree on'
certificate\t'the server\'s certificate'
chain\t'the chain as sent: order, what is missing, what does not belong'
verification\t'whether the certificate is trusted, for the name and at the time asked for'
lint\t'what is wrong with the certificates themselves; with --lint'
staple\t'the stapled OCSP response, and timestamps of transparency logs'
other-certificates\t'certificates that the server shows to clients of another kind'
sni\t'what a server does with the name it is asked for: right, none, wrong, and spellings of it'
starttls-injection\t'whether commands in the clear are carried out inside TLS'
client-auth\t'whether a client certificate is asked for, and whose'
suites\t'cipher suites of each version, and whose order decides'
groups\t'groups of TLS 1.3 and before, post-quantum hybrids, finite fields'
diffie-hellman\t'Diffie-Hellman primes: size, origin, reuse of keys'
signature-schemes\t'signature schemes of TLS 1.2 and 1.3'
alpn\t'application protocols'
renegotiation\t'whether renegotiation is bound to the first handshake'
compression\t'compression of records (CRIME)'
extended-master-secret\t'the extended master secret'
encrypt-then-mac\t'encryption before the MAC'
downgrade\t'the mark against downgrades from TLS 1.3'
fallback\t'refusal of unnecessary fallbacks'
heartbeat\t'whether the server takes heartbeats'
resumption\t'taking sessions up again: ids, tickets, pre-shared keys, early data'
http\t'status, server, plain HTTP, and a Host that is not the connection\'s name'
hsts\t'Strict-Transport-Security'
cookies\t'cookies without Secure, HttpOnly or SameSite'
quic\t'QUIC and HTTP/3 at the same UDP port, and what Alt-Svc says of them (--quic)'
quic-certificate\t'the certificate over QUIC, held to the same rules as that over TCP (--quic)'
certificate-compression\t'compression of certificates in TLS 1.3'
null-cipher\t'suites that do not encrypt'
anonymous-cipher\t'suites in which nobody knows who the server is'
freak\t'FREAK: RSA suites for export'
logjam\t'Logjam: Diffie-Hellman suites for export'
rc4\t'RC4'
broken-cipher\t'DES, RC2 and MD5'
sweet32\t'SWEET32: ciphers with 64-bit blocks'
drown\t'DROWN: SSL 2.0 with an RSA key'
poodle\t'POODLE: CBC in SSL 3.0'
beast\t'BEAST: CBC up to TLS 1.0'
caa\t'CAA records: who may issue certificates for the name (--dns)'
tlsa\t'TLSA records, each against the chain as served (--dns)'
https-record\t'HTTPS records, and whether the server speaks what they promise (--dns)'
ech\t'Encrypted Client Hello, where a configuration is known (--dns, --ech)'
tolerance\t'tolerance of GREASE, later versions, long and split hellos, ECH'
clients\t'which well-known clients could connect, without asking for them'
fingerprint\t'JA3S and JA4S of the first answer'
jarm\t'the JARM fingerprint (ten connections)'
vulnerabilities\t'known attacks, by malformed messages: Heartbleed, early CCS, Ticketbleed, ROBOT (only when asked for)'"
complete -c tlsctl -n "__fish_tlsctl_using_subcommand probe" -l crl -d 'A file with revocation lists to consult (may be repeated)' -r -F
complete -c tlsctl -n "__fish_tlsctl_using_subcommand probe" -l lint -d 'Look for what is wrong with each certificate itself, by the rules of PROFILE' -r -f -a "dev\t''
private\t''
public\t''"
complete -c tlsctl -n "__fish_tlsctl_using_subcommand probe" -l resolver -d 'Ask this DNS server instead of the system\'s, for addresses too, at port 53 unless ADDR:PORT (implies --dns, but for --fast)' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand probe" -l ech -d 'Try Encrypted Client Hello with this configuration (a file, or base64) instead of the DNS\'s' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand probe" -l fail-on -d 'The mildest severity that makes the exit code 1' -r -f -a "error\t'What a client that follows the RFC refuses, or a known attack uses'
warning\t'Also what will bite some clients, or soon'
notice\t'Also what is only worth knowing'"
complete -c tlsctl -n "__fish_tlsctl_using_subcommand probe" -l concurrency -d 'Targets probed at one time' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand probe" -l per-host -d 'Connections open to one target at one time' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand probe" -l rate -d 'New connections to one target per second' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand probe" -l max-connections -d 'Connections to one target in all; what goes unasked is inconclusive' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand probe" -l timeout -d 'How long to wait for a connection, and again for each answer' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand probe" -l total-timeout -d 'How long one target may take in all [default: 60s, or 300s with --polite]' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand probe" -l retries -d 'How often to ask again what got no answer' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand probe" -l format -d 'How to write what was found out' -r -f -a "human\t'text for people'
json\t'one JSON document (schema tlsctl/report/1); several targets make an array'
jsonl\t'one JSON document a line'
csv\t'a row for each fact, finding and problem'
junit\t'JUnit XML for CI servers'
sarif\t'SARIF 2.1.0 for code scanning'
html\t'one page for a browser'
markdown\t'tables for a pull request or a wiki'
github\t'annotations in a GitHub workflow'
prometheus\t'metrics for the node exporter\'s textfile collector'"
complete -c tlsctl -n "__fish_tlsctl_using_subcommand probe" -s o -l output -d 'Write data to FILE instead of standard output (-); a report replaces an earlier one, and nothing else' -r -F
complete -c tlsctl -n "__fish_tlsctl_using_subcommand probe" -l color -d 'When to use colour; auto heeds NO_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c tlsctl -n "__fish_tlsctl_using_subcommand probe" -l skip-bad-targets -d 'Leave out what is no target, with a warning, instead of refusing to start'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand probe" -l all-ips -d 'Probe every address that a name has, each for itself'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand probe" -s 4 -l ipv4 -d 'Use IPv4 only'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand probe" -s 6 -l ipv6 -d 'Use IPv6 only'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand probe" -s k -l insecure -d 'Do not judge whether the certificate is trusted'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand probe" -l fast -d 'Ask for one handshake and no more'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand probe" -l quic -d 'Ask over QUIC too, at the same port of UDP: versions, HTTP/3, its certificate, and whether Alt-Svc tells the truth'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand probe" -l dns -d 'Ask the DNS too: CAA, TLSA (each record against the chain), HTTPS records'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand probe" -l facts -d 'List every fact and every finding that a report may hold, and exit'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand probe" -l polite -d 'One connection at a time and four a second'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand probe" -s q -l quiet -d 'Say nothing but data and errors'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand probe" -s v -l verbose -d 'Say more'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand probe" -l no-progress -d 'Show no progress bar, even on a terminal'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand probe" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand probe" -s V -l version -d 'Print version'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand trust; and not __fish_seen_subcommand_from install uninstall status" -l format -d 'How to write what was found out' -r -f -a "human\t'text for people'
json\t'one JSON document (schema tlsctl/report/1); several targets make an array'
jsonl\t'one JSON document a line'"
complete -c tlsctl -n "__fish_tlsctl_using_subcommand trust; and not __fish_seen_subcommand_from install uninstall status" -s o -l output -d 'Write data to FILE instead of standard output (-); a report replaces an earlier one, and nothing else' -r -F
complete -c tlsctl -n "__fish_tlsctl_using_subcommand trust; and not __fish_seen_subcommand_from install uninstall status" -l color -d 'When to use colour; auto heeds NO_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c tlsctl -n "__fish_tlsctl_using_subcommand trust; and not __fish_seen_subcommand_from install uninstall status" -s q -l quiet -d 'Say nothing but data and errors'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand trust; and not __fish_seen_subcommand_from install uninstall status" -s v -l verbose -d 'Say more'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand trust; and not __fish_seen_subcommand_from install uninstall status" -l no-progress -d 'Show no progress bar, even on a terminal'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand trust; and not __fish_seen_subcommand_from install uninstall status" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand trust; and not __fish_seen_subcommand_from install uninstall status" -s V -l version -d 'Print version'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand trust; and not __fish_seen_subcommand_from install uninstall status" -f -a "install" -d 'Make this machine\'s programs trust a root'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand trust; and not __fish_seen_subcommand_from install uninstall status" -f -a "uninstall" -d 'Take a root out of every store that holds it'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand trust; and not __fish_seen_subcommand_from install uninstall status" -f -a "status" -d 'Say which stores hold a root; exit 1 where one does not'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand trust; and __fish_seen_subcommand_from install" -l store -d 'Only this store; may be repeated' -r -f -a "system\t'the system\'s store on Debian, Fedora, Arch, SUSE and their kin'
keychain\t'the system keychain on macOS'
windows\t'the current user\'s root store on Windows, also from within WSL'
nss\t'NSS databases: Firefox, Thunderbird, LibreWolf, and Chromium on Linux'
java\t'the cacerts of JAVA_HOME, or of the java in PATH'"
complete -c tlsctl -n "__fish_tlsctl_using_subcommand trust; and __fish_seen_subcommand_from install" -l permit -d 'Also let the local CA sign below NAME; without CERT, when the local CA is first made' -r
complete -c tlsctl -n "__fish_tlsctl_using_subcommand trust; and __fish_seen_subcommand_from install" -l format -d 'How to write what was found out' -r -f -a "human\t'text for people'
json\t'one JSON document (schema tlsctl/report/1); several targets make an array'
jsonl\t'one JSON document a line'"
complete -c tlsctl -n "__fish_tlsctl_using_subcommand trust; and __fish_seen_subcommand_from install" -s o -l output -d 'Write data to FILE instead of standard output (-); a report replaces an earlier one, and nothing else' -r -F
complete -c tlsctl -n "__fish_tlsctl_using_subcommand trust; and __fish_seen_subcommand_from install" -l color -d 'When to use colour; auto heeds NO_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c tlsctl -n "__fish_tlsctl_using_subcommand trust; and __fish_seen_subcommand_from install" -l dry-run -d 'Show the commands and change nothing'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand trust; and __fish_seen_subcommand_from install" -s q -l quiet -d 'Say nothing but data and errors'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand trust; and __fish_seen_subcommand_from install" -s v -l verbose -d 'Say more'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand trust; and __fish_seen_subcommand_from install" -l no-progress -d 'Show no progress bar, even on a terminal'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand trust; and __fish_seen_subcommand_from install" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand trust; and __fish_seen_subcommand_from install" -s V -l version -d 'Print version'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand trust; and __fish_seen_subcommand_from uninstall" -l store -d 'Only this store; may be repeated' -r -f -a "system\t'the system\'s store on Debian, Fedora, Arch, SUSE and their kin'
keychain\t'the system keychain on macOS'
windows\t'the current user\'s root store on Windows, also from within WSL'
nss\t'NSS databases: Firefox, Thunderbird, LibreWolf, and Chromium on Linux'
java\t'the cacerts of JAVA_HOME, or of the java in PATH'"
complete -c tlsctl -n "__fish_tlsctl_using_subcommand trust; and __fish_seen_subcommand_from uninstall" -l format -d 'How to write what was found out' -r -f -a "human\t'text for people'
json\t'one JSON document (schema tlsctl/report/1); several targets make an array'
jsonl\t'one JSON document a line'"
complete -c tlsctl -n "__fish_tlsctl_using_subcommand trust; and __fish_seen_subcommand_from uninstall" -s o -l output -d 'Write data to FILE instead of standard output (-); a report replaces an earlier one, and nothing else' -r -F
complete -c tlsctl -n "__fish_tlsctl_using_subcommand trust; and __fish_seen_subcommand_from uninstall" -l color -d 'When to use colour; auto heeds NO_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c tlsctl -n "__fish_tlsctl_using_subcommand trust; and __fish_seen_subcommand_from uninstall" -l dry-run -d 'Show the commands and change nothing'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand trust; and __fish_seen_subcommand_from uninstall" -s q -l quiet -d 'Say nothing but data and errors'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand trust; and __fish_seen_subcommand_from uninstall" -s v -l verbose -d 'Say more'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand trust; and __fish_seen_subcommand_from uninstall" -l no-progress -d 'Show no progress bar, even on a terminal'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand trust; and __fish_seen_subcommand_from uninstall" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand trust; and __fish_seen_subcommand_from uninstall" -s V -l version -d 'Print version'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand trust; and __fish_seen_subcommand_from status" -l store -d 'Only this store; may be repeated' -r -f -a "system\t'the system\'s store on Debian, Fedora, Arch, SUSE and their kin'
keychain\t'the system keychain on macOS'
windows\t'the current user\'s root store on Windows, also from within WSL'
nss\t'NSS databases: Firefox, Thunderbird, LibreWolf, and Chromium on Linux'
java\t'the cacerts of JAVA_HOME, or of the java in PATH'"
complete -c tlsctl -n "__fish_tlsctl_using_subcommand trust; and __fish_seen_subcommand_from status" -l format -d 'How to write what was found out' -r -f -a "human\t'text for people'
json\t'one JSON document (schema tlsctl/report/1); several targets make an array'
jsonl\t'one JSON document a line'"
complete -c tlsctl -n "__fish_tlsctl_using_subcommand trust; and __fish_seen_subcommand_from status" -s o -l output -d 'Write data to FILE instead of standard output (-); a report replaces an earlier one, and nothing else' -r -F
complete -c tlsctl -n "__fish_tlsctl_using_subcommand trust; and __fish_seen_subcommand_from status" -l color -d 'When to use colour; auto heeds NO_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c tlsctl -n "__fish_tlsctl_using_subcommand trust; and __fish_seen_subcommand_from status" -l dry-run -d 'Show the commands and change nothing'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand trust; and __fish_seen_subcommand_from status" -s q -l quiet -d 'Say nothing but data and errors'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand trust; and __fish_seen_subcommand_from status" -s v -l verbose -d 'Say more'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand trust; and __fish_seen_subcommand_from status" -l no-progress -d 'Show no progress bar, even on a terminal'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand trust; and __fish_seen_subcommand_from status" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand trust; and __fish_seen_subcommand_from status" -s V -l version -d 'Print version'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand schema" -l format -d 'How to write what was found out' -r -f -a "human\t'text for people'"
complete -c tlsctl -n "__fish_tlsctl_using_subcommand schema" -s o -l output -d 'Write data to FILE instead of standard output (-); a report replaces an earlier one, and nothing else' -r -F
complete -c tlsctl -n "__fish_tlsctl_using_subcommand schema" -l color -d 'When to use colour; auto heeds NO_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c tlsctl -n "__fish_tlsctl_using_subcommand schema" -s q -l quiet -d 'Say nothing but data and errors'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand schema" -s v -l verbose -d 'Say more'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand schema" -l no-progress -d 'Show no progress bar, even on a terminal'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand schema" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand schema" -s V -l version -d 'Print version'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand completions" -l format -d 'How to write what was found out' -r -f -a "human\t'text for people'"
complete -c tlsctl -n "__fish_tlsctl_using_subcommand completions" -s o -l output -d 'Write data to FILE instead of standard output (-); a report replaces an earlier one, and nothing else' -r -F
complete -c tlsctl -n "__fish_tlsctl_using_subcommand completions" -l color -d 'When to use colour; auto heeds NO_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c tlsctl -n "__fish_tlsctl_using_subcommand completions" -s q -l quiet -d 'Say nothing but data and errors'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand completions" -s v -l verbose -d 'Say more'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand completions" -l no-progress -d 'Show no progress bar, even on a terminal'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand completions" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tlsctl -n "__fish_tlsctl_using_subcommand completions" -s V -l version -d 'Print version'
