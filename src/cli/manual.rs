//! What the manual says below the help of a verb: the environment and the files that it reads and writes.

/// What the manual's page for a command, such as `tlsctl gen ca`, says: heading, name and text of each line.
pub(crate) fn sections(command: &str) -> Vec<[&'static str; 3]> {
    let verb = command.split(' ').nth(1).unwrap_or_default();
    let is_about =
        |verbs: &str| verb.is_empty() || verbs == ALL || verbs.split(' ').any(|known| known == verb);
    [("ENVIRONMENT", ENVIRONMENT), ("FILES", FILES)]
        .into_iter()
        .flat_map(|(heading, lines)| lines.iter().map(move |line| (heading, line)))
        .filter(|(_, (verbs, ..))| is_about(verbs))
        .map(|(heading, (_, name, text))| [heading, *name, *text])
        .collect()
}

const ALL: &str = "";

/// Of which verbs, the variables, and what they do.
const ENVIRONMENT: &[(&str, &str, &str)] = &[
    (
        ALL,
        "NO_COLOR",
        "Set to anything but the empty text, it switches colour off where --color is auto.",
    ),
    (
        ALL,
        "CLICOLOR_FORCE",
        "Set to anything but 0, it switches colour on where --color is auto, on a terminal or not.",
    ),
    (
        "gen inspect probe serve",
        "TLSCTL_PASSWORD",
        "The password of an encrypted key or store, where neither --password-file nor --password-env is given.",
    ),
    (
        "serve",
        "TLSCTL_CERT_FILE, TLSCTL_CERT_B64, TLSCTL_CERT_PEM",
        "The certificate chain: the name of a file, PEM in base64, or PEM. A flag comes first.",
    ),
    (
        "serve",
        "TLSCTL_KEY_FILE, TLSCTL_KEY_B64, TLSCTL_KEY_PEM",
        "Its private key, likewise.",
    ),
    (
        "serve",
        "TLSCTL_CLIENT_CA_FILE, TLSCTL_CLIENT_CA_B64, TLSCTL_CLIENT_CA_PEM",
        "Who certifies clients, likewise.",
    ),
    (
        "serve",
        "TLSCTL_UPSTREAM_CA_FILE, _B64, _PEM; TLSCTL_UPSTREAM_CERT_FILE, _B64, _PEM; TLSCTL_UPSTREAM_KEY_FILE, _B64, _PEM",
        "Who certifies the upstream, and what it is shown, likewise.",
    ),
    (
        "inspect probe",
        "TLSCTL_ROOTS_FILE, TLSCTL_ROOTS_B64, TLSCTL_ROOTS_PEM",
        "Whom to trust, where --roots is not given.",
    ),
    (
        "inspect probe serve",
        "SSL_CERT_FILE, SSL_CERT_DIR",
        "Where the roots of the system are, in the place of where it keeps them: a file, and directories separated by colons.",
    ),
    (
        "inspect probe",
        "TLSCTL_PROXY",
        "The proxy to connect through, where --proxy is not given.",
    ),
    (
        "serve",
        "SSLKEYLOGFILE",
        "The file that session secrets are written to, where --keylog is not given.",
    ),
    (
        "serve",
        "LISTEN_FDS, LISTEN_FDNAMES",
        "Sockets that systemd passes on, for --listen systemd.",
    ),
    (
        "gen serve trust",
        "XDG_DATA_HOME, HOME",
        "Where the local CA lies; see FILES.",
    ),
    (
        "trust",
        "JAVA_HOME",
        "A Java whose trust store is one of the stores.",
    ),
];

/// Of which verbs, the files, and what they are.
const FILES: &[(&str, &str, &str)] = &[
    (
        "gen",
        "certs/NAME/{privkey,cert,chain,fullchain}.pem",
        "What tlsctl gen makes: the key, the certificate, the chain above it, and certificate and chain together.",
    ),
    (
        "gen",
        "ca/",
        "What tlsctl gen ca makes: the same four files and root.pem.",
    ),
    (
        "gen serve trust",
        "$XDG_DATA_HOME/tlsctl/ca/",
        "The local CA that tlsctl trust install makes; without XDG_DATA_HOME in ~/.local/share, on macOS in ~/Library/Application Support. While a trust store holds it, gen and serve sign with it.",
    ),
    (
        "trust",
        "$XDG_DATA_HOME/tlsctl/trust/",
        "What was installed where.",
    ),
];
