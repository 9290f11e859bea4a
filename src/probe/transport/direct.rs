//! The straight way: a TCP connection from this machine.

use std::time::Duration;

use tokio::net::TcpStream;
use tokio::time::timeout;

use super::Place;
use super::place::reason;

/// Connects to `place`; of a name, to the first of its addresses that answers. The error says why not.
pub(super) async fn open(place: &Place, within: Duration) -> Result<TcpStream, String> {
    let opening = async {
        match place {
            Place::Address(address) => TcpStream::connect(address).await,
            Place::Name(name, port) => TcpStream::connect((name.as_str(), *port)).await,
        }
    };
    match timeout(within, opening).await {
        Ok(outcome) => outcome.map_err(|error| reason(&error)),
        Err(_) => Err("no connection in time".to_owned()),
    }
}
