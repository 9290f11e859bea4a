//! Every key that a configuration file may have, with its type and what it is for.

/// A key.
#[derive(Clone, Copy, Debug)]
pub(super) struct Key {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    pub(super) summary: &'static str,
}

/// What a key may hold.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    /// One of these words.
    Choice(&'static [&'static str]),
    /// Yes or no.
    Flag,
    /// A list of texts, or one text with commas between.
    List,
    /// A whole number.
    Number,
    /// An object with any keys.
    Object,
    /// An object with these keys.
    Table(&'static [Key]),
    /// A list of objects with these keys.
    Tables(&'static [Key]),
    /// Text.
    Text,
    /// Text, or yes for its default.
    TextOrFlag,
}

const fn key(name: &'static str, kind: Kind, summary: &'static str) -> Key {
    Key { name, kind, summary }
}

use Kind::{Choice, Flag, List, Number, Object, Tables, Text, TextOrFlag};

/// At the top.
pub(super) const TOP: &[Key] = &[
    key("$schema", Text, "the schema, for editors"),
    key("directory", Text, "the directory to serve"),
    key(
        "echo",
        TextOrFlag,
        "answer with what the client sent: http (or true), or raw",
    ),
    key("proxy", Text, "pass requests on to this URL"),
    key("redirect", Flag, "only redirect HTTP to HTTPS"),
    key(
        "listen",
        List,
        "where to listen: HOST:PORT, :PORT, unix:PATH, systemd",
    ),
    key(
        "listener",
        Tables(LISTENER),
        "further places to listen at, each with a `tls` of its own",
    ),
    key("http3", Flag, "speak HTTP/3 too, over UDP at the same port"),
    key(
        "proxy_protocol",
        Flag,
        "let the proxies of `trust_proxy` say by the PROXY protocol for whom they speak",
    ),
    key("http", List, "where to redirect HTTP to HTTPS"),
    key(
        "webroot",
        Text,
        "the directory whose .well-known is served over HTTP",
    ),
    key("redirect_code", Number, "the status of redirections"),
    key("https_port", Number, "the port to redirect to"),
    key("allow_host", List, "the only hosts to redirect"),
    key("hidden", Flag, "serve dotfiles and keys too"),
    key(
        "spa",
        Flag,
        "answer navigations to pages that are not there with index.html",
    ),
    key("compression", Flag, "compress on the way; no is --no-compression"),
    key("upload", TextOrFlag, "take in files, of at most this size"),
    key("auth", List, "who may ask: USER:FILE each"),
    key("cors", List, "whose pages may read the answers: origins, or *"),
    key("fault", List, "the faults to commit on purpose"),
    key(
        "hsts",
        TextOrFlag,
        "seconds and directives of Strict-Transport-Security",
    ),
    key("secure_cookies", Flag, "protect every cookie"),
    key(
        "access_log",
        Choice(&["combined", "json", "off"]),
        "combined, json or off",
    ),
    key("metrics", Text, "where counters are served"),
    key("keylog", Text, "the file that session secrets are written to"),
    key("ticket_key", Text, "the file with the key of session tickets"),
    key("trust_proxy", List, "networks whose word is taken for who asked"),
    key("change_origin", Flag, "send the upstream's own name as Host"),
    key(
        "upstream_proxy_protocol",
        Choice(&["v1", "v2"]),
        "tell the upstream by the PROXY protocol who asked: v1 or v2",
    ),
    key("upstream_timeout", Number, "seconds to the head of a response"),
    key("handshake_timeout", Number, "seconds to the end of a handshake"),
    key("header_timeout", Number, "seconds to the end of a request's head"),
    key("idle_timeout", Number, "seconds without a request"),
    key(
        "stall_timeout",
        Number,
        "seconds without a byte while a response is owed",
    ),
    key("max_connections", Number, "connections at a time"),
    key(
        "max_connections_per_ip",
        Number,
        "connections at a time from one address",
    ),
    key("max_body", Number, "bytes of a body that an echo keeps"),
    key("grace", Number, "seconds for requests in progress in the end"),
    key("tls", Kind::Table(TLS), "what clients are shown and asked"),
    key(
        "upstream_tls",
        Kind::Table(TLS),
        "what the upstream is shown and asked",
    ),
];

/// In `listener`.
pub(super) const LISTENER: &[Key] = &[
    key("address", List, "where to listen: as `listen`"),
    key("proxy_protocol", Flag, "as at the top, for this listener"),
    key(
        "tls",
        Kind::Table(TLS),
        "what its clients are shown and asked; without it, what those of `listen` are",
    ),
];

/// In `tls` and `upstream_tls`: one object for servers and clients.
pub(super) const TLS: &[Key] = &[
    key(
        "enabled",
        Flag,
        "speak TLS; without it no other key of this object is read",
    ),
    key("cert_pem", Text, "the certificate chain, PEM"),
    key("cert_pem_b64", Text, "the certificate chain, PEM in base64"),
    key("cert_pem_file", Text, "the file with the certificate chain"),
    key("key_pem", Text, "the private key, PEM"),
    key("key_pem_b64", Text, "the private key, PEM in base64"),
    key("key_pem_file", Text, "the file with the private key"),
    key(
        "server_ca_pem",
        Text,
        "who certifies the server that is connected to, PEM",
    ),
    key("server_ca_pem_b64", Text, "the same in base64"),
    key("server_ca_pem_file", Text, "the file with it"),
    key("client_ca_pem", Text, "who certifies clients, PEM"),
    key("client_ca_pem_b64", Text, "the same in base64"),
    key("client_ca_pem_file", Text, "the file with it"),
    key(
        "insecure_skip_verify",
        Flag,
        "accept any certificate of the server that is connected to",
    ),
    key(
        "server_name",
        Text,
        "the name that the server that is connected to must be certified for",
    ),
    key(
        "password_file",
        Text,
        "the file whose first line is the key's password",
    ),
    key("password_env", Text, "the variable that holds the key's password"),
    key(
        "names",
        List,
        "serve the certificate under these names in place of its own",
    ),
    key("meta", Object, "shown by echo with the certificate"),
    key("paths", List, "directories with privkey.pem and fullchain.pem"),
    key(
        "certificates",
        Tables(CERTIFICATE),
        "further certificates, in order of preference",
    ),
    key(
        "strict_host",
        Flag,
        "only serve clients that ask for a name which a certificate is for",
    ),
    key(
        "client_auth",
        Choice(&["request", "require"]),
        "require or request a certificate of clients",
    ),
    key(
        "min_version",
        Choice(VERSIONS),
        "the oldest version of TLS: 1.2 or 1.3",
    ),
    key(
        "max_version",
        Choice(VERSIONS),
        "the newest version of TLS: 1.2 or 1.3",
    ),
    key("ciphers", List, "suites in order of preference"),
    key("groups", List, "groups in order of preference"),
    key("alpn", List, "application protocols in order of preference"),
    key("ocsp_file", Text, "the file with an OCSP response to staple"),
    key(
        "ticket_key",
        Text,
        "the file with the key of this listener's session tickets",
    ),
];

/// The versions of TLS that are spoken.
const VERSIONS: &[&str] = &["1.2", "1.3"];

/// In `tls.certificates`.
pub(super) const CERTIFICATE: &[Key] = &[
    key(
        "path",
        Text,
        "a directory with privkey.pem and fullchain.pem, or a file with both",
    ),
    key("cert_pem", Text, "the certificate chain, PEM"),
    key("cert_pem_b64", Text, "the certificate chain, PEM in base64"),
    key("cert_pem_file", Text, "the file with the certificate chain"),
    key("key_pem", Text, "the private key, PEM"),
    key("key_pem_b64", Text, "the private key, PEM in base64"),
    key("key_pem_file", Text, "the file with the private key"),
    key(
        "password_file",
        Text,
        "the file whose first line is the key's password",
    ),
    key("password_env", Text, "the variable that holds the key's password"),
    key("names", List, "serve it under these names in place of its own"),
    key("meta", Object, "shown by echo with the certificate"),
];
