//! Flags of `tlsctl gen`.

use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Args, Subcommand, ValueHint};

use super::help;
use super::words::{Words, cases};

/// `tlsctl gen`.
#[derive(Args, Debug)]
#[command(args_conflicts_with_subcommands = true, disable_help_subcommand = true)]
pub(crate) struct Gen {
    /// What to make instead of a leaf.
    #[command(subcommand)]
    pub(crate) verb: Option<GenVerb>,
    /// A leaf.
    #[command(flatten)]
    pub(crate) leaf: Leaf,
}

/// What `tlsctl gen` makes besides leaves.
#[derive(Debug, Subcommand)]
pub(crate) enum GenVerb {
    /// Make broken certificates for tests: each with one thing wrong, and what a client should say to it
    #[command(after_help = help::below(help::GEN_BAD))]
    Bad(Bad),
    /// Make a CA: a root, and intermediates below it
    #[command(after_help = help::below(help::GEN_CA))]
    Ca(Box<Ca>),
    /// Sign the certificate of another CA, so that what it signs is trusted from here too
    #[command(after_help = help::below(help::GEN_CROSS))]
    Cross(Cross),
    /// Write the CA's list of revoked certificates, going on with the one that there is
    #[command(after_help = help::below(help::GEN_CRL))]
    Crl(Crl),
    /// Make a key and a certificate request
    #[command(after_help = help::below(help::GEN_CSR))]
    Csr(Csr),
    /// Write the CA's answer about one certificate, for a server to staple
    #[command(after_help = help::below(help::GEN_OCSP))]
    Ocsp(Ocsp),
    /// Make a whole PKI from one file, or what of it is missing or out of date
    #[command(after_help = help::below(help::GEN_PKI))]
    Pki(Pki),
    /// Sign a certificate request
    #[command(after_help = help::below(help::GEN_SIGN))]
    Sign(Box<Sign>),
}

/// A leaf.
#[derive(Args, Debug)]
pub(crate) struct Leaf {
    /// DNS names (*.example.com too), IP addresses, mail addresses, URIs [default: localhost 127.0.0.1 ::1]
    pub(crate) name: Vec<String>,
    /// Names that begin with one that could be a verb.
    #[arg(last = true, hide = true)]
    pub(crate) literal: Vec<String>,
    /// The subject: a common name, or attributes like CN=bob,O=Acme [default: the first NAME]; with it, what is not for servers needs no NAME
    #[arg(long, value_name = "TEXT")]
    pub(crate) subject: Option<String>,
    #[command(flatten)]
    pub(crate) issuer: Issuer,
    /// Sign it with its own key, even where the local CA of `tlsctl trust install` would
    #[arg(long, conflicts_with = "ca")]
    pub(crate) self_signed: bool,
    #[command(flatten)]
    pub(crate) key: NewKey,
    #[command(flatten)]
    pub(crate) purposes: Purposes,
    #[command(flatten)]
    pub(crate) dates: Dates,
    /// The directory that receives the files [default: certs/NAME, after the first]
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) existing: Existing,
    /// Embed timestamps of N throw-away transparency logs, whose public keys go to ct-logs.pem
    #[arg(long, value_name = "N", default_value_t = 0, conflicts_with_all = ["seed", "stdout"], value_parser = clap::value_parser!(u8).range(0..=8))]
    pub(crate) sct: u8,
    #[command(flatten)]
    pub(crate) ensure: Ensure,
    #[command(flatten)]
    pub(crate) forms: Forms,
    /// Write chain and key, or the one further form asked for, to standard output, and no file
    #[arg(long, conflicts_with_all = ["out", "force", "output", "der", "env_file"])]
    pub(crate) stdout: bool,
}

/// `tlsctl gen ca`.
#[derive(Args, Debug)]
pub(crate) struct Ca {
    /// Encrypt the private keys
    #[arg(long)]
    pub(crate) encrypt: bool,
    /// The CA's common name [default: a name of its own, ending in part of its key identifier]
    pub(crate) name: Option<String>,
    /// How many intermediates to put between the root and what is to be signed
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = clap::value_parser!(u8).range(0..=20))]
    pub(crate) intermediates: u8,
    /// How many CAs there may be below the one that issues [default: 0 for an intermediate, no limit for a root]
    #[arg(long, value_name = "N")]
    pub(crate) path_len: Option<u8>,
    /// Let it sign only below NAME: example.test (with its mail and URIs), 10.0.0.0/8, email:HOST, uri:HOST; may be repeated
    #[arg(long, value_name = "NAME")]
    pub(crate) permit: Vec<String>,
    /// Let it sign nothing below NAME; may be repeated
    #[arg(long, value_name = "NAME")]
    pub(crate) exclude: Vec<String>,
    #[command(flatten)]
    pub(crate) issuer: Issuer,
    #[command(flatten)]
    pub(crate) key: NewKey,
    #[command(flatten)]
    pub(crate) dates: Dates,
    /// The directory that receives the files [default: ca]
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) existing: Existing,
}

/// `tlsctl gen crl`.
#[derive(Args, Debug)]
pub(crate) struct Crl {
    #[command(flatten)]
    pub(crate) issuer: Issuer,
    /// Revoke this certificate: a file, a directory, or a serial number in hexadecimal; may be repeated
    #[arg(long, value_name = "CERT|SERIAL")]
    pub(crate) revoke: Vec<String>,
    /// Why
    #[arg(long, value_name = "REASON", default_value = "unspecified", value_parser = reasons())]
    pub(crate) reason: String,
    /// When the next list is due
    #[arg(long, value_name = "TIME", default_value = "+30d", allow_hyphen_values = true)]
    pub(crate) next_update: String,
    /// When this list is from [default: now]
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    pub(crate) this_update: Option<String>,
    /// The list to go on with, and to write [default: crl.pem in the CA's directory]
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    /// Begin a new list, whatever is in the old
    #[arg(long)]
    pub(crate) fresh: bool,
}

/// `tlsctl gen ocsp`.
#[derive(Args, Debug)]
pub(crate) struct Ocsp {
    /// The certificate to answer for: a file, or a directory
    pub(crate) cert: PathBuf,
    #[command(flatten)]
    pub(crate) issuer: Issuer,
    /// What to say of it [default: revoked where the CA's crl.pem says so, else good]
    #[arg(long, value_name = "STATUS", value_parser = ["good", "revoked", "unknown"])]
    pub(crate) status: Option<String>,
    /// Why it is revoked
    #[arg(long, value_name = "REASON", default_value = "unspecified", value_parser = reasons())]
    pub(crate) reason: String,
    /// When the next answer is due
    #[arg(long, value_name = "TIME", default_value = "+7d", allow_hyphen_values = true)]
    pub(crate) next_update: String,
    /// When this answer is from [default: now]
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    pub(crate) this_update: Option<String>,
    /// Let a responder answer that the CA certifies for this one answer
    #[arg(long)]
    pub(crate) delegated: bool,
    /// Where to write the answer, DER [default: ocsp.der beside the certificate]
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
}

/// `tlsctl gen pki`.
#[derive(Args, Debug)]
pub(crate) struct Pki {
    /// The manifest: TOML with [[ca]] and [[cert]] tables
    pub(crate) manifest: PathBuf,
    /// Where everything goes [default: beside the manifest]
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// Change nothing; say what would be made, and exit 1 if anything
    #[arg(long)]
    pub(crate) check: bool,
    #[command(flatten)]
    pub(crate) password: super::Password,
}

/// `tlsctl gen csr`.
#[derive(Args, Debug)]
pub(crate) struct Csr {
    /// The names to ask for [default: localhost 127.0.0.1 ::1]
    pub(crate) name: Vec<String>,
    /// The subject: a common name, or attributes like CN=bob,O=Acme [default: the first NAME]; with it, what is not for servers needs no NAME
    #[arg(long, value_name = "TEXT")]
    pub(crate) subject: Option<String>,
    #[command(flatten)]
    pub(crate) key: NewKey,
    /// Ask for this key, and make none
    #[arg(long, value_name = "FILE", conflicts_with = "key_type")]
    pub(crate) key_file: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) password: super::Password,
    #[command(flatten)]
    pub(crate) purposes: Purposes,
    /// The directory that receives the files [default: certs/NAME, after the first]
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) existing: Existing,
}

/// `tlsctl gen sign`.
#[derive(Args, Debug)]
pub(crate) struct Sign {
    /// The request: PEM or DER
    pub(crate) csr: PathBuf,
    #[command(flatten)]
    pub(crate) issuer: Issuer,
    /// Sign for these names instead of those that the request asks for; may be repeated
    #[arg(long, value_name = "NAME")]
    pub(crate) name: Vec<String>,
    /// The subject instead of the request's: a common name, or attributes like CN=bob,O=Acme
    #[arg(long, value_name = "TEXT")]
    pub(crate) subject: Option<String>,
    #[command(flatten)]
    pub(crate) purposes: Purposes,
    /// Sign a request to become a CA
    #[arg(long, conflicts_with_all = ["usage", "eku", "key_usage"])]
    pub(crate) allow_ca: bool,
    /// Sign for names that the CA's constraints forbid
    #[arg(long)]
    pub(crate) allow_any_name: bool,
    #[command(flatten)]
    pub(crate) dates: Dates,
    /// The directory that receives the files [default: certs/NAME, after the first name of the certificate]
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) existing: Existing,
}

/// `tlsctl gen cross`.
#[derive(Args, Debug)]
pub(crate) struct Cross {
    /// The certificate of the CA to be signed: a file, or its directory
    pub(crate) cert: PathBuf,
    #[command(flatten)]
    pub(crate) issuer: Issuer,
    #[command(flatten)]
    pub(crate) dates: Dates,
    /// The directory that receives the files [default: cross]
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) existing: Existing,
}

/// `tlsctl gen bad`.
#[derive(Args, Debug)]
pub(crate) struct Bad {
    /// The cases or groups to make; the names that badssl.com has for cases are known too [default: all]
    #[arg(value_parser = Words(cases), hide_possible_values = true)]
    pub(crate) case: Vec<String>,
    /// The name below which the hosts are: the case `expired` is for expired.NAME
    #[arg(long = "for", value_name = "NAME", default_value = "tls.localhost")]
    pub(crate) name: String,
    /// List the cases instead of making them
    #[arg(long, conflicts_with_all = ["out", "force"])]
    pub(crate) list: bool,
    /// The directory that receives a directory for each case [default: bad]
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// Replace what is there
    #[arg(long)]
    pub(crate) force: bool,
}

/// Who signs.
#[derive(Args, Debug)]
pub(crate) struct Issuer {
    /// Sign with the CA in this directory, or in this file of certificate and key
    #[arg(long, value_name = "DIR", value_hint = ValueHint::FilePath)]
    pub(crate) ca: Option<PathBuf>,
    /// The CA's private key, where it is in a file of its own
    #[arg(long, value_name = "FILE", requires = "ca")]
    pub(crate) ca_key: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) password: super::Password,
}

/// Whether to make anything at all.
#[derive(Args, Debug)]
pub(crate) struct Ensure {
    /// Make it only where it is missing, expires soon, or is not what is asked for
    #[arg(long, conflicts_with = "stdout")]
    pub(crate) ensure: bool,
    /// How long before its end to replace it [default: a third of its life]
    #[arg(long, value_name = "SPAN", requires = "ensure")]
    pub(crate) renew_before: Option<String>,
    /// Only say whether --ensure would make it; exit 1 if so
    #[arg(long, requires = "ensure")]
    pub(crate) check: bool,
}

/// In which further forms it is written.
#[derive(Args, Debug)]
#[command(next_help_heading = "Forms, besides the four PEM files")]
pub(crate) struct Forms {
    /// keystore.p12: key and chain as PKCS#12
    #[arg(long)]
    pub(crate) p12: bool,
    /// Encrypt the PKCS#12 so that old Windows, Android and macOS can open it
    #[arg(long, requires = "p12")]
    pub(crate) legacy: bool,
    /// keystore.jks: key and chain as a Java key store
    #[arg(long)]
    pub(crate) jks: bool,
    /// cert.der and privkey.der
    #[arg(long)]
    pub(crate) der: bool,
    /// combined.pem: chain and key in one file
    #[arg(long)]
    pub(crate) combined: bool,
    /// Encrypt the private key wherever it is PEM or DER
    #[arg(long)]
    pub(crate) encrypt: bool,
    /// secret.yaml: a Kubernetes Secret of type kubernetes.io/tls
    #[arg(long, conflicts_with = "encrypt")]
    pub(crate) k8s_secret: bool,
    /// env: variables that make curl, Node, Python, Go, Git and others trust the CA
    #[arg(long)]
    pub(crate) env_file: bool,
}

/// What a leaf is for.
#[derive(Args, Debug)]
pub(crate) struct Purposes {
    /// What the certificate is for; may be repeated [default: server]
    #[arg(long, value_name = "USAGE", value_parser = usages())]
    pub(crate) usage: Vec<String>,
    /// A further purpose (extended key usage) by its OID, such as 1.3.6.1.4.1.311.20.2.2; may be repeated
    #[arg(long, value_name = "OID")]
    pub(crate) eku: Vec<String>,
    /// Exactly these bits of key usage instead of those that the usage implies; may be repeated
    #[arg(long, value_name = "BIT", value_parser = bits(), ignore_case = true)]
    pub(crate) key_usage: Vec<String>,
}

/// The key of what is made.
#[derive(Args, Debug)]
pub(crate) struct NewKey {
    /// The kind of key to make
    #[arg(long, value_name = "TYPE", default_value = "p256", value_parser = kinds(), ignore_case = true)]
    pub(crate) key_type: String,
    /// Make the same bytes each time, from this seed and fixed dates; for tests only
    #[arg(long, value_name = "HEX")]
    pub(crate) seed: Option<String>,
}

/// From when to when.
#[derive(Args, Debug)]
pub(crate) struct Dates {
    /// When it begins to be valid: -3d, +1h, 2027-01-31, RFC 3339 [default: five minutes ago]
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    pub(crate) not_before: Option<String>,
    /// When it ends: +90d, -1d, 2027-01-31, RFC 3339
    #[arg(
        long,
        value_name = "TIME",
        allow_hyphen_values = true,
        conflicts_with = "days"
    )]
    pub(crate) not_after: Option<String>,
    /// For how many days it is valid, or for how long: 90, 90d, 1y [default: 365 for a leaf, 1825 for an intermediate, 3650 for a root]
    #[arg(long, value_name = "N", allow_hyphen_values = true)]
    pub(crate) days: Option<String>,
}

/// What becomes of what is there.
#[derive(Args, Debug)]
pub(crate) struct Existing {
    /// Replace what is there
    #[arg(long)]
    pub(crate) force: bool,
}

fn kinds() -> PossibleValuesParser {
    let kinds = crate::pki::key::Kind::ALL.iter();
    PossibleValuesParser::new(kinds.map(|kind| {
        PossibleValue::new(kind.id())
            .help(kind.to_string())
            .aliases(kind.aliases())
    }))
}

fn usages() -> PossibleValuesParser {
    let usages = crate::pki::profile::Usage::ALL.iter();
    PossibleValuesParser::new(usages.map(|usage| PossibleValue::new(usage.id())))
}

fn bits() -> PossibleValuesParser {
    let bits = crate::pki::extension::KeyUsage::ALL.iter();
    PossibleValuesParser::new(bits.map(|(_, name)| PossibleValue::new(*name)))
}

fn reasons() -> PossibleValuesParser {
    let reasons = crate::pki::crl::ALL.iter();
    PossibleValuesParser::new(reasons.map(|(_, name)| PossibleValue::new(*name)))
}
