//! The engine: owns the sockets of one target, within its budget.

/// What a target cost.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) struct Usage {
    /// Connections opened or tried.
    pub(crate) connections: u32,
    /// Of these, those that repeated an inconclusive one.
    pub(crate) retries: u32,
    /// Waits for the peer: one for each connection and one for each answer to what was sent.
    pub(crate) round_trips: u32,
    /// Bytes received.
    pub(crate) received: u64,
    /// Bytes sent.
    pub(crate) sent: u64,
}
