//! `tlsctl inspect`: its flags.

use std::path::PathBuf;

use clap::Args;

use super::Password;

/// `tlsctl inspect`.
#[derive(Args, Debug)]
pub(crate) struct Inspect {
    /// Files, directories, - for standard input, or HOST:PORT for what a server sends
    #[arg(value_name = "INPUT")]
    pub(crate) inputs: Vec<PathBuf>,
    /// Show one line for each certificate
    #[arg(long, help_heading = "Output")]
    pub(crate) short: bool,
    /// Show only who signed whom
    #[arg(long, conflicts_with = "short", help_heading = "Output")]
    pub(crate) tree: bool,
    /// Show what changed between two files or directories, by meaning; exit code 1 if anything did
    #[arg(long, num_args = 2, value_names = ["OLD", "NEW"], conflicts_with_all = ["inputs", "short", "tree"], help_heading = "Output")]
    pub(crate) diff: Option<Vec<PathBuf>>,
    /// Verify the leaf of each input: its chain to a trusted root, its times, its usage; implied by what follows
    #[arg(long, help_heading = "Verification", conflicts_with_all = UNJUDGED)]
    pub(crate) verify: bool,
    /// The name that the certificate must be for: a host, an address, or a mailbox; without it a path is judged by RFC 5280 alone, which asks no more of a root than its name and key, and the rules of --profile=public do not apply
    #[arg(long, value_name = "NAME", help_heading = "Verification", conflicts_with_all = UNJUDGED)]
    pub(crate) host: Option<String>,
    /// Whom to trust: system, mozilla, none, or a file (may be repeated) [env: TLSCTL_ROOTS_FILE, _B64, _PEM] [default: system]
    #[arg(long, value_name = "ROOTS", help_heading = "Verification", conflicts_with_all = UNJUDGED)]
    pub(crate) roots: Vec<String>,
    /// A file with intermediates that may help (may be repeated)
    #[arg(long, value_name = "FILE", help_heading = "Verification")]
    pub(crate) untrusted: Vec<PathBuf>,
    /// Fetch missing issuers from where the certificates point; =private also from addresses that are not public
    #[arg(long, value_name = "WHERE", num_args = 0..=1, require_equals = true, default_missing_value = "public", value_parser = reach(), help_heading = "Verification")]
    pub(crate) aia: Option<String>,
    /// A file with revocation lists to consult (may be repeated)
    #[arg(long, value_name = "FILE", help_heading = "Verification", conflicts_with_all = UNJUDGED)]
    pub(crate) crl: Vec<PathBuf>,
    /// A file with an OCSP response for a certificate of the path (may be repeated)
    #[arg(long, value_name = "FILE", help_heading = "Verification", conflicts_with_all = UNJUDGED)]
    pub(crate) ocsp: Vec<PathBuf>,
    /// Say what other verifiers would say, where they are known to differ: OpenSSL, Go, webpki, GnuTLS, NSS, Chrome, Apple
    #[arg(long, help_heading = "Verification", conflicts_with_all = UNJUDGED)]
    pub(crate) stack: bool,
    /// What the certificate is to be used for [default: server]
    #[arg(long, value_name = "PURPOSE", value_parser = ["server", "client", "any"], help_heading = "Verification", conflicts_with_all = UNJUDGED)]
    pub(crate) purpose: Option<String>,
    /// Whose rules, here and for --lint: what clients ask, what a private CA owes, or what a public CA owes [default: dev]
    #[arg(long, value_name = "PROFILE", value_parser = ["dev", "private", "public"], help_heading = "Verification")]
    pub(crate) profile: Option<String>,
    /// Allow at most N CAs between leaf and root
    #[arg(long, value_name = "N", help_heading = "Verification", conflicts_with_all = UNJUDGED)]
    pub(crate) max_depth: Option<usize>,
    /// Accept only paths that are valid for the certificate policy OID, with --explicit-policy (may be repeated) [default: any]
    #[arg(long, value_name = "OID", help_heading = "Verification", conflicts_with_all = UNJUDGED)]
    pub(crate) policy_oid: Vec<String>,
    /// Require that a path is valid for a certificate policy (RFC 5280, initial-explicit-policy)
    #[arg(long, help_heading = "Verification", conflicts_with_all = UNJUDGED)]
    pub(crate) explicit_policy: bool,
    /// Let anyPolicy stand for no policy (RFC 5280, initial-any-policy-inhibit)
    #[arg(long, alias = "inhibit-any-policy", help_heading = "Verification", conflicts_with_all = UNJUDGED)]
    pub(crate) inhibit_any: bool,
    /// Let no policy be mapped to another (RFC 5280, initial-policy-mapping-inhibit)
    #[arg(long, alias = "inhibit-policy-mapping", help_heading = "Verification", conflicts_with_all = UNJUDGED)]
    pub(crate) inhibit_mapping: bool,
    /// Look for what is wrong with each certificate, by the rules of PROFILE (default: that of --profile)
    #[arg(long, value_name = "PROFILE", num_args = 0..=1, require_equals = true, value_parser = ["dev", "private", "public"], help_heading = "Checks", conflicts_with_all = ["diff", "expires_within"])]
    #[allow(clippy::option_option, reason = "absent, without a value, with one")]
    pub(crate) lint: Option<Option<String>>,
    /// List the rules of --lint: their severity in each profile, source, remedy, and zlint's names
    #[arg(long, help_heading = "Checks", conflicts_with_all = ["inputs", "lint", "verify", "diff", "expires_within", "short", "tree"])]
    pub(crate) rules: bool,
    /// The mildest severity of any finding that makes the exit code 1 [default: error with --lint, else the verdict decides]
    #[arg(long, value_name = "SEVERITY", value_parser = ["notice", "warning", "error"], help_heading = "Checks")]
    pub(crate) fail_on: Option<String>,
    /// List what ends within SPAN (30d), or with less than a share of its lifetime left (33%)
    #[arg(long, value_name = "SPAN", help_heading = "Checks", conflicts_with_all = ["diff", "short", "tree"])]
    pub(crate) expires_within: Option<String>,
    /// Judge times as of TIME: RFC 3339, a date, or a span from now such as +30d
    #[arg(
        long,
        value_name = "TIME",
        allow_hyphen_values = true,
        help_heading = "Checks"
    )]
    pub(crate) at: Option<String>,
    /// Write what the inputs hold in another form, to --output or standard output
    #[arg(long, value_name = "FORM", value_parser = ["pem", "der", "pkcs7", "pkcs12", "pkcs12-legacy", "jks", "k8s-secret"], help_heading = "Conversion")]
    pub(crate) to: Option<String>,
    /// Write a file for each certificate, key and list, into the directory that --output names
    #[arg(long, conflicts_with = "merge", help_heading = "Conversion")]
    pub(crate) split: bool,
    /// Write everything that the inputs hold as one, each thing once (PEM unless --to says otherwise)
    #[arg(long, help_heading = "Conversion")]
    pub(crate) merge: bool,
    /// Put the leaf first and each signer after it
    #[arg(long, help_heading = "Conversion")]
    pub(crate) reorder: bool,
    /// Write the chain that a server should send to FILE: in order, no root, nothing twice
    #[arg(long, value_name = "FILE", conflicts_with_all = ["to", "split", "merge", "reorder"], help_heading = "Conversion")]
    pub(crate) fix: Option<PathBuf>,
    /// Replace files that exist
    #[arg(long, help_heading = "Conversion")]
    pub(crate) force: bool,
    /// Ask servers for TLS in this protocol first
    #[arg(long, value_name = "PROTOCOL", value_parser = super::probe::protocols(), help_heading = "Servers")]
    pub(crate) starttls: Option<String>,
    /// The server name to send, or `none` [default: the server's name]
    #[arg(long, value_name = "NAME", help_heading = "Servers")]
    pub(crate) sni: Option<String>,
    /// Connect to ADDR[:PORT] instead of where the server's name leads
    #[arg(long, value_name = "ADDR", help_heading = "Servers")]
    pub(crate) connect: Option<String>,
    /// Connect to servers through a proxy: http://HOST:PORT, socks5://HOST:PORT or socks5h://HOST:PORT [env: TLSCTL_PROXY]
    #[arg(long, value_name = "URL", help_heading = "Servers")]
    pub(crate) proxy: Option<String>,
    /// How long to wait for a connection, and again for each answer
    #[arg(long, value_name = "TIME", default_value = "5s", help_heading = "Servers")]
    pub(crate) timeout: String,
    /// Where passwords come from
    #[command(flatten)]
    pub(crate) password: Password,
}

/// What lists certificates and judges none.
const UNJUDGED: [&str; 3] = ["diff", "short", "expires_within"];

fn reach() -> clap::builder::PossibleValuesParser {
    use clap::builder::{PossibleValue, PossibleValuesParser};
    PossibleValuesParser::new([
        PossibleValue::new("public"),
        PossibleValue::new("private").alias("any"),
    ])
}
