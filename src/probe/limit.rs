//! What one target may cost: connections at a time and in all, their rate, and the deadlines. The defaults
//! are those of a guest: a scan of one server stays below what a browser opens for one page.

use std::sync::Mutex;
use std::time::Duration;

use tokio::time::Instant;

/// What one target may cost.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Limits {
    /// Connections open at one time.
    pub(crate) in_flight: usize,
    /// New connections per second; `None` sets no rate.
    pub(crate) rate: Option<u32>,
    /// Connections in all, after which every further question is inconclusive.
    pub(crate) connections: Option<u32>,
    /// How long to wait for a connection, and again for each answer.
    pub(crate) timeout: Duration,
    /// How often an inconclusive question is asked again.
    pub(crate) retries: u32,
    /// How long the whole target may take.
    pub(crate) total: Duration,
    /// Whether what certificates point at may be at an address that is not public.
    pub(crate) fetches_privately: bool,
}

impl Limits {
    /// At most six connections at a time (what browsers allow themselves per host), five seconds for each
    /// answer, one retry, a minute in all.
    pub(crate) const DEFAULT: Self = Self {
        in_flight: 6,
        rate: None,
        connections: None,
        timeout: Duration::from_secs(5),
        retries: 1,
        total: Duration::from_secs(60),
        fetches_privately: false,
    };

    /// One connection at a time and four a second, for servers that count.
    pub(crate) const POLITE: Self = Self {
        in_flight: 1,
        rate: Some(4),
        total: Duration::from_secs(300),
        ..Self::DEFAULT
    };

    /// How long to wait before the `nth` retry, counted from 1.
    pub(super) fn back_off(nth: u32) -> Duration {
        Duration::from_millis(250) * 2_u32.saturating_pow(nth.saturating_sub(1).min(6))
    }
}

/// Spreads new connections over time.
#[derive(Debug)]
pub(crate) struct Pace {
    interval: Duration,
    next: Mutex<Option<Instant>>,
}

impl Pace {
    /// At most `rate` a second.
    pub(crate) fn new(rate: Option<u32>) -> Self {
        Self {
            interval: rate.map_or(Duration::ZERO, |rate| Duration::from_secs(1) / rate.max(1)),
            next: Mutex::new(None),
        }
    }

    /// Waits for the next turn.
    pub(super) async fn turn(&self) {
        if self.interval.is_zero() {
            return;
        }
        let at = {
            let mut next = self
                .next
                .lock()
                .unwrap_or_else(std::sync::PoisonError::into_inner);
            let at = next.map_or_else(Instant::now, |at| at.max(Instant::now()));
            *next = Some(at + self.interval);
            at
        };
        tokio::time::sleep_until(at).await;
    }
}
