//! `tlsctl serve`: its flags.

use std::path::PathBuf;

use clap::{Args, ValueEnum, ValueHint};

use super::words::{Words, cases, faults};

/// `tlsctl serve`.
#[derive(Args, Clone, Debug)]
pub(crate) struct Serve {
    /// The directory to serve [default: .]
    #[arg(value_name = "DIR")]
    pub(crate) directory: Option<PathBuf>,
    /// Serve broken certificates, each under a host of its own: a case, a group, or `all`; may be repeated (`tlsctl gen bad --list`)
    #[arg(long, value_name = "CASE", value_parser = Words(cases), hide_possible_values = true, help_heading = "Modes")]
    pub(crate) bad: Vec<String>,
    /// Answer with what the client sent and what the server knows, as JSON; or with raw bytes
    #[arg(long, value_name = "KIND", num_args = 0..=1, require_equals = true, default_missing_value = "http", help_heading = "Modes")]
    pub(crate) echo: Option<Echo>,
    /// Pass requests on to http://HOST:PORT, https://HOST, h2c://HOST:PORT, or unix:PATH
    #[arg(long, value_name = "URL", help_heading = "Modes")]
    pub(crate) proxy: Option<String>,
    /// Only redirect HTTP to HTTPS, which something else serves
    #[arg(long, help_heading = "Modes")]
    pub(crate) redirect: bool,
    /// What is presented to clients.
    #[command(flatten)]
    pub(crate) identity: Identity,
    /// What is negotiated.
    #[command(flatten)]
    pub(crate) terms: Terms,
    /// Where it listens.
    #[command(flatten)]
    pub(crate) listeners: Listeners,
    /// What its peers are allowed.
    #[command(flatten)]
    pub(crate) limits: Limits,
    /// How requests are passed on.
    #[command(flatten)]
    pub(crate) upstream: Upstream,
    /// Answer navigations to pages that are not there with the index.html of DIR
    #[arg(long, help_heading = "Directory")]
    pub(crate) spa: bool,
    /// Take in files that clients PUT, of at most SIZE each [default size: 1G]
    #[arg(long, value_name = "SIZE", num_args = 0..=1, require_equals = true, default_missing_value = "1G", help_heading = "Directory")]
    pub(crate) upload: Option<String>,
    /// Compress nothing on its way; what lies compressed beside a file (.br, .zst, .gz) is still served
    #[arg(long, help_heading = "Directory")]
    pub(crate) no_compression: bool,
    /// Serve dotfiles, private keys and what the server itself reads too: certificates, passwords, configuration
    #[arg(long, help_heading = "Directory")]
    pub(crate) hidden: bool,
    /// Commit a fault on every connection, to try clients; may be repeated (`--fault list` shows all)
    #[arg(long, value_name = "KIND[=VALUE]", value_parser = Words(faults), hide_possible_values = true, help_heading = "Answers")]
    pub(crate) fault: Vec<String>,
    /// Answer USER only, with the password (or its bcrypt hash) in the first line of FILE; may be repeated
    #[arg(long, value_name = "USER:FILE", help_heading = "Answers")]
    pub(crate) auth: Vec<String>,
    /// Let pages of other origins read the answers: all, or those of ORIGIN, with credentials
    #[arg(long, value_name = "ORIGIN,...", num_args = 0..=1, require_equals = true, default_missing_value = "*", help_heading = "Answers")]
    pub(crate) cors: Vec<String>,
    /// Tell clients to come back over HTTPS only, for a year or SECONDS
    #[arg(long, value_name = "SECONDS,DIRECTIVES", num_args = 0..=1, require_equals = true, default_missing_value = "", help_heading = "Answers")]
    pub(crate) hsts: Option<String>,
    /// Add Secure, HttpOnly and SameSite=Lax to every cookie that lacks them
    #[arg(long, help_heading = "Answers")]
    pub(crate) secure_cookies: bool,
    /// A line on standard error for every request [default: off]
    #[arg(long, value_name = "FORMAT", help_heading = "Operation")]
    pub(crate) access_log: Option<AccessLog>,
    /// Read settings from FILE: TOML, JSON or YAML (`tlsctl schema config`)
    #[arg(long, value_name = "FILE", help_heading = "Operation")]
    pub(crate) config: Option<PathBuf>,
    /// Read and check everything, bind nothing
    #[arg(long, help_heading = "Operation")]
    pub(crate) check_config: bool,
    /// Serve counters for Prometheus at ADDR/metrics, without TLS
    #[arg(long, value_name = "ADDR", help_heading = "Operation")]
    pub(crate) metrics: Option<String>,
}

/// What is presented to clients.
#[derive(Args, Clone, Debug, Default, PartialEq)]
#[command(next_help_heading = "Identity")]
pub(crate) struct Identity {
    /// A directory with privkey.pem and fullchain.pem, a directory of those, or a file with both; served under NAMEs instead of the certificate's where they are given
    #[arg(long, value_name = "PATH[=NAME,...]", value_hint = ValueHint::FilePath)]
    pub(crate) tls: Vec<String>,
    /// The certificate chain, leaf first (and the key, where --key is left out)
    #[arg(long, value_name = "FILE")]
    pub(crate) cert: Option<PathBuf>,
    /// The certificate chain, PEM in base64
    #[arg(long, value_name = "BASE64")]
    pub(crate) cert_b64: Option<String>,
    /// The certificate chain, PEM
    #[arg(long, value_name = "PEM", allow_hyphen_values = true)]
    pub(crate) cert_pem: Option<String>,
    /// The private key
    #[arg(long, value_name = "FILE")]
    pub(crate) key: Option<PathBuf>,
    /// Where the key's password comes from.
    #[command(flatten)]
    pub(crate) password: super::Password,
    /// Add a name to the ad-hoc certificate; with --bad, the name below which the hosts are [default: tls.localhost]
    #[arg(long, value_name = "NAME")]
    pub(crate) name: Vec<String>,
    /// Write the ad-hoc certificate's throw-away CA to FILE, for clients to trust
    #[arg(long, value_name = "FILE")]
    pub(crate) ca_out: Option<PathBuf>,
    /// Make a throw-away CA for the ad-hoc certificate, even where the local CA of `tlsctl trust install` would sign it
    #[arg(long, conflicts_with_all = ["tls", "cert", "plain"])]
    pub(crate) throw_away: bool,
    /// Only serve clients that ask for a name which a certificate is for
    #[arg(long)]
    pub(crate) tls_strict_host: bool,
    /// Staple the OCSP response in FILE to the first certificate
    #[arg(long, value_name = "FILE")]
    pub(crate) ocsp: Option<PathBuf>,
}

/// What is negotiated.
#[derive(Args, Clone, Debug, Default, PartialEq)]
#[command(next_help_heading = "Negotiation")]
pub(crate) struct Terms {
    /// Ask clients for a certificate signed by a CA in FILE
    #[arg(long, value_name = "FILE")]
    pub(crate) client_ca: Vec<PathBuf>,
    /// The same, PEM in base64
    #[arg(long, value_name = "BASE64")]
    pub(crate) client_ca_b64: Option<String>,
    /// The same, PEM
    #[arg(long, value_name = "PEM", allow_hyphen_values = true)]
    pub(crate) client_ca_pem: Option<String>,
    /// Whether a client without a certificate is refused [default: require]
    #[arg(long, value_name = "HOW")]
    pub(crate) client_auth: Option<ClientAuth>,
    /// The oldest version of TLS to speak [default: 1.2]
    #[arg(long, value_name = "VERSION")]
    pub(crate) min_tls: Option<Version>,
    /// The newest version of TLS to speak [default: 1.3]
    #[arg(long, value_name = "VERSION")]
    pub(crate) max_tls: Option<Version>,
    /// The suites to speak, in order of preference, separated by commas
    #[arg(long, value_name = "LIST")]
    pub(crate) ciphers: Option<String>,
    /// The groups to speak, in order of preference, separated by commas
    #[arg(long, value_name = "LIST")]
    pub(crate) groups: Option<String>,
    /// The application protocols to offer, separated by commas [default: h2,http/1.1,http/1.0]
    #[arg(long, value_name = "LIST")]
    pub(crate) alpn: Option<String>,
    /// Seal session tickets with the key in FILE, which other servers may share
    #[arg(long, value_name = "FILE")]
    pub(crate) ticket_key: Option<PathBuf>,
    /// Write session secrets to FILE, for Wireshark [env: SSLKEYLOGFILE]
    #[arg(long, value_name = "FILE")]
    pub(crate) keylog: Option<PathBuf>,
}

/// How requests are passed on.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Proxy")]
pub(crate) struct Upstream {
    /// Trust the upstream by the CA in FILE, in place of the system's
    #[arg(long, value_name = "FILE")]
    pub(crate) upstream_ca: Option<PathBuf>,
    /// Show the upstream this certificate, where it asks for one
    #[arg(long, value_name = "FILE")]
    pub(crate) upstream_cert: Option<PathBuf>,
    /// The key of --upstream-cert
    #[arg(long, value_name = "FILE")]
    pub(crate) upstream_key: Option<PathBuf>,
    /// The name that the upstream must be certified for
    #[arg(long, value_name = "NAME")]
    pub(crate) upstream_server_name: Option<String>,
    /// Accept any certificate of the upstream
    #[arg(long)]
    pub(crate) upstream_insecure: bool,
    /// Send the upstream's own name as Host and Origin
    #[arg(long)]
    pub(crate) change_origin: bool,
    /// Take X-Forwarded-For and its like from proxies in this network; unix for those at a Unix socket
    #[arg(long, value_name = "CIDR")]
    pub(crate) trust_proxy: Vec<String>,
    /// Tell the upstream by the PROXY protocol who asked, over a connection for each request
    #[arg(long, value_name = "VERSION")]
    pub(crate) upstream_proxy_protocol: Option<ProxyProtocol>,
    /// How long the upstream may take to the head of a response [default: 60]
    #[arg(long, value_name = "TIME")]
    pub(crate) upstream_timeout: Option<String>,
}

/// Where it listens.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Listeners")]
pub(crate) struct Listeners {
    /// Where to listen: HOST:PORT, :PORT for every interface, port 0 for one that the system chooses; unix:PATH[:mode=MODE]; systemd[:NAME] for sockets that it passed on [default: these, or localhost:8443]
    #[arg(long, value_name = "ADDR")]
    pub(crate) listen: Vec<String>,
    /// Speak HTTP/3 too, over UDP at the same port, and say so (Alt-Svc); with --tls-strict-host unknown names get alert 49 there, where over TCP it is 112; not for Unix sockets and those of systemd
    #[arg(long)]
    pub(crate) http3: bool,
    /// Serve without TLS
    #[arg(long)]
    pub(crate) plain: bool,
    /// Let the proxies of --trust-proxy, and only them, say by the PROXY protocol (1 or 2) for whom they speak
    #[arg(long)]
    pub(crate) proxy_protocol: bool,
    /// Redirect HTTP at ADDR to HTTPS
    #[arg(long, value_name = "ADDR")]
    pub(crate) http: Vec<String>,
    /// Serve the files in DIR/.well-known over HTTP, for ACME challenges
    #[arg(long, value_name = "DIR")]
    pub(crate) webroot: Option<PathBuf>,
    /// The status of redirections: 301, 302, 303, 307 or 308 [default: 308]
    #[arg(long, value_name = "STATUS")]
    pub(crate) redirect_code: Option<u16>,
    /// The port to redirect to [default: the port of the first TLS listener, or 443]
    #[arg(long, value_name = "PORT")]
    pub(crate) https_port: Option<u16>,
    /// Redirect requests for these hosts only
    #[arg(long, value_name = "NAME", num_args = 1..)]
    pub(crate) allow_host: Vec<String>,
}

/// What peers are allowed.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Limits")]
pub(crate) struct Limits {
    /// How long from a connection to the end of its handshake, in seconds or as 2m [default: 10]
    #[arg(long, value_name = "TIME")]
    pub(crate) handshake_timeout: Option<String>,
    /// How long from the first byte of a request to the end of its head [default: 10]
    #[arg(long, value_name = "TIME")]
    pub(crate) header_timeout: Option<String>,
    /// How long a connection may stay open without a request [default: 60]
    #[arg(long, value_name = "TIME")]
    pub(crate) idle_timeout: Option<String>,
    /// How long without a byte in either direction while a response is owed [default: 60]
    #[arg(long, value_name = "TIME")]
    pub(crate) stall_timeout: Option<String>,
    /// Connections at a time [default: 16384]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) max_connections: Option<u32>,
    /// Connections at a time from one address; loopback is exempt [default: 1024]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) max_connections_per_ip: Option<u32>,
    /// Bytes of a request's body that an echo keeps [default: 1048576]
    #[arg(long, value_name = "BYTES")]
    pub(crate) max_body: Option<u64>,
    /// How long requests in progress get when the server is asked to stop [default: 30]
    #[arg(long, value_name = "TIME")]
    pub(crate) grace: Option<String>,
}

/// The values of `--echo`.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum Echo {
    /// Requests, as JSON
    Http,
    /// Bytes, as they come, without HTTP
    Raw,
}

/// The versions of the PROXY protocol.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum ProxyProtocol {
    /// One line of text
    V1,
    /// Binary
    V2,
}

/// The values of `--client-auth`.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum ClientAuth {
    /// A client may show one; what it shows must be good
    Request,
    /// Every client must show one
    Require,
}

/// The versions of TLS that are spoken.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum Version {
    /// TLS 1.2
    #[value(name = "1.2", alias = "tls1.2", alias = "tls1_2")]
    Tls12,
    /// TLS 1.3
    #[value(name = "1.3", alias = "tls1.3", alias = "tls1_3")]
    Tls13,
}

/// The values of `--access-log`.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum AccessLog {
    /// Apache's combined format
    Combined,
    /// One JSON object a line
    Json,
    /// None
    Off,
}
