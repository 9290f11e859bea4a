//! The user's local CA: made by `tlsctl trust install`, kept in the data directory, and used by `gen` and
//! `serve` as long as it is installed. It is constrained to names that no one else's certificates are
//! for, so that a stolen key cannot speak for the internet.

use std::path::{Path, PathBuf};

use super::gen_ca;
use super::session::Session;
use crate::error::{Error, Result};
use crate::input;
use crate::output::{self, Access, Existing};
use crate::pki::name::San;

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

/// Says that the CA is in the trust stores, and so to be used.
const MARK: &str = "installed";

/// Where the local CA is or would be.
///
/// # Errors
///
/// A usage error where the user has no data directory.
pub(super) fn directory() -> Result<PathBuf> {
    place().ok_or_else(|| {
        Error::usage("there is no directory for the local CA")
            .hint("set HOME or XDG_DATA_HOME, or name a CERT")
    })
}

/// The local CA's directory, where there is one and it is installed.
pub(super) fn installed() -> Option<PathBuf> {
    place().filter(|place| place.join(MARK).exists() && root(place).exists())
}

/// The local CA's root certificate.
pub(super) fn root(directory: &Path) -> PathBuf {
    directory.join("root.pem")
}

/// Makes the local CA; `more` names and networks may be signed too.
pub(super) fn make(directory: &Path, more: &[String], session: &Session) -> Result<()> {
    let user = input::environment("USER").or_else(|| input::environment("USERNAME"));
    let host = rustix::system::uname().nodename().to_string_lossy().into_owned();
    let owner = user.map_or_else(|| host.clone(), |user| format!("{user}@{host}"));
    let name: String = format!("tlsctl local CA {owner}")
        .chars()
        .filter(|c| !c.is_control())
        .take(64)
        .collect();
    let mut permitted: Vec<String> = PERMITTED.iter().map(|part| (*part).to_owned()).collect();
    // This machine by its own name, where that is one.
    permitted.extend(matches!(San::parse(&host), Ok(San::Dns(_))).then_some(host));
    permitted.extend_from_slice(more);
    gen_ca::local(directory, name, &permitted, session)
}

/// Notes that the local CA is, or is no longer, installed.
pub(super) fn mark(directory: &Path, is_installed: bool) -> Result<()> {
    let mark = directory.join(MARK);
    if is_installed {
        let text = "`tlsctl trust install` wrote this; `tlsctl trust uninstall` takes it away.\n";
        output::write(&mark, text.as_bytes(), Access::Public, Existing::Replace)
    } else {
        output::remove(&mark)
    }
}

/// `tlsctl/ca` in the place that the system has for a user's data.
fn place() -> Option<PathBuf> {
    let set = |name| {
        input::environment(name)
            .map(PathBuf::from)
            .filter(|path| path.is_absolute())
    };
    let data = set("XDG_DATA_HOME").or_else(|| match std::env::consts::OS {
        "macos" => set("HOME").map(|home| home.join("Library/Application Support")),
        "windows" => set("LOCALAPPDATA"),
        _ => set("HOME").map(|home| home.join(".local/share")),
    });
    data.map(|data| data.join("tlsctl/ca"))
}
