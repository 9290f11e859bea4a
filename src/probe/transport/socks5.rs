//! A connection by way of a SOCKS 5 proxy (RFC 1928), with a name and password where there are some
//! (RFC 1929). Its messages are short by definition; their time is bounded by the caller.

use tokio::net::TcpStream;
use tokio_socks::tcp::Socks5Stream;
use tokio_socks::{Error as Socks, IntoTargetAddr, TargetAddr};

use super::{Opened, Place, Proxy};
use crate::error::{Error, Result};

/// Asks the proxy at the other end of `stream` for a connection to `place`.
///
/// # Errors
///
/// Unreachable where the proxy refuses, or answers in anything but SOCKS 5.
pub(super) async fn open(stream: TcpStream, proxy: &Proxy, place: &Place) -> Result<Opened> {
    let told = |error: Socks| told(proxy, place, &error);
    let target = target(place).map_err(told)?;
    let connected = match proxy.credentials() {
        Some((user, password)) => {
            Socks5Stream::connect_with_password_and_socket(stream, target, user, password).await
        }
        None => Socks5Stream::connect_with_socket(stream, target).await,
    };
    Ok(Opened::silent(connected.map_err(told)?.into_inner()))
}

fn target(place: &Place) -> Result<TargetAddr<'_>, Socks> {
    match place {
        Place::Address(address) => address.into_target_addr(),
        Place::Name(name, port) => (name.as_str(), *port).into_target_addr(),
    }
}

/// The library's error in our words: what the proxy said (RFC 1928 §6), or that it is none.
fn told(proxy: &Proxy, place: &Place, error: &Socks) -> Error {
    let refuses = |why: &str| proxy.refuses(place, why);
    let dead = "check the target's name and port";
    match error {
        Socks::ConnectionNotAllowedByRuleset => {
            refuses("its rules do not allow it").hint("the proxy's rules must allow this host and port")
        }
        Socks::NetworkUnreachable => refuses("it finds the network unreachable").hint(dead),
        Socks::HostUnreachable => refuses("it finds the host unreachable").hint(dead),
        Socks::ConnectionRefused => refuses("the server refused the connection").hint(dead),
        Socks::TtlExpired => refuses("the server did not answer it").hint(dead),
        Socks::GeneralSocksServerFailure => refuses("it says that it failed").hint(dead),
        Socks::AddressTypeNotSupported => refuses("it takes no address of this kind")
            .hint("`socks5h://` gives it the name instead, `socks5://` an address"),
        Socks::CommandNotSupported => refuses("it makes no connections"),
        Socks::PasswordAuthFailure(_) => {
            refuses("it does not take the name and the password").hint("check them both")
        }
        Socks::NoAcceptableAuthMethods | Socks::AuthorizationRequired => refuses("it wants to know who asks")
            .hint("TLSCTL_PROXY=socks5://USER:PASSWORD@HOST:PORT gives a name, and keeps it out of `ps`"),
        // The library's word for a refusal that has no meaning, and for a method that was not offered.
        Socks::UnknownAuthMethod => proxy.strange(
            "SOCKS 5",
            &"its answer holds a code that SOCKS 5 does not have, or none that was offered",
        ),
        other => proxy.strange("SOCKS 5", other),
    }
}
