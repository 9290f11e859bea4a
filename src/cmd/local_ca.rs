//! The user's local CA: made by `tlsctl trust install`, kept in the data directory, and used by `gen` and
//! `serve` as long as a trust store is known to hold it. It is constrained to names that no one else's certificates are
//! for, so that a stolen key cannot speak for the internet.

use std::path::{Path, PathBuf};

use super::gen_ca;
use super::session::Session;
use crate::error::{Error, Result};
use crate::input;
use crate::pki::format::pem;
use crate::pki::name::San;
use crate::trust::{Records, Root, quoted};

/// What the local CA may sign: the names that RFC 2606, RFC 6761 and RFC 8375 set aside and ICANN
/// reserved for private use, and the addresses of RFC 1918, RFC 4193, RFC 3927 and RFC 4291.
const PERMITTED: &[&str] = &[
    "localhost",
    "test",
    "example",
    "internal",
    "local",
    "home.arpa",
    "127.0.0.0/8",
    "10.0.0.0/8",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "169.254.0.0/16",
    "::1/128",
    "fc00::/7",
    "fe80::/10",
];

/// Where the local CA is or would be.
///
/// # Errors
///
/// A usage error where the user has no data directory.
pub(super) fn directory() -> Result<PathBuf> {
    place("ca").ok_or_else(|| {
        Error::usage("there is no directory for the local CA")
            .hint("set HOME or XDG_DATA_HOME, or name a CERT")
    })
}

/// The local CA's directory, where there is one and at least one store is known to trust it.
pub(super) fn installed() -> Option<PathBuf> {
    let directory = place("ca")?;
    let text = input::read(&root(&directory), input::LIMIT).ok()?;
    let (blocks, _) = pem::blocks(&text);
    let root = Root::new(&blocks.first()?.der, &directory);
    records().ok()?.has(&root.sha256).then_some(directory)
}

/// What is remembered of roots that were installed.
///
/// # Errors
///
/// A usage error where the user has no data directory.
pub(super) fn records() -> Result<Records> {
    let records = place("trust").map(Records::new);
    records.ok_or_else(|| {
        Error::usage("there is no directory to remember what is installed where")
            .hint("set HOME or XDG_DATA_HOME")
    })
}

/// The local CA's root certificate.
pub(super) fn root(directory: &Path) -> PathBuf {
    directory.join("root.pem")
}

/// All that is kept of it.
pub(super) fn files(directory: &Path) -> Vec<PathBuf> {
    input::list(directory).unwrap_or_default()
}

/// Makes the local CA; `more` names and networks may be signed too.
pub(super) fn make(directory: &Path, more: &[String], session: &Session) -> Result<()> {
    gen_ca::local(directory, name(), &permitted(more), session)
}

/// The command that would make the same CA.
pub(super) fn command(directory: &Path, more: &[String]) -> String {
    let (name, out) = (quoted(&name()), quoted(&directory.to_string_lossy()));
    let permits = permitted(more);
    let permits = permits.iter().map(|part| format!(" --permit {}", quoted(part)));
    format!(
        "tlsctl gen ca {name} --out {out} --path-len 0{}",
        permits.collect::<String>()
    )
}

/// The CA's name: whose it is, and on which machine.
fn name() -> String {
    let user = input::raw_environment("USER").or_else(|| input::raw_environment("USERNAME"));
    let owner = user.map_or_else(host, |user| format!("{}@{}", user.to_string_lossy(), host()));
    format!("tlsctl local CA {owner}")
        .chars()
        .filter(|c| !c.is_control())
        .take(64)
        .collect()
}

fn host() -> String {
    rustix::system::uname().nodename().to_string_lossy().into_owned()
}

/// What the CA may sign.
fn permitted(more: &[String]) -> Vec<String> {
    let mut all: Vec<String> = PERMITTED.iter().map(|part| (*part).to_owned()).collect();
    // This machine by its own name, where that is one.
    let host = host();
    all.extend(matches!(San::parse(&host), Ok(San::Dns(_))).then_some(host));
    all.extend_from_slice(more);
    all
}

/// A directory of tlsctl's in the place that the system has for a user's data.
fn place(name: &str) -> Option<PathBuf> {
    let set = |name| {
        input::raw_environment(name)
            .map(PathBuf::from)
            .filter(|path| path.is_absolute())
    };
    let data = set("XDG_DATA_HOME").or_else(|| match std::env::consts::OS {
        "macos" => set("HOME").map(|home| home.join("Library/Application Support")),
        "windows" => set("LOCALAPPDATA"),
        _ => set("HOME").map(|home| home.join(".local/share")),
    });
    data.map(|data| data.join("tlsctl").join(name))
}
