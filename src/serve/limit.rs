//! Limits, on by default: how long a peer may take and how much it may hold. Each has its reason.

use std::time::Duration;

/// What a listener allows its peers.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// From `accept` to the end of the handshake: one deadline, so that nobody holds a socket by being slow
    /// in two halves.
    pub(crate) handshake: Duration,
    /// From the first byte of a request to the end of its head.
    pub(crate) head: Duration,
    /// Without a request in progress, before a connection is closed.
    pub(crate) idle: Duration,
    /// Without a byte in either direction while a response is owed, before a connection is given up.
    pub(crate) stall: Duration,
    /// Connections at a time, over all listeners.
    pub(crate) connections: usize,
    /// Connections at a time from one address; loopback is exempt.
    pub(crate) per_address: usize,
    /// The largest body that is kept in memory (echo, upload), in bytes.
    pub(crate) body: u64,
    /// How long requests in progress may go on once the server was asked to stop.
    pub(crate) grace: Duration,
}

impl Limits {
    /// For a server that tries the patience of its clients: it has more than any of them, and waits for
    /// none of them when it stops.
    pub(crate) fn patient() -> Self {
        let long = Duration::from_secs(600);
        Self {
            handshake: long,
            head: long,
            idle: long,
            stall: long,
            grace: Duration::ZERO,
            ..Self::default()
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            // Ten seconds let a phone on a bad network through and end 5 000 silent sockets in as many.
            handshake: Duration::from_secs(10),
            head: Duration::from_secs(10),
            // Browsers keep connections for a minute or more; nginx closes at 65–75 s.
            idle: Duration::from_secs(60),
            stall: Duration::from_secs(60),
            connections: 16_384,
            per_address: 1_024,
            body: 1 << 20,
            grace: Duration::from_secs(30),
        }
    }
}
