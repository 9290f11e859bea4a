//! `tlsctl probe`: its flags.

use std::path::PathBuf;

use clap::Args;

use super::FailOn;

/// `tlsctl probe`.
#[derive(Args, Debug)]
pub(crate) struct Probe {
    /// What to probe: HOST, HOST:PORT, an address, [IPv6]:PORT, or a URL
    #[arg(value_name = "TARGET", required_unless_present_any = ["targets", "facts"])]
    pub(crate) target: Vec<String>,
    /// Read targets from FILE, one a line (- for standard input); # starts a comment
    #[arg(long, value_name = "FILE")]
    pub(crate) targets: Option<PathBuf>,
    /// Leave out what is no target, with a warning, instead of refusing to start
    #[arg(long)]
    pub(crate) skip_bad_targets: bool,

    /// The server name to send, or `none` [default: the target's name]
    #[arg(long, value_name = "NAME", help_heading = "Names and addresses")]
    pub(crate) sni: Option<String>,
    /// The name that the certificate must cover [default: the server name sent, else the target's]
    #[arg(long, value_name = "NAME", help_heading = "Names and addresses")]
    pub(crate) host: Option<String>,
    /// Connect to ADDR[:PORT] instead of where the target's name leads
    #[arg(long, value_name = "ADDR", help_heading = "Names and addresses")]
    pub(crate) connect: Option<String>,
    /// Connect through a proxy: http://HOST:PORT (CONNECT), socks5://HOST:PORT, or socks5h://HOST:PORT, which resolves names itself [env: TLSCTL_PROXY]
    #[arg(long, value_name = "URL", help_heading = "Names and addresses")]
    pub(crate) proxy: Option<String>,
    /// Probe every address that a name has, each for itself
    #[arg(long, help_heading = "Names and addresses")]
    pub(crate) all_ips: bool,
    /// Ask for TLS in this protocol first
    #[arg(long, value_name = "PROTOCOL", value_parser = protocols(), help_heading = "Names and addresses")]
    pub(crate) starttls: Option<String>,
    /// Where the same host speaks plain HTTP [default: 80, where the target's port is 443]
    #[arg(long, value_name = "PORT", value_parser = clap::value_parser!(u16).range(1..), help_heading = "Names and addresses")]
    pub(crate) http_port: Option<u16>,
    /// Use IPv4 only
    #[arg(
        short = '4',
        long,
        conflicts_with = "ipv6",
        help_heading = "Names and addresses"
    )]
    pub(crate) ipv4: bool,
    /// Use IPv6 only
    #[arg(short = '6', long, help_heading = "Names and addresses")]
    pub(crate) ipv6: bool,

    /// Whom to trust: system, mozilla, none, or a file with CA certificates (may be repeated: any of them will do; the report says it of each, and of the usual stores) [env: TLSCTL_ROOTS_FILE, _B64, _PEM] [default: system]
    #[arg(long, value_name = "ROOTS", help_heading = "Trust")]
    pub(crate) roots: Vec<String>,
    /// Do not judge whether the certificate is trusted
    #[arg(short = 'k', long, conflicts_with = "roots", help_heading = "Trust")]
    pub(crate) insecure: bool,
    /// Judge validity at TIME: RFC 3339, a date, or a span from now such as +30d
    #[arg(long, value_name = "TIME", allow_hyphen_values = true, help_heading = "Trust")]
    pub(crate) at: Option<String>,

    /// Fetch issuers that the server left out, from where its certificates say they are; =private also from addresses that are not public
    #[arg(long, value_name = "WHERE", num_args = 0..=1, require_equals = true, default_missing_value = "public", value_parser = ["public", "private"], help_heading = "Trust")]
    pub(crate) aia: Option<String>,
    /// The client certificate to present where one is asked for (and its key, where --key is left out)
    #[arg(long, value_name = "FILE", help_heading = "Client certificate")]
    pub(crate) cert: Option<PathBuf>,
    /// The client certificate's key
    #[arg(
        long,
        value_name = "FILE",
        requires = "cert",
        help_heading = "Client certificate"
    )]
    pub(crate) key: Option<PathBuf>,
    /// Where the key's password comes from.
    #[command(flatten, next_help_heading = "Client certificate")]
    pub(crate) password: super::Password,

    /// Run only these scans (comma-separated)
    #[arg(long, value_name = "LIST", value_delimiter = ',', value_parser = scans(), help_heading = "What to ask")]
    pub(crate) scan: Vec<String>,
    /// Leave these scans out (comma-separated)
    #[arg(long, value_name = "LIST", value_delimiter = ',', value_parser = scans(), help_heading = "What to ask")]
    pub(crate) skip: Vec<String>,
    /// Ask for one handshake and no more
    #[arg(long, conflicts_with_all = ["scan", "skip"], help_heading = "What to ask")]
    pub(crate) fast: bool,
    /// A file with revocation lists to consult (may be repeated)
    #[arg(long, value_name = "FILE", help_heading = "What to ask")]
    pub(crate) crl: Vec<PathBuf>,
    /// Look for what is wrong with each certificate itself, by the rules of PROFILE
    #[arg(long, value_name = "PROFILE", num_args = 0..=1, require_equals = true, default_missing_value = "dev", value_parser = ["dev", "private", "public"], help_heading = "What to ask")]
    pub(crate) lint: Option<String>,
    /// Ask over QUIC too, at the same port of UDP: versions, HTTP/3, its certificate, and whether Alt-Svc tells the truth
    #[arg(long, conflicts_with_all = ["fast", "starttls", "proxy"], help_heading = "What to ask")]
    pub(crate) quic: bool,
    /// Ask the DNS too: CAA, TLSA (each record against the chain), HTTPS records
    #[arg(long, conflicts_with = "fast", help_heading = "What to ask")]
    pub(crate) dns: bool,
    /// Ask this DNS server instead of the system's, for addresses too, at port 53 unless ADDR:PORT (implies --dns, but for --fast)
    #[arg(long, value_name = "ADDR", help_heading = "What to ask")]
    pub(crate) resolver: Option<String>,
    /// Try Encrypted Client Hello with this configuration (a file, or base64) instead of the DNS's
    #[arg(
        long,
        value_name = "CONFIG",
        conflicts_with = "fast",
        help_heading = "What to ask"
    )]
    pub(crate) ech: Option<String>,
    /// List every fact and every finding that a report may hold, and exit
    #[arg(long, conflicts_with_all = ["target", "targets"], help_heading = "What to ask")]
    pub(crate) facts: bool,
    /// The mildest severity that makes the exit code 1
    #[arg(
        long,
        value_name = "SEVERITY",
        default_value = "error",
        help_heading = "What to ask"
    )]
    pub(crate) fail_on: FailOn,

    /// Targets probed at one time
    #[arg(long, value_name = "N", default_value_t = 32, value_parser = clap::value_parser!(u16).range(1..), help_heading = "Cost")]
    pub(crate) concurrency: u16,
    /// Connections open to one target at one time
    #[arg(long, value_name = "N", default_value_t = 6, value_parser = clap::value_parser!(u16).range(1..), help_heading = "Cost")]
    pub(crate) per_host: u16,
    /// New connections to one target per second
    #[arg(long, value_name = "N", value_parser = rate, help_heading = "Cost")]
    pub(crate) rate: Option<u32>,
    /// One connection at a time and four a second
    #[arg(long, conflicts_with_all = ["per_host", "rate"], help_heading = "Cost")]
    pub(crate) polite: bool,
    /// Connections to one target in all; what goes unasked is inconclusive
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..), help_heading = "Cost")]
    pub(crate) max_connections: Option<u32>,
    /// How long to wait for a connection, and again for each answer
    #[arg(long, value_name = "TIME", default_value = "5s", help_heading = "Cost")]
    pub(crate) timeout: String,
    /// How long one target may take in all [default: 60s, or 300s with --polite]
    #[arg(long, value_name = "TIME", help_heading = "Cost")]
    pub(crate) total_timeout: Option<String>,
    /// How often to ask again what got no answer
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(..=10), help_heading = "Cost")]
    pub(crate) retries: u32,
}

/// `20` or `20/s`.
fn rate(text: &str) -> Result<u32, String> {
    match text.trim_end_matches("/s").parse() {
        Ok(rate) if rate > 0 => Ok(rate),
        _ => Err("a whole number of connections per second, such as 20".to_owned()),
    }
}

pub(super) fn protocols() -> clap::builder::PossibleValuesParser {
    let values = crate::probe::starttls::ALL
        .iter()
        .map(|protocol| clap::builder::PossibleValue::new(protocol.id).help(protocol.summary));
    clap::builder::PossibleValuesParser::new(values)
}

fn scans() -> clap::builder::PossibleValuesParser {
    let values = crate::probe::scan::ALL
        .iter()
        .map(|scan| clap::builder::PossibleValue::new(scan.id()).help(scan.summary()));
    clap::builder::PossibleValuesParser::new(values)
}
